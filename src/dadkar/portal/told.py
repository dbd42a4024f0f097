"""How the holder of a code is told from now on: the words and checks of the filing, asked once more."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions
from dadkar.cases.forms import missing_for_way
from dadkar.cases.models import Case
from dadkar.portal.following import Following
from dadkar.portal.forms import TOLD, FilingForm
from dadkar.portal.saying import Saying
from dadkar.portal.words import sentence

GIVEN = ("phone", "safe_hours", "email")
KEPT = {
    "phone": _("You gave us a number before; if you leave this empty, it holds."),
    "safe_hours": _("You gave us hours before; if you leave this empty, they hold."),
    "email": _("You gave us an address before; if you leave this empty, it holds."),
}


class TellMe(Saying):
    """Nothing that was given before is shown here, only that it is there."""

    do, done = "told", _("Written down. From now on we tell you so, and no other way.")

    def __init__(self, following: Following, about: Any = None, **kwargs: Any) -> None:
        super().__init__(following, about, **kwargs)
        for name in ("told", *GIVEN):
            self.fields[name] = deepcopy(FilingForm.base_fields[name])
        self.fields["told"].initial = following.case.told
        for name in following.reachable_by:
            hint = self.fields[name].help_text
            self.fields[name].help_text = format_lazy("{} {}", hint, KEPT[name]) if hint else KEPT[name]
        if following.reachable_by:
            self.fields["forget"] = forms.BooleanField(
                label=_("Forget the number, hours and address that I gave before"), required=False
            )

    @property
    def hint(self) -> str:
        way = dict(TOLD)[self.case.told]
        return sentence(
            _("So far: %(way)s. What you choose now holds at once; what was still on its way to you "
              "otherwise is called off."),
            way=way,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        known = [] if said.get("forget") else self.following.reachable_by
        for name in missing_for_way(said, known):
            if name not in self.errors:
                self.add_error(name, FilingForm.sentences[name])
        return said

    def say(self) -> None:
        said = self.cleaned_data
        given = {name: said[name] for name in GIVEN if said[name]}
        told = said["told"] or Case.Told.CODE
        actions.tell_otherwise(self.case, told, given, forget=said.get("forget", False), by=self.by)
