"""`fill_holidays`: record Iran's national holidays for the years that people work with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from dadkar.kernel.actor import System
from dadkar.kernel.calendar import year_of
from dadkar.kernel.known_calendar import fill_holidays
from dadkar.kernel.moment import today


class Command(BaseCommand):
    help = "Record Iran's national holidays (Solar-Hijri years); what is recorded already stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        this = year_of(today())
        parser.add_argument("--from", type=int, default=this - 2, dest="first", help="first year")
        parser.add_argument("--to", type=int, default=this + 2, dest="last", help="last year")

    def handle(self, *args: Any, first: int, last: int, **options: Any) -> None:
        added = fill_holidays(range(first, last + 1), by=System("fill-holidays"))
        self.stdout.write(f"{added} notices added for {first}-{last}")
