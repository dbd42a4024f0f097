"""From the log of events to webhooks: what has happened, whom it concerns, and the sending.

The log is read by anti-join (SEALING §7): an event whose number is lower than one that was looked at may
still be committed. Below the newest number that was looked at an hour ago nothing is expected any more.
"""

import json
from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpcore
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.db.models.query import QuerySet

from dadkar.api import outward
from dadkar.api.access import may_hear, may_hear_now
from dadkar.api.models import Delivery, Heard, Webhook
from dadkar.api.models.webhook import LOG_KEPT
from dadkar.cases.models import Case, Referral
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.records.models import Event

BATCH = 500
LATE = timedelta(hours=1)  # longer than any transaction lasts
GONE = 410
SEEN_IN: dict[str, Any] = {"case": Case, "referral": Referral, "commitment": Commitment}


@transaction.atomic
def begin_hearing() -> None:
    """When the first webhook is made: what is older than an hour is told to nobody."""
    if not Heard.objects.exists():
        old = Event.objects.filter(at__lt=moment.now() - LATE).order_by("-pk").values_list("pk", flat=True)
        Heard.objects.create(event_id=old.first() or 0, at=moment.now() - 2 * LATE)


def unheard() -> QuerySet[Event]:
    """The events that have not been looked at, the lowest numbers first."""
    settled = Heard.objects.filter(at__lt=moment.now() - LATE).aggregate(most=Max("event_id"))["most"]
    heard = Heard.objects.filter(event_id=OuterRef("pk"))
    return Event.objects.filter(~Exists(heard), pk__gt=settled or 0).order_by("pk")


@transaction.atomic
def hear() -> int:
    """Look at the next events, and write down what has to be told; returns how many were looked at."""
    hooks = list(Webhook.objects.live().select_related("token__user"))
    if not hooks:
        Heard.objects.all().delete()
        return 0
    events = list(unheard()[:BATCH])
    for hook in hooks:
        Delivery.objects.bulk_create(
            [
                Delivery(webhook=hook, event=event.uid, kind=event.kind, subject=event.subject, at=event.at)
                for event in _for(hook, events)
            ],
            ignore_conflicts=True,
        )
    Heard.objects.bulk_create([Heard(event_id=event.pk) for event in events], ignore_conflicts=True)
    return len(events)


def _for(hook: Webhook, events: list[Event]) -> list[Event]:
    """Those of the events that this webhook is told of: of its kinds, since it was made, and in sight."""
    token = hook.token
    wanted = [
        event
        for event in events
        if event.kind in hook.kinds
        and event.at >= hook.made_at
        and may_hear(token.user, token.scopes, event.kind)
    ]
    nouns = defaultdict(set)
    for event in wanted:
        nouns[_noun(event.kind)].add(event.subject)
    seen = {subject for noun, subjects in nouns.items() for subject in in_sight(token.user, noun, subjects)}
    return [event for event in wanted if event.subject in seen]


def _noun(kind: str) -> str:
    return kind.partition(".")[0]


def in_sight(user: Any, noun: str, subjects: set[UUID]) -> set[UUID]:
    """Those of the rows that the user may see now."""
    rows = SEEN_IN[noun].objects.visible_to(user).filter(uuid__in=subjects)
    return set(rows.values_list("uuid", flat=True))


def send(delivery: Delivery) -> None:
    """Tell one event, if it may still be told; whatever comes of it is written down."""
    hook = delivery.webhook
    if not hook.is_live:
        return delivery.finish(Delivery.State.FAILED, problem="stopped")
    if not _may_be_told(delivery):
        return delivery.finish(Delivery.State.WITHHELD)
    body = body_of(delivery)
    try:
        status = outward.post(hook.url, body, headers_of(delivery, body))
    except outward.NotOutward:
        return _failed(delivery, problem="not-public")
    except (OSError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        return _failed(delivery, problem=type(error).__name__[:20])
    if 200 <= status < 300:
        hook.note_success()
        return delivery.finish(Delivery.State.SENT, answered=status, tries=delivery.tries + 1, problem="")
    if status == GONE:
        hook.stop(Webhook.Stopped.GONE)
        return delivery.finish(Delivery.State.FAILED, answered=status, problem="gone")
    return _failed(delivery, answered=status)


def _may_be_told(delivery: Delivery) -> bool:
    token = delivery.webhook.token
    if not may_hear_now(token, delivery.kind):
        return False
    return bool(in_sight(token.user, _noun(delivery.kind), {delivery.subject}))


def _failed(delivery: Delivery, **values: Any) -> None:
    delivery.webhook.note_failure()
    delivery.try_again(**values)


def body_of(delivery: Delivery) -> bytes:
    """Ids, the kind and the time: never a word of what was said."""
    told = {
        "type": delivery.kind,
        "timestamp": delivery.at.isoformat(),
        "data": {"id": str(delivery.subject), "event": str(delivery.event)},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def headers_of(delivery: Delivery, body: bytes) -> dict[str | bytes, str | bytes]:
    """The three headers of Standard Webhooks; the id stays the same however often it is sent."""
    timestamp = int(moment.now().timestamp())
    secret = delivery.webhook.secret.open()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Dadkar",
        "webhook-id": str(delivery.uuid),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": outward.signature(secret, str(delivery.uuid), timestamp, body),
    }


def forget_old() -> None:
    """Drop the log of deliveries after thirty days, and what stands below the settled number."""
    Delivery.objects.filter(done_at__lt=moment.now() - LOG_KEPT).delete()
    settled = Heard.objects.filter(at__lt=moment.now() - LATE).aggregate(most=Max("event_id"))["most"]
    if settled:
        Heard.objects.filter(event_id__lt=settled).delete()
