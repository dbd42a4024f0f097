"""Before any work: a password of one's own and, where it is required, a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

ALWAYS_OPEN = ("account_", "mfa_", "usersessions_")


def is_missing(user: Any) -> str:
    """What an account lacks before any work is done with it: "password", "second-factor" or nothing."""
    if user.one_time_until:
        return "password"
    return "second-factor" if settings.SECOND_FACTOR_REQUIRED and not is_mfa_enabled(user) else ""


def account_first(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Any:
    """Lead a signed-in person whose account is not ready to the page that makes it so.

    The account's own pages and the language switch stay open; so does everything for whoever isn't signed in,
    and a view that says it `reads_no_cookies`.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        name = (match.url_name if match else "") or ""
        if getattr(view, "reads_no_cookies", False):
            return None
        if name == "set_language" or name.startswith(ALWAYS_OPEN) or not request.user.is_authenticated:
            return None
        missing = is_missing(request.user)
        if missing == "password":
            messages.info(request, _("This was a one-time password. Choose one of your own to go on."))
            return redirect("account_change_password")
        if missing:
            messages.info(request, _("To go on, add a second step to your sign-in: a passkey or codes."))
            return redirect("mfa_index")
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
