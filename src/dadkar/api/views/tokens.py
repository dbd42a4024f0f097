"""My tokens: what programs may do in my name."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dadkar.api.forms import TokenForm, scopes_for
from dadkar.api.models import Token
from dadkar.kernel.models.press import FIELD, Press


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required(allow_get=True)
def mine(request: HttpRequest) -> HttpResponse:
    """List them; a POST makes one, and this page alone shows it."""
    user: Any = request.user
    form = TokenForm(user, request.POST or None) if scopes_for(user) else None
    secret = ""
    if form and form.is_valid():
        secret = _make(user, form, request.POST.get(FIELD))
        if not secret:
            messages.warning(
                request, _("It was made already, and was shown then. End it if you did not keep it.")
            )
            return redirect("tokens")
        form = TokenForm(user)
    context = {"form": form, "secret": secret, "tokens": list(Token.objects.of(user)[:100])}
    return render(request, "api/tokens.html", context, status=422 if form and form.errors else 200)


@transaction.atomic
def _make(user: Any, form: TokenForm, nonce: str | None) -> str:
    """The new token; empty when this very form has made one."""
    if not Press.objects.is_new(nonce):
        return ""
    said = form.cleaned_data
    return Token.make(user, said["name"], said["scopes"], by=user, life=form.life_wanted)[1]


@require_POST
@login_required
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """From now on it opens nothing."""
    user: Any = request.user
    row = Token.objects.filter(user=user, uuid=uuid).first()
    if row is None:
        raise Http404
    row.end(by=user)
    messages.success(request, _("Ended. It opens nothing any more."))
    return redirect("tokens")
