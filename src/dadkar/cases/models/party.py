from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.records.models import Attachment

from .part import CasePart


class Party(CasePart):
    """One of the people of a collective case, and what each is owed. Amounts in rial."""

    name = SealedTextField(name="party.name", purpose="contact", owner="case.uuid", row="uuid", null=True)
    months = models.PositiveSmallIntegerField(_("months owed"), null=True, blank=True)
    amount_rial = models.BigIntegerField(_("amount owed"), null=True, blank=True)
    insured_months = models.PositiveSmallIntegerField(_("insured months"), null=True, blank=True)
    paid_rial = models.BigIntegerField(_("paid since"), default=0)


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
