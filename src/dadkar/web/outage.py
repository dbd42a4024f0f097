"""When the ground gives way in the middle of a request: the database away, or a disk full.

Neither is a fault of the program, and both end without anybody restarting it: the pool connects anew by
itself. The page needs no database, and gives back what was typed, ready to send again.
"""

import errno
import logging
from collections.abc import Iterator

import psycopg
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.template import loader
from django.utils.cache import add_never_cache_headers
from psycopg import errors

from dadkar.kernel.sealing.keyfile import KeyringError
from dadkar.web.origin import from_here

logger = logging.getLogger(__name__)

AWAY, FULL = "away", "full"
RETRY_AFTER = "120"  # seconds
SECRETS = ("password", "token", "secret", "code")  # never given back, and no form that asks for one
LONGEST = 200_000  # characters of one field
# Codes of PostgreSQL (its Appendix A) that say that it is away, starting, full of clients, or a standby.
GONE = ("08", "57P", "53300", "25006")


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those that it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def outage_of(error: BaseException | None) -> str:
    """AWAY, FULL, or nothing when it is a fault like any other. A deadlock or a timeout is none of these."""
    for one in causes(error):
        if isinstance(one, errors.DiskFull):
            return FULL
        if isinstance(one, OSError) and one.errno in (errno.ENOSPC, errno.EDQUOT):
            return FULL
        if isinstance(one, InterfaceError | psycopg.InterfaceError | KeyringError):
            return AWAY
        if isinstance(one, OperationalError | psycopg.OperationalError) and _is_gone(one):
            return AWAY
    return ""


def _is_gone(error: BaseException) -> bool:
    cause = error.__cause__ if isinstance(error, OperationalError) else error
    state = getattr(cause, "sqlstate", None)
    return state is None or state.startswith(GONE)


def page(request: HttpRequest, outage: str = AWAY) -> HttpResponse:
    """503, in both languages, never stored; to a program a problem document (RFC 9457)."""
    if not request.accepts("text/html") or request.content_type == "application/json":
        title = "The disk is full." if outage == FULL else "The service is away for a few minutes."
        response: HttpResponse = JsonResponse(
            {"title": title, "status": 503}, status=503, content_type="application/problem+json"
        )
    else:
        fields = typed_again(request)
        context = {
            "full": outage == FULL,
            "sent": request.method == "POST",
            "files": bool(fields) and has_files(request),
            "fields": fields,
            "action": request.get_full_path(),
            "token": get_token(request) if fields else "",
        }
        response = HttpResponse(loader.get_template("503.html").render(context), status=503)
    response["Retry-After"] = RETRY_AFTER
    add_never_cache_headers(response)
    return response


def typed_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form of ours, to be sent again as they are; nothing where one of them is a secret.

    A form's nonce goes with them: what did arrive the first time is not done twice.
    """
    try:
        if request.method != "POST" or not from_here(request):
            return []
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, UnreadablePostError, MultiPartParserError, SuspiciousOperation):
        return []  # it broke off while it was read, or came under another's name
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    if any(word in name.lower() for name, _value in fields for word in SECRETS):
        return []
    return [(name, value) for name, value in fields if len(value) <= LONGEST]


def has_files(request: HttpRequest) -> bool:
    return any(request.FILES.values())
