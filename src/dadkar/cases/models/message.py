from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.records.models import Attachment

from .part import CasePart


class Message(CasePart):
    """A line between the applicant and the desk."""

    class Side(models.TextChoices):
        APPLICANT = "applicant", _("the applicant")
        DESK = "desk", _("the house")

    side = models.CharField(max_length=10, choices=Side)
    text = SealedTextField(name="message.text", purpose="content", owner="case.uuid", row="uuid")


class CaseFile(CasePart):
    """A photo, paper or spoken message of a case; agencies see it only when it is shared with them."""

    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    from_applicant = models.BooleanField(default=True)


class Call(CasePart):
    """A line of the call diary. `safe` says that it kept the agreed hours and introduction."""

    class Result(models.TextChoices):
        SPOKE = "spoke", _("spoke with the applicant")
        NO_ANSWER = "no-answer", _("no answer")
        OTHER = "other", _("somebody else answered; nothing was said")

    result = models.CharField(_("result"), max_length=10, choices=Result)
    safe = models.BooleanField(_("at the safe hours, introduced as agreed"), default=False)
    asked_to_confirm = models.BooleanField(_("asked whether it was done"), default=False)
    note = SealedTextField(name="call.note", purpose="content", owner="case.uuid", row="uuid", null=True)
