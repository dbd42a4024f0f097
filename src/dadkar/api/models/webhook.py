import base64
import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self, TypeAlias
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.sealing import keys
from dadkar.kernel.sealing.fields import SealedTextField

from .token import Token

SECRET_PREFIX = "whsec_"  # noqa: S105  # how Standard Webhooks marks a secret
SECRET_BYTES = 32
AGAIN_AFTER = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(days=1),
]
FAILS_FOR = timedelta(days=5)
CLAIMED_FOR = timedelta(minutes=3)
LOG_KEPT = timedelta(days=30)


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def live(self) -> Self:
        """Those that are told: not switched off, and whose token can be used."""
        now = moment.now()
        return self.filter(ended_at=None, token__ended_at=None, token__expires_at__gt=now)


class Webhook(models.Model):
    """An address that is told what happens, as far as its token's user may see it.

    What it is sent carries ids, the kind and the time, and is signed with `secret`, which its owner was
    shown once. `stopped` says why it is no longer told: ended by its owner, gone, or failing too long.
    """

    class Stopped(models.TextChoices):
        OWNER = "owner", _("ended by its owner")
        GONE = "gone", _("the address said that it is gone")
        FAILING = "failing", _("it could not be reached for five days")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    token = models.ForeignKey(Token, models.CASCADE, related_name="webhooks")
    url = models.URLField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=48))
    secret = SealedTextField(name="webhook.secret", purpose="content", owner="uuid", row="uuid")
    made_at = models.DateTimeField(default=moment.now, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    stopped = models.CharField(max_length=8, choices=Stopped, blank=True, editable=False)

    objects: ClassVar = WebhookQuerySet.as_manager()

    @classmethod
    @transaction.atomic
    def make(cls, token: Token, url: str, kinds: list[str]) -> "tuple[Webhook, str]":
        """A new one and its secret, which is shown this once. Whoever calls has checked the address."""
        secret = SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
        return cls.objects.create(token=token, url=url, kinds=sorted(set(kinds)), secret=secret), secret

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.token.is_alive

    @transaction.atomic
    def stop(self, why: str) -> None:
        """Tell it nothing more; its secret is destroyed."""
        stopping = type(self).objects.filter(pk=self.pk, ended_at=None)
        if stopping.update(ended_at=moment.now(), stopped=why):
            self.refresh_from_db(fields=["ended_at", "stopped"])
            keys.erase(self.uuid, "content")

    def note_success(self) -> None:
        if self.failing_since:
            type(self).objects.filter(pk=self.pk).update(failing_since=None)

    def note_failure(self) -> None:
        """Remember since when it fails; after five days it is stopped."""
        now = moment.now()
        if self.failing_since is None:
            type(self).objects.filter(pk=self.pk, failing_since=None).update(failing_since=now)
        elif now - self.failing_since > FAILS_FOR:
            self.stop(self.Stopped.FAILING)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self) -> Self:
        """Those to be sent now."""
        return self.filter(state=State.WAITING, next_at__lte=moment.now())

    @transaction.atomic
    def claim(self, pk: int) -> "Delivery | None":
        """The row, if it is due and nobody else has it; should this worker die, it is due again soon."""
        due = self.due().select_for_update(skip_locked=True, of=("self",))
        row = due.select_related("webhook__token__user").filter(pk=pk).first()
        if row is not None:
            row.put_off(CLAIMED_FOR)
        return row


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("delivered")
    FAILED = "failed", _("given up")
    WITHHELD = "withheld", _("not told: no longer yours to see")


class Delivery(models.Model):
    """One event for one webhook: ids, kind and time, and how its sending went."""

    State: TypeAlias = State

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.UUIDField(editable=False)
    kind = models.CharField(max_length=48, editable=False)
    subject = models.UUIDField(editable=False)
    at = models.DateTimeField(editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=moment.now)
    answered = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    done_at = models.DateTimeField(null=True)

    objects: ClassVar = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once")]
        indexes = [
            models.Index(fields=["next_at"], name="delivery_due", condition=models.Q(state="waiting")),
            models.Index(fields=["webhook", "-id"], name="delivery_log"),
        ]

    def finish(self, state: State, **values: Any) -> None:
        self._set(state=state, done_at=moment.now(), **values)

    def try_again(self, **values: Any) -> None:
        """Wait longer each time; after the last wait it is given up."""
        tries = self.tries + 1
        if tries > len(AGAIN_AFTER):
            self.finish(State.FAILED, tries=tries, **values)
        else:
            self.put_off(AGAIN_AFTER[tries - 1], tries=tries, **values)

    def put_off(self, wait: timedelta, **values: Any) -> None:
        self._set(next_at=moment.now() + wait, **values)

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))


class Heard(models.Model):
    """An event that has been looked at for webhooks: what is not here has not been (SEALING §7).

    Numbers are given before a commit, so a later one can appear first: never “everything after the last”.
    """

    event_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(default=moment.now, db_index=True)
