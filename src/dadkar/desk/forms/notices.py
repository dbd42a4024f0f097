"""Whether a colleague is told by e-mail, too, and where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.people.models import User


class ByEmailForm(forms.ModelForm):
    """The signed-in user's own address, and whether it is used."""

    class Meta:
        model = User
        fields = ["told_by_email", "email"]
        labels = {"told_by_email": _("Tell me by e-mail, too"), "email": _("E-mail address")}
        help_texts = {"email": _("The mail says only that there is news; what it is stands here.")}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("told_by_email") and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the address to which it shall go."))
        return said
