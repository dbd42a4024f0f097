"""`demo_sign_ins`: print who can be tried out, after a start of the demo."""

import shutil
import textwrap
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from dadkar.demo.sign_ins import people

INDENT = 2
ROLE_WIDTH = 22
NARROW, WIDE = 40, 100


class Command(BaseCommand):
    help = "Print who can be tried out in the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE not in ("demo", "test"):
            return
        room = min(max(shutil.get_terminal_size().columns, NARROW), WIDE)
        with override("en"):
            self.stdout.write("Sign-ins, one click each: /demo/ or the staff sign-in page. No password.\n\n")
            self._row("Worker", "No account: begin at the first page, keep the code, come back.", room)
            for _user, role, under in people():
                self._row(str(role.get_role_display()), f"{under} ({role.organisation})", room)
        self.stdout.write("")

    def _row(self, who: str, what: str, room: int) -> None:
        gap = " " * (INDENT + ROLE_WIDTH)
        first = f"{'':{INDENT}}{who:<{ROLE_WIDTH}}"
        self.stdout.write(textwrap.fill(what, room, initial_indent=first, subsequent_indent=gap))
