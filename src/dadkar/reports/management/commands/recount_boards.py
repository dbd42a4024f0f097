"""`recount_boards`: count every house's boards anew, as the nightly job does."""

from typing import Any

from django.core.management.base import BaseCommand

from dadkar.reports import rollup


class Command(BaseCommand):
    help = "Count the boards of every house anew."

    def handle(self, *args: Any, **options: Any) -> None:
        for house in rollup.houses():
            rollup.recount(house)
