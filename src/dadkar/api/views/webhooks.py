"""My webhooks: addresses that are told what happens, and how that goes."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dadkar.api import hooks
from dadkar.api.forms import WebhookForm
from dadkar.api.models import Webhook
from dadkar.kernel.models.press import FIELD, Press

LOG = 100


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required(allow_get=True)
def mine(request: HttpRequest) -> HttpResponse:
    """List them; a POST makes one, and this page alone shows its secret."""
    user: Any = request.user
    form = WebhookForm(user, request.POST or None)
    secret = ""
    if form.is_valid():
        try:
            secret = _make(form, request.POST.get(FIELD))
        except hooks.Unfit as unfit:
            form.add_error(unfit.field if unfit.field in form.fields else None, str(unfit))
        else:
            if not secret:
                messages.warning(request, _("It was made already, and its secret was shown then."))
                return redirect("webhooks")
            form = WebhookForm(user)
    rows = Webhook.objects.filter(token__user=user).select_related("token").order_by("-pk")[:100]
    context = {
        "form": form,
        "secret": secret,
        "webhooks": list(rows),
        "can_make": form.fields["token"].queryset,
    }
    return render(request, "api/webhooks.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _make(form: WebhookForm, nonce: str | None) -> str:
    """The new webhook's secret; empty when this very form has made one. Raises Unfit."""
    if not Press.objects.is_new(nonce):
        return ""
    return hooks.make(form.cleaned_data["token"], form.cleaned_data["url"], form.kinds)[1]


def _own(request: HttpRequest, uuid: UUID) -> Webhook:
    user: Any = request.user
    row = Webhook.objects.filter(token__user=user, uuid=uuid).select_related("token").first()
    if row is None:
        raise Http404
    return row


@require_POST
@login_required
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tell it nothing more."""
    _own(request, uuid).stop(Webhook.Stopped.OWNER)
    messages.success(request, _("Ended. It is told nothing more."))
    return redirect("webhooks")


@require_safe
@never_cache
@login_required
def log(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Its last hundred deliveries."""
    row = _own(request, uuid)
    deliveries = list(row.deliveries.order_by("-pk")[:LOG])
    return render(request, "api/deliveries.html", {"webhook": row, "deliveries": deliveries})
