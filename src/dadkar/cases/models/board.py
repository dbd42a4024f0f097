"""The board's track: petition, hearings, ruling, enforcement. A lawful wait, never a body's delay."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.sealing.fields import SealedJSONField, SealedTextField

from .part import CasePart
from .right import Right, RunningRight


class Board(models.TextChoices):
    DIAGNOSIS = "diagnosis", _("Diagnosis board")
    DISPUTE = "dispute", _("Dispute settlement board")
    COURT = "court", _("Administrative Justice Court")


class PaperKind(models.TextChoices):
    """What boards ask to see; the check-list of a petition."""

    IDENTITY = "identity", _("copy of the identity card")
    CONTRACT = "contract", _("contract, or the order of employment")
    PAYSLIPS = "payslips", _("payslips or bank statements")
    INSURANCE = "insurance", _("insurance record")
    WITNESS = "witness", _("witnesses, with their statement")
    DISMISSAL = "dismissal", _("letter of dismissal or settlement")
    RULING = "ruling", _("the ruling that is objected to")
    AUTHORITY = "authority", _("letter of authority of the representative")
    SIGNED_LIST = "signed-list", _("list of the people, signed by each")


class ConsentVia(models.TextChoices):
    """How the applicant said that the name may be seen."""

    PHONE = "phone", _("by telephone")
    VISIT = "visit", _("in person")
    CODE = "code", _("in a message, with their code")


class Petition(CasePart):
    """The applicant's own petition to a board; the house helps to write it.

    `claims` is a list of {"what", "months", "amount"}: texts, and rials or None. `papers_ready` holds codes
    of PaperKind. `next_on` is the board's next date: by it somebody must look again.
    """

    Board, PaperKind, ConsentVia = Board, PaperKind, ConsentVia

    board = models.CharField(_("board"), max_length=10, choices=Board)
    wants = SealedTextField(name="petition.wants", purpose="content", owner="case.uuid", row="uuid")
    claims = SealedJSONField(name="petition.claims", purpose="content", owner="case.uuid", row="uuid")
    explanation = SealedTextField(
        name="petition.explanation", purpose="content", owner="case.uuid", row="uuid"
    )
    papers_ready = models.JSONField(_("papers that are ready"), default=list)
    consent_via = models.CharField(max_length=5, choices=ConsentVia, blank=True)
    consent_at = models.DateTimeField(null=True)
    filed_on = models.DateField(_("filed on"), null=True)
    board_number = models.CharField(_("the board's number"), max_length=40, blank=True)
    next_on = models.DateField(_("the board's next date"), null=True)

    class Meta(CasePart.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(filed_on=None) | ~Q(consent_via=""), name="petition_filed_with_consent"
            ),
            models.CheckConstraint(
                condition=Q(consent_via="", consent_at=None)
                | ~Q(consent_via="") & Q(consent_at__isnull=False),
                name="petition_consent_whole",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Petition to the %(board)s") % {"board": self.get_board_display()}

    @property
    def is_consented(self) -> bool:
        """Whether the applicant knows, and said, that the name will be seen."""
        return bool(self.consent_via)

    @property
    def is_filed(self) -> bool:
        return self.filed_on is not None


class Hearing(CasePart):
    """A session of a board."""

    class Outcome(models.TextChoices):
        RULING = "ruling", _("the board will rule")
        ADJOURNED = "adjourned", _("another session is set")
        SETTLED = "settled", _("settled by conciliation")
        NOT_HELD = "not-held", _("it was not held")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="hearings")
    held_on = models.DateField(_("date"))
    hour = models.TimeField(_("hour"), null=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    outcome = models.CharField(_("what it brought"), max_length=10, choices=Outcome, blank=True)
    result = SealedTextField(
        name="hearing.result", purpose="content", owner="case.uuid", row="uuid", null=True
    )


class Ruling(CasePart):
    """A board's ruling. Its service starts the applicant's own clock."""

    class Favour(models.TextChoices):
        WORKER = "worker", _("in the worker's favour")
        PART = "part", _("in part in the worker's favour")
        EMPLOYER = "employer", _("in the employer's favour")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="rulings")
    number = models.CharField(_("number"), max_length=40)
    given_on = models.DateField(_("given on"))
    served_on = models.DateField(_("served on"), null=True)
    favour = models.CharField(_("in whose favour"), max_length=8, choices=Favour)
    amount_rial = models.BigIntegerField(_("amount awarded"), null=True)
    summary = SealedTextField(
        name="ruling.summary", purpose="content", owner="case.uuid", row="uuid", null=True
    )
    enforcement_asked_on = models.DateField(_("enforcement asked on"), null=True)

    class Meta(CasePart.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(served_on=None) | Q(served_on__gte=F("given_on")),
                name="ruling_served_after_given",
            ),
            models.CheckConstraint(
                condition=Q(amount_rial=None) | Q(amount_rial__gt=0), name="ruling_amount"
            ),
        ]

    def rights(self, calendar: Any) -> list[RunningRight]:
        """What the applicant can still do against it, each with its last day.

        A court's judgment starts none of the terms that are known here.
        """
        if self.served_on is None or self.starts is None:
            return []
        return Right.running_out(self.case.house, self.starts, self.served_on, calendar=calendar)

    @property
    def starts(self) -> Right.Starts | None:
        """Which terms begin with its service; None when none is known."""
        return STARTS.get(Board(self.petition.board))

    def terms(self, calendar: Any) -> list["Term"]:
        """Its rights, each with how the last day was counted."""
        return [_counted(self.served_on, one, calendar) for one in self.rights(calendar)]


STARTS = {Board.DIAGNOSIS: Right.Starts.FIRST_RULING, Board.DISPUTE: Right.Starts.FINAL_RULING}


@dataclass(frozen=True)
class Term:
    """A right that runs out, the day its days end on, and why that day is off if the last day moved."""

    running: RunningRight
    ends_on: date
    day_off: Any

    @property
    def is_soon(self) -> bool:
        return 0 <= self.running.days_left <= SOON_DAYS


SOON_DAYS = 5


def _counted(served_on: Any, one: RunningRight, calendar: Any) -> Term:
    ends_on = served_on + timedelta(days=one.right.days)
    return Term(one, ends_on, calendar.why_not(ends_on))
