"""Before and after every operation: what is too large or no JSON, and that nothing of it is stored."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from dadkar.api.problems import MEDIA_TYPE, Problem, ended_with
from dadkar.api.uploads import MOST_BYTES, MULTIPART, takes_files
from dadkar.kernel.together import reading

View = Callable[..., HttpResponseBase]
AS_FILES = _("Send the files as multipart/form-data, each in a field named “files”.")
TOO_LARGE = _("All files of one request together are at most a hundred megabytes.")
WRITES = ("POST", "PUT", "PATCH")


def door(view: View) -> View:
    """Wrap a view of the API. No cookie is read, so nothing can be done by another site's form."""

    @csrf_exempt
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer(view, request, *args, **kwargs)
        if response.status_code >= 400 and response.get("Content-Type") != MEDIA_TYPE:
            kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
            response = ended_with(response.status_code, kept).response()
        add_never_cache_headers(response)
        return response

    inner.reads_no_cookies = True  # type: ignore[attr-defined]
    return inner


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        require_readable(request)
        with nullcontext() if request.method in WRITES else reading():
            return view(request, *args, **kwargs)
    except Problem as problem:
        return problem.response()
    except Http404:
        return Problem(404).response()


def require_readable(request: HttpRequest) -> None:
    """Raise Problem 413 or 415 for a body that is not to be read at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or request.method not in WRITES:
        return
    if takes_files(request):
        if int(length) > MOST_BYTES:
            raise Problem(413, detail=TOO_LARGE)
        if int(length) and request.content_type != MULTIPART:
            raise Problem(415, "not-multipart", AS_FILES)
        return
    if int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
        raise Problem(413)
    if int(length) and request.content_type != "application/json":
        raise Problem(415)


@door
def nothing(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Every address below /api/ that is none."""
    raise Problem(404)
