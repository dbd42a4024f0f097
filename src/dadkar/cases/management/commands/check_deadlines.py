"""`check_deadlines`: compare every kept deadline with the replay of its clock."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dadkar.cases.deadlines import refresh_deadlines, stale_deadlines
from dadkar.kernel.actor import System

SHOWN = 20


class Command(BaseCommand):
    help = "Compare the kept deadlines of open cases, referrals and commitments with their clocks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put right what differs")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        found = [str(one) for one in stale_deadlines()]
        for one in found[:SHOWN]:
            self.stdout.write(one)
        if not found:
            self.stdout.write("Every deadline equals its clock.")
        elif repair:
            self.stdout.write(f"{refresh_deadlines(by=System('deadline-check'))} put right.")
        else:
            raise CommandError(f"{len(found)} deadlines differ from their clocks; --repair puts them right.")
