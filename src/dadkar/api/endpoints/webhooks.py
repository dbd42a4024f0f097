"""Addresses that are told what happens, as far as their token's user may see it."""

from typing import Any
from uuid import UUID

from django.http import Http404
from ninja.responses import Status

from dadkar.api import hooks
from dadkar.api.access import Asked, hearable
from dadkar.api.answers import staff
from dadkar.api.endpoints import router
from dadkar.api.models import Scope, Token, Webhook
from dadkar.api.once import once
from dadkar.api.problems import Problem
from dadkar.api.schemas import webhooks as schemas
from dadkar.api.schemas.out import Done
from dadkar.api.schemas.verbs import Nothing
from dadkar.people.models import RoleClass

TAGS = ["Webhooks"]
LOG = 100
WORKING = (RoleClass.DESK, RoleClass.BODY)


@router.get("/webhooks", **staff(schemas.Webhooks, Scope.WEBHOOKS, *WORKING), url_name="webhooks", tags=TAGS)
def list_webhooks(request: Asked) -> schemas.Webhooks:
    """The webhooks of this token, the newest first."""
    token: Token = request.auth
    rows = token.webhooks.order_by("-pk")[:LOG]
    results = [schemas.WebhookOut(**schemas.WebhookOut.values(row)) for row in rows]
    return schemas.Webhooks(results=results, kinds=hearable(token))


@router.post(
    "/webhooks",
    **staff(schemas.WebhookMade, Scope.WEBHOOKS, *WORKING, writes=True, status=201),
    url_name="webhooks", tags=TAGS,
)  # fmt: skip
@once
def make_webhook(request: Asked, said: schemas.WebhookIn) -> Any:
    """Have an address told. Its `secret` is shown this once."""
    token: Token = request.auth
    try:
        row, secret = hooks.make(token, said.url, said.kinds)
    except hooks.Unfit as unfit:
        raise Problem.of_field(unfit.field, unfit) from None
    return Status(201, schemas.WebhookMade(**schemas.WebhookOut.values(row), secret=secret))


def own(request: Asked, uuid: UUID) -> Webhook:
    row = Webhook.objects.filter(token=request.auth, uuid=uuid).first()
    if row is None:
        raise Http404
    return row


@router.post(
    "/webhooks/{uuid:id}/end",
    **staff(Done, Scope.WEBHOOKS, *WORKING, writes=True),
    url_name="webhook-end", tags=TAGS,
)  # fmt: skip
@once
def end_webhook(request: Asked, id: UUID, said: Nothing) -> Done:
    """Tell it nothing more."""
    row = own(request, id)
    row.stop(Webhook.Stopped.OWNER)
    return Done(id=row.uuid, state=row.stopped)


@router.get(
    "/webhooks/{uuid:id}/deliveries",
    **staff(schemas.Deliveries, Scope.WEBHOOKS, *WORKING),
    url_name="webhook-deliveries", tags=TAGS,
)  # fmt: skip
def deliveries(request: Asked, id: UUID) -> schemas.Deliveries:
    """The last hundred, the newest first."""
    rows = own(request, id).deliveries.order_by("-pk")[:LOG]
    return schemas.Deliveries(results=[schemas.DeliveryOut.of(row) for row in rows])
