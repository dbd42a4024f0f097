"""What a webhook is made with, and how it fares."""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dadkar.api.kinds import KINDS
from dadkar.api.models import Delivery, Webhook
from dadkar.api.schemas.choices import DeliveryState
from dadkar.api.schemas.out import Moment
from dadkar.api.schemas.texts import Said


class WebhookIn(Said):
    """An address, and what it is told."""

    url: str = Field(max_length=500, description="https, on the public internet")
    kinds: list[str] = Field(
        min_length=1, max_length=len(KINDS), description="such as case.file or commitment.claim"
    )


class WebhookOut(Schema):
    id: UUID
    url: str
    kinds: list[str]
    made_at: Moment
    failing_since: Moment | None
    ended_at: Moment | None
    stopped: str = Field(description="owner, gone or failing, once it is told nothing more; otherwise empty")

    @classmethod
    def values(cls, row: Webhook) -> dict[str, Any]:
        names = ("url", "kinds", "made_at", "failing_since", "ended_at", "stopped")
        return {"id": row.uuid, **{name: getattr(row, name) for name in names}}


class WebhookMade(WebhookOut):
    secret: str = Field(description="shown this once; what is sent is signed with it (Standard Webhooks)")


class Webhooks(Schema):
    results: list[WebhookOut]
    kinds: list[str] = Field(description="what webhooks of this token can be told of")


class DeliveryOut(Schema):
    """One event and how its sending went."""

    id: UUID = Field(description="the webhook-id header")
    kind: str
    subject: UUID
    at: Moment
    state: DeliveryState
    tries: int
    answered: int | None = Field(description="the status with which the address answered last")
    problem: str

    @classmethod
    def of(cls, row: Delivery) -> "DeliveryOut":
        names = ("kind", "subject", "at", "state", "tries", "answered", "problem")
        return cls(id=row.uuid, **{name: getattr(row, name) for name in names})


class Deliveries(Schema):
    results: list[DeliveryOut]
