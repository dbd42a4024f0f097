"""Who is let in to a page of those who sign in. What may be done there is asked of the room that owns it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django_htmx.middleware import HtmxDetails

from dadkar.kernel.sealing.errors import Erased
from dadkar.people.models import RoleClass, User
from dadkar.web.views import from_here, problem, typed

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request behind `for_class`: somebody has signed in."""

    user: User
    htmx: HtmxDetails


def for_class(*classes: RoleClass) -> Callable[[View], View]:
    """Let in whoever holds a role of one of these classes today; ask others to sign in, or refuse.

    What a page needs and was erased is gone (410), with the figures that remain elsewhere.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return signed_out(request)
            if not any(request.user.has_class(one) for one in classes):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except Erased:
                return problem(request, 410)

        inner.role_classes = classes  # type: ignore[attr-defined]  # the access matrix reads it
        return inner

    return wrap


def signed_out(request: HttpRequest) -> HttpResponseBase:
    """Ask to sign in. What was typed into a form of ours meanwhile is given back, ready to be sent again."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    fields = typed(request) if from_here(request) else []
    if not fields:
        return redirect("account_login")
    context = {"fields": fields, "action": request.get_full_path()}
    response = render(request, "people/signed_out.html", context, status=403)
    add_never_cache_headers(response)
    return response
