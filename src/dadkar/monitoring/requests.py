"""Each request's line in the log and its place in the numbers: which view, how it ended, how long it took.

Never its address, query, form, cookie or network: a view's name holds no id, and a worker has none.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dadkar.kernel.measures import POOL, REQUEST_SECONDS

logger = logging.getLogger("dadkar.request")
request_id: ContextVar[str] = ContextVar("request_id", default="")
UNKNOWN = "unknown"  # an address that leads nowhere
QUIET = ("healthz", "readyz")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware, the outermost: it sees what every other made of the answer."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        token = request_id.set(uuid4().hex)
        began = time.perf_counter()
        try:
            response = get_response(request)
            note(request, response, time.perf_counter() - began)
        finally:
            request_id.reset(token)
        return response

    return handle


def note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count and log one request. The request's own id goes back with it, to be asked for."""
    view, method = view_name(request), request.method if request.method in METHODS else "OTHER"
    REQUEST_SECONDS.labels(view, method, str(response.status_code)).observe(seconds)
    note_pool()
    response["X-Request-ID"] = request_id.get()
    if view not in QUIET:
        facts = {"view": view, "method": method, "status": response.status_code, "ms": round(seconds * 1000)}
        logger.info("%s %s %s", method, view, response.status_code, extra=facts | whose(request))


def view_name(request: HttpRequest) -> str:
    """The name of the view in the URLconf."""
    match = request.resolver_match
    return (match.view_name if match else "") or UNKNOWN


def whose(request: HttpRequest) -> dict[str, str]:
    """The uuid of who is signed in, if the request has looked; nobody is looked up for the log."""
    user = getattr(request, "_cached_user", None)
    return {"user": str(user.uuid)} if user is not None and user.is_authenticated else {}


def note_pool() -> None:
    """How many connections this process holds, how many of them are free, and who waits for one."""
    pool = getattr(connection, "pool", None)
    if pool is not None:
        stats = pool.get_stats()
        for state in ("pool_size", "pool_available", "requests_waiting"):
            POOL.labels(state.removeprefix("pool_").removeprefix("requests_")).set(stats.get(state, 0))
