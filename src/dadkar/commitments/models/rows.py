"""What a consequential step leaves behind, because people ask who and when."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.known_calendar import calendar_as_known
from dadkar.kernel.scope import PartModel
from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.kernel.together import seen

from .commitment import Commitment
from .states import Outcome

TAKE_BACK_DAYS = 10


class Row(PartModel):
    """A part of a commitment: its own uuid, who and when."""

    part_of = "commitment"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="%(class)ss")
    by = models.CharField(max_length=60, editable=False)
    at = models.DateTimeField(default=moment.now, editable=False)

    class Meta:
        abstract = True

    @property
    def key_owner(self) -> UUID:
        return self.commitment.owed_to

    @classmethod
    def latest_of(cls, commitments: Iterable[Commitment], **which: Any) -> dict[int, Any]:
        """The last such row of each commitment, by its id; they were reached through their scope."""
        rows = cls.objects.as_system("of commitments in sight").filter(commitment__in=commitments, **which)
        return {row.commitment_id: row for row in rows.select_related("commitment").order_by("at", "id")}


class Claim(Row):
    """The debtor says that it is done."""

    note = SealedTextField(name="claim.note", purpose="content", owner="key_owner", row="uuid")


class SecondKey(models.Model):
    """What those it is owed to say to a claim. `kept` is about the step, `outcome` about what reached them.

    With `at`; whose house's calendar counts, says `house`.
    """

    class Via(models.TextChoices):
        CODE = "code", _("with the code")
        PHONE = "phone", _("by telephone")
        VISIT = "visit", _("in person")
        OFFICE_CODE = "office-code", _("through the office")

    TOO_LATE = _("The time for taking this confirmation back is over.")

    kept = models.BooleanField()
    outcome = models.CharField(max_length=4, choices=Outcome)
    amount_rial = models.BigIntegerField(null=True)
    via = models.CharField(max_length=12, choices=Via)
    taken_back_at = models.DateTimeField(null=True)

    at: datetime

    class Meta:
        abstract = True

    @property
    def house(self) -> Any:
        raise NotImplementedError

    @property
    def fresh_until(self) -> date:
        """The last day on which it can be taken back: ten working days of the house's calendar."""
        house = self.house
        calendar = seen(
            ("calendar of", house.pk), lambda: calendar_as_known(area=house.area, owner=house.uuid)
        )
        return calendar.add_working_days(calendar.day_of(self.at), TAKE_BACK_DAYS)

    @property
    def is_fresh(self) -> bool:
        """Whether it can still be taken back."""
        return self.kept and self.taken_back_at is None and moment.today() <= self.fresh_until

    def take_back(self) -> None:
        """Raises WrongState when it was already taken back or its time is over."""
        if not self.is_fresh:
            raise WrongState(self.TOO_LATE)
        self.taken_back_at = moment.now()
        self.save(update_fields=["taken_back_at"])


class Confirmation(SecondKey, Row):
    """The creditor's answer to a claim."""

    remains = SealedTextField(
        name="confirmation.remains", purpose="content", owner="key_owner", row="uuid", null=True
    )

    @property
    def house(self) -> Any:
        return self.commitment.house


class Extension(Row):
    """A later date, asked with a reason; granted or refused by the one it is owed to."""

    until = models.DateField()
    reason = SealedTextField(name="extension.reason", purpose="content", owner="key_owner", row="uuid")
    granted = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=models.Q(granted=None), name="extension_one_waits"
            )
        ]

    def answer(self, *, granted: bool, by: Actor) -> None:
        if self.granted is not None:
            raise WrongState(_("This request has already been answered."))
        self.granted, self.answered_by, self.answered_at = granted, by.ref, moment.now()
        self.save(update_fields=["granted", "answered_by", "answered_at"])


class Escalation(Row):
    """Somebody above the debtor was told."""

    to = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
