import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dadkar.demo import year


class Command(BaseCommand):
    help = "Make the invented province and its year. Only in demo and test mode."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--cases", type=int, default=int(os.environ.get("DADKAR_DEMO_CASES", "2000")))

    def handle(self, *args: Any, cases: int, **options: Any) -> None:
        if settings.MODE == "serve":
            raise CommandError("Invented cases have no place among real ones.")
        shown = 0
        for done, total in year.live(cases, processes=1 if settings.MODE == "test" else 2):
            if done * 10 // total > shown:
                shown = done * 10 // total
                self.stdout.write(f"{shown * 10} % ", ending="")
                self.stdout.flush()
