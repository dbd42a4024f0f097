"""The two cookies of these pages, unreadable outside this server: which case is open, which code is shown."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from dadkar.kernel.sealing.cookies import LIFE, drop_cookie, read_cookie, read_subject, set_cookie
from dadkar.kernel.sealing.receipts import SHOWN_FOR

OPEN, SHOWN = "page", "slip"  # neutral names: they show in a browser's settings


def open_page(response: HttpResponse, case_uuid: UUID) -> None:
    """Let this browser see the case for half an hour."""
    set_cookie(response, OPEN, case_uuid, life=LIFE)


def opened(request: HttpRequest) -> UUID | None:
    """The case that this browser has open."""
    return read_subject(request, OPEN)


def show_code(response: HttpResponse, code: str, *, life: timedelta = SHOWN_FOR) -> None:
    """Let the receipt be shown in this browser, for a quarter of an hour at most."""
    set_cookie(response, SHOWN, code.encode(), life=life)


def shown_code(request: HttpRequest) -> str | None:
    """The code whose receipt this browser may still show."""
    held = read_cookie(request, SHOWN)
    return held.decode() if held else None


def hide_code(response: HttpResponse) -> None:
    """The holder has the code; nobody else should find it here."""
    drop_cookie(response, SHOWN)
