from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.sealing.fields import SealedTextField

from .part import CasePart


class Contact(CasePart):
    """How the applicant can be reached, sealed under the case's `contact` key, which can be erased first.

    Until the vault opens, a name or number given here can be read by the desk that follows the case, and
    the form says so.
    """

    name = SealedTextField(name="contact.name", purpose="contact", owner="case.uuid", row="uuid", null=True)
    phone = SealedTextField(name="contact.phone", purpose="contact", owner="case.uuid", row="uuid", null=True)
    email = SealedTextField(name="contact.email", purpose="contact", owner="case.uuid", row="uuid", null=True)
    safe_hours = SealedTextField(
        name="contact.safe_hours", purpose="contact", owner="case.uuid", row="uuid", null=True
    )
    introduce_as = SealedTextField(
        name="contact.introduce_as", purpose="contact", owner="case.uuid", row="uuid", null=True
    )
    code_word = SealedTextField(
        name="contact.code_word", purpose="contact", owner="case.uuid", row="uuid", null=True
    )
    must_not_see = SealedTextField(
        name="contact.must_not_see", purpose="contact", owner="case.uuid", row="uuid", null=True
    )

    FIELDS = ("name", "phone", "email", "safe_hours", "introduce_as", "code_word", "must_not_see")
    WAYS = ("phone", "safe_hours", "email")  # by which somebody is told

    class Meta(CasePart.Meta):
        constraints = [models.UniqueConstraint(fields=["case"], name="contact_once")]
        verbose_name = _("contact")
