"""The two cookies of these pages, unreadable outside this server: which case is open, which code is shown."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from dadkar.cases.models import Receipt
from dadkar.kernel.sealing.cookies import LIFE, drop_cookie, read_cookie, set_cookie
from dadkar.kernel.sealing.receipts import SHOWN_FOR

OPEN, SHOWN = "page", "slip"  # neutral names: they show in a browser's settings
UUID_BYTES = 16


def open_page(response: HttpResponse, receipt: Receipt) -> None:
    """Let this browser see the receipt's case for half an hour, or until another code opens it."""
    set_cookie(response, OPEN, receipt.case.uuid.bytes + bytes(receipt.code_hash), life=LIFE)


def opened(request: HttpRequest) -> UUID | None:
    """The case that this browser has open; none once the code with which it was opened is dead."""
    held = read_cookie(request, OPEN)
    if not held or len(held) <= UUID_BYTES:
        return None
    uuid, code_hash = UUID(bytes=held[:UUID_BYTES]), held[UUID_BYTES:]
    alive = Receipt.objects.as_system("is the code that opened the page alive?")
    return uuid if alive.filter(case__uuid=uuid, code_hash=code_hash).exists() else None


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
