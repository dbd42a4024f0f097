"""Pages for when something went wrong: what happened, what was kept, what to do.

400 to 429 are drawn by the worker's shell. 500 and 503 need neither database nor session nor translations:
one page that says it in both languages.
"""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers

from dadkar.kernel import measures
from dadkar.web import outage
from dadkar.web.origin import from_here

PAGES = (400, 403, 404, 410, 413, 429)
NEVER_ECHOED = ("password", "token", "secret", "code", "nonce")
TEXT_LIMIT = 200_000  # characters that are worth giving back; more is no letter of a person


def problem(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """One of PAGES, never cached. `message` in the context replaces the page's general sentence."""
    response = render(request, f"{status}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400; a body above the limit is a 413, which tells people what to do about it."""
    return problem(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403. The exception's own words are not shown: they may name what is hidden."""
    return problem(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404; the same answer for what is not there and for what one may not see."""
    return problem(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500; while the database is away or a disk is full, 503 and what was typed."""
    if found := outage.outage_of(sys.exception()):
        measures.OUTAGES.labels(found).inc()
        outage.logger.error("A request met an outage: %s.", found)
        return outage.page(request, found)
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """While there is nothing to serve yet; asks to be tried again in two minutes."""
    return outage.page(request)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a refused form that may go back to whoever typed them: no secrets, no huge texts."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in NEVER_ECHOED)
        for value in values
        if len(value) <= TEXT_LIMIT
    ]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came too late, mostly after a lost session: give the typed text back, ready to send again.

    Only to a form of ours: to another site's it would be a way around the protection.
    """
    fields = typed(request) if from_here(request) else []
    response = render(request, "403_csrf.html", {"fields": fields, "action": request.path}, status=403)
    add_never_cache_headers(response)
    return response
