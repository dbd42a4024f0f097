import hashlib
import json
import secrets
from typing import Any
from uuid import UUID, uuid4

from django.db import models

from dadkar.kernel import columns, moment
from dadkar.kernel.actor import Actor, require_actor
from dadkar.kernel.sealing.errors import Erased
from dadkar.kernel.sealing.fields import SealedJSONField


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, Unicode as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class EventQuerySet(models.QuerySet["Event"]):
    def write(
        self,
        kind: str,
        /,
        *,
        subject: UUID,
        by: Actor,
        house: int,
        body: dict[str, Any] | None = None,
        key_owner: UUID | None = None,
        **facts: Any,
    ) -> "Event":
        """Append an event, in the transaction of what it tells.

        `facts` go into the payload in clear: ids, dates, counts, codes; never content or names.
        `body` holds what a person wrote; it is sealed under `key_owner`, so it can be erased, while the
        payload keeps its salted hash.
        """
        event = Event.of(kind, subject=subject, by=by, house=house, body=body, key_owner=key_owner, **facts)
        columns.insert([event])
        return event

    def timeline(self, subjects: list[UUID]) -> list["Event"]:
        """The events of these subjects, oldest first, each with its body where it still exists."""
        events: list[Event] = list(self.filter(subject__in=subjects).order_by("at", "id"))
        bodies = EventBody.objects.in_bulk([event.uid for event in events])
        for event in events:
            event.body_row = bodies.get(event.uid)
        return events


class Event(models.Model):
    """One thing that happened. The application's database role may insert and read these, no more.

    `payload` is the exact text that was hashed; `leaf` is RFC 6962's leaf hash of payload and commitment.
    """

    append_only = True
    VERSION = 1

    uid = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField(editable=False)
    kind = models.CharField(max_length=48, editable=False)
    v = models.PositiveSmallIntegerField(editable=False)
    actor = models.CharField(max_length=60, editable=False)
    subject = models.UUIDField(editable=False)
    house_id = models.BigIntegerField(editable=False)
    payload = models.TextField(editable=False)
    body_commit = models.BinaryField(editable=False)
    leaf = models.BinaryField(editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="event_timeline"),
            models.Index(fields=["house_id", "id"], name="event_house"),
        ]

    body_row: "EventBody | None" = None

    @classmethod
    def of(
        cls,
        kind: str,
        /,
        *,
        subject: UUID,
        by: Actor,
        house: int,
        body: dict[str, Any] | None = None,
        key_owner: UUID | None = None,
        **facts: Any,
    ) -> "Event":
        """An event as `write` makes it, not yet saved, so that many can be written at once."""
        uid, at = uuid4(), moment.now()
        actor = require_actor(by).ref
        payload = canonical(
            {
                "uid": str(uid),
                "at": at.isoformat(),
                "kind": kind,
                "v": cls.VERSION,
                "actor": actor,
                "subject": str(subject),
                "house": house,
                "facts": facts,
            }
        )
        commit = EventBody.keep(uid, key_owner or subject, body) if body else b""
        leaf = hashlib.sha256(b"\x00" + payload.encode() + commit).digest()
        return cls(
            uid=uid,
            at=at,
            kind=kind,
            v=cls.VERSION,
            actor=actor,
            subject=subject,
            house_id=house,
            payload=payload,
            body_commit=commit,
            leaf=leaf,
        )

    @property
    def facts(self) -> dict[str, Any]:
        return json.loads(self.payload)["facts"]

    @property
    def body(self) -> dict[str, Any]:
        """What a person wrote, opened; empty when there was nothing or it has been erased."""
        return self.body_row.opened if self.body_row else {}

    def is_whole(self) -> bool:
        """Whether the stored leaf still follows from payload and commitment."""
        commit = bytes(self.body_commit)
        return hashlib.sha256(b"\x00" + self.payload.encode() + commit).digest() == bytes(self.leaf)


class EventBody(models.Model):
    """The deletable half of an event: its salt, and the sealed content that the event only hashes."""

    uuid = models.UUIDField(primary_key=True, editable=False)
    key_owner = models.UUIDField(editable=False)
    salt = models.BinaryField(editable=False)
    content = SealedJSONField(name="event_body.content", purpose="content", owner="key_owner", row="uuid")

    @classmethod
    def keep(cls, uid: UUID, key_owner: UUID, body: dict[str, Any]) -> bytes:
        """Store a body and return its commitment, SHA-256(salt ‖ body)."""
        salt = secrets.token_bytes(32)
        cls.objects.create(uuid=uid, key_owner=key_owner, salt=salt, content=body)
        return hashlib.sha256(salt + canonical(body).encode()).digest()

    @property
    def opened(self) -> dict[str, Any]:
        try:
            return self.content.open()
        except Erased:
            return {}
