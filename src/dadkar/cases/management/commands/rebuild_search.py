"""`rebuild_search`: write the search index anew from the sealed texts."""

from typing import Any

from django.core.management.base import BaseCommand

from dadkar.cases import search


class Command(BaseCommand):
    help = "Write the search index anew from the sealed texts, as after a crash. Search works meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done in search.rebuild():
            self.stdout.write(f"{done} …")
        self.stdout.write(f"{done} cases can be searched.")
