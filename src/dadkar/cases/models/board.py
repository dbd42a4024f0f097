"""The board's track: petition, hearings, ruling, enforcement, payment. A lawful wait, never a body's delay."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.sealing.fields import SealedTextField

from .part import CasePart
from .right import Right, RunningRight


class Board(models.TextChoices):
    DIAGNOSIS = "diagnosis", _("Diagnosis board")
    DISPUTE = "dispute", _("Dispute settlement board")
    COURT = "court", _("Administrative Justice Court")


class Petition(CasePart):
    """The applicant's own petition to a board; the house helps to write it."""

    board = models.CharField(_("board"), max_length=10, choices=Board)
    claims = SealedTextField(
        name="petition.claims", purpose="content", owner="case.uuid", row="uuid", null=True
    )
    papers_ready = models.JSONField(_("papers that are ready"), default=list)
    consented = models.BooleanField(_("the applicant knows that the name will be seen"), default=False)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    board_number = models.CharField(_("the board's number"), max_length=40, blank=True)


class Hearing(CasePart):
    """A session of a board."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="hearings")
    held_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    result = SealedTextField(
        name="hearing.result", purpose="content", owner="case.uuid", row="uuid", null=True
    )


class Ruling(CasePart):
    """A board's ruling. Its service starts the applicant's own clock."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="rulings")
    number = models.CharField(_("number"), max_length=40)
    given_on = models.DateField(_("given on"))
    served_on = models.DateField(_("served on"), null=True, blank=True)
    in_favour = models.BooleanField(_("in the worker's favour"), null=True)
    amount_rial = models.BigIntegerField(_("amount awarded"), null=True, blank=True)
    summary = SealedTextField(
        name="ruling.summary", purpose="content", owner="case.uuid", row="uuid", null=True
    )
    enforcement_asked_on = models.DateField(_("enforcement asked on"), null=True, blank=True)

    def rights(self, calendar: Any) -> list[RunningRight]:
        """What the applicant can still do against it, each with its last day."""
        if self.served_on is None:
            return []
        first = self.petition.board == Board.DIAGNOSIS
        starts = Right.Starts.FIRST_RULING if first else Right.Starts.FINAL_RULING
        return Right.running_out(self.case.house, starts, self.served_on, calendar=calendar)


class Payment(CasePart):
    """Money that came, in rial, by whoever's word."""

    amount_rial = models.BigIntegerField(_("amount"))
    paid_on = models.DateField(_("paid on"), default=moment.today)
    ruling = models.ForeignKey(Ruling, models.SET_NULL, null=True, related_name="payments")
    party = models.ForeignKey("cases.Party", models.SET_NULL, null=True, related_name="payments")
