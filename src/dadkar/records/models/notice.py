"""What somebody is told, through which channel, and what became of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeAlias
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import columns, moment

STALLED_AFTER = timedelta(minutes=10)  # no gateway keeps a request as long as that


class Channel(models.TextChoices):
    """How somebody is told."""

    APP = "app", _("here")
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    CALL = "call", _("telephone call")


class State(models.TextChoices):
    """What became of a notice. A call is queued until somebody has made it."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    WAITING = "waiting", _("waiting for a gateway")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not sent")
    CANCELLED = "cancelled", _("called off")


UNSENT = [State.QUEUED, State.WAITING]
OUTSIDE = [Channel.EMAIL, Channel.SMS]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def put(self, notices: Iterable["Notice"]) -> list["Notice"]:
        """Write notices down; one whose key is there already was told before, and is not told again.

        Returns the new ones that do not stand in the app alone. In the transaction of what they tell: with it
        they are there, or not at all.
        """
        made: list[Any] = list(notices)
        if made:
            columns.insert(made, unless_there=True)
        beyond = [one.uuid for one in made if one.channel != Channel.APP]
        return list(self.filter(uuid__in=beyond).order_by("pk")) if beyond else []

    def unread(self, user: Any) -> Self:
        """What stands in the app for somebody who has not seen it yet."""
        return self.to(user).filter(read_at=None)

    def to(self, user: Any) -> Self:
        """What stands in the app for somebody."""
        return self.filter(user=user, channel=Channel.APP, state=State.SENT)

    def calls(self) -> Self:
        """The calls that somebody of the house must make."""
        return self.filter(channel=Channel.CALL, state=State.QUEUED)

    def troubled(self) -> Self:
        """What waits or failed on its way out."""
        return self.filter(channel__in=OUTSIDE, state__in=[*UNSENT, State.SENDING, State.FAILED])

    def due(self) -> Self:
        """What may go out now."""
        return self.filter(channel__in=OUTSIDE, state=State.QUEUED, next_try__lte=moment.now())

    def stalled(self) -> Self:
        """What was being sent when its worker died: nobody knows whether it went out."""
        return self.filter(state=State.SENDING, next_try__lt=moment.now() - STALLED_AFTER)

    def call_off(self, why: str) -> int:
        """These need not, or must not, be told any more; what has gone out already stays written."""
        told_here = Q(channel=Channel.APP, state=State.SENT)
        unsent = Q(state__in=[*UNSENT, State.FAILED])
        return self.filter(unsent | told_here).update(state=State.CANCELLED, why=why, done_at=moment.now())

    def claim(self, pk: int) -> "Notice | None":
        """Take one to send it; None when it is not due, or somebody else has it."""
        one = self.due().filter(pk=pk)
        taken = one.update(state=State.SENDING, attempts=models.F("attempts") + 1, next_try=moment.now())
        return self.select_related("user").get(pk=pk) if taken else None


class Notice(models.Model):
    """That there is something new. It holds no word of what: the text is one fixed sentence.

    To a user, to the people of a matter (`owner`, the uuid of its keys) or, for a call, to an organisation.
    `kind` and (`about`, `subject`) say to whoever may see it there what it is about. `key` is unique: the
    same thing is never told twice.
    """

    Channel: TypeAlias = Channel
    State: TypeAlias = State

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(max_length=160, unique=True, editable=False)
    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notices")
    owner = models.UUIDField(null=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel)
    kind = models.CharField(max_length=16)
    about = models.CharField(max_length=12)
    subject = models.UUIDField(db_index=True, editable=False)
    language = models.CharField(max_length=2, default="fa")
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    why = models.CharField(max_length=16, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=moment.now)
    at = models.DateTimeField(default=moment.now, editable=False)
    done_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["user", "-id"], name="notice_here", condition=Q(channel="app", state="sent")
            ),
            models.Index(
                fields=["user"], name="notice_unread", condition=Q(channel="app", state="sent", read_at=None)
            ),
            models.Index(
                fields=["next_try"],
                name="notice_on_its_way",
                condition=Q(state__in=["queued", "sending", "waiting", "failed"]),
            ),
            models.Index(fields=["owner", "channel", "-id"], name="notice_owner", condition=~Q(owner=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_has_one_recipient",
                condition=Q(user__isnull=False, owner=None, organisation=None)
                | Q(user=None, owner__isnull=False, organisation=None)
                | Q(user=None, owner=None, organisation__isnull=False),
            )
        ]

    @property
    def is_overtaken(self) -> bool:
        """Whether a newer one says the same sentence to the same person through the same channel."""
        newer = Notice.objects.filter(channel=self.channel, user=self.user, owner=self.owner, pk__gt=self.pk)
        return newer.filter(organisation=self.organisation, state__in=UNSENT).exists()

    def settle(self, state: str, why: str = "", *, next_try: datetime | None = None) -> None:
        """Write down what became of it."""
        self.state, self.why = state, why
        if next_try:
            self.next_try = next_try
        if state in (State.SENT, State.CANCELLED):
            self.done_at = moment.now()
        self.save(update_fields=["state", "why", "next_try", "done_at"])

    def try_again(self) -> None:
        """Let one that failed or waits go on its way once more."""
        self.attempts = 0
        self.save(update_fields=["attempts"])
        self.settle(State.QUEUED, self.why, next_try=moment.now())
