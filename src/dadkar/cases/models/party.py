"""The people of a collective case, who speaks for them, and the money that came."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.scope import PartQuerySet
from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.records.models import Attachment

from .board import Ruling
from .part import CasePart


class PartyQuerySet(PartQuerySet):
    def with_paid(self) -> Self:
        """Each with `paid`, the rials written down as paid to them since; in the order of the table.

        Django leaves a model's own order out where rows are added up.
        """
        paid = Coalesce(Sum("payments__amount_rial"), 0, output_field=models.BigIntegerField())
        return self.annotate(paid=paid).order_by("at", "id")

    def totals(self) -> dict[str, int]:
        """People, months, insured months and rials owed, over the whole table."""
        sums = self.order_by().aggregate(
            months=Sum("months"),
            insured=Sum("insured_months"),
            owed=Sum("amount_rial"),
            people=models.Count("pk"),
        )
        return {name: value or 0 for name, value in sums.items()}


class Party(CasePart):
    """One of the people of a collective case, and what each is owed, in rial. Nobody is ranked or scored."""

    name = SealedTextField(name="party.name", purpose="contact", owner="case.uuid", row="uuid", null=True)
    months = models.PositiveSmallIntegerField(_("months owed"), null=True)
    amount_rial = models.BigIntegerField(_("amount owed"), null=True)
    insured_months = models.PositiveSmallIntegerField(_("insured months"), null=True)

    objects: ClassVar = PartyQuerySet.as_manager()

    class Meta(CasePart.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(amount_rial=None) | Q(amount_rial__gt=0), name="party_amount")
        ]


class Representative(CasePart):
    """Who speaks for a collective, with the letter of authority and the signed list."""

    name = SealedTextField(
        name="representative.name", purpose="contact", owner="case.uuid", row="uuid", null=True
    )
    phone = SealedTextField(
        name="representative.phone", purpose="contact", owner="case.uuid", row="uuid", null=True
    )
    authority = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    signed_list = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")


class PaymentQuerySet(PartQuerySet):
    def total(self) -> int:
        """All of it, in rial."""
        return self.order_by().aggregate(total=Sum("amount_rial"))["total"] or 0


class Payment(CasePart):
    """Money that came, in rial, by whoever's word: for one ruling, one person, or the case as a whole."""

    amount_rial = models.BigIntegerField(_("amount"))
    paid_on = models.DateField(_("paid on"), default=moment.today)
    ruling = models.ForeignKey(Ruling, models.SET_NULL, null=True, related_name="payments")
    party = models.ForeignKey(Party, models.SET_NULL, null=True, related_name="payments")

    objects: ClassVar = PaymentQuerySet.as_manager()

    class Meta(CasePart.Meta):
        ordering = ["paid_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount_rial__gt=0), name="payment_amount")]
