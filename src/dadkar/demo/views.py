"""The demo's doors: a page of them, and one click through each."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dadkar.demo.sign_ins import SIGN_INS

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _only_in_a_demo() -> None:
    """In serve mode these addresses don't exist; this holds even if somebody wired them up."""
    if settings.MODE not in ("demo", "test"):
        raise Http404


@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Who can be tried, and as a worker nobody needs to be."""
    _only_in_a_demo()
    return render(request, "demo/index.html")


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Come in as one of `SIGN_INS`, and go to their desk."""
    _only_in_a_demo()
    name = request.POST.get("as", "")
    if name not in SIGN_INS:
        raise Http404
    user: Any = get_object_or_404(get_user_model(), username=name, is_active=True)
    login(request, user, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)
