"""Forms with which cases of one matter are followed together, and what one of their people says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Case
from dadkar.commitments.models import Commitment
from dadkar.desk.forms.case import ChoosingForm, OutcomeForm, ReasonForm
from dadkar.kernel.fields import PersianCharField
from dadkar.kernel.persian import normalise

OTHER, THIS = "other", "this"


class JoinForm(ReasonForm):
    """Which case, and which of the two leads. Made for the cases that the user may see."""

    number = PersianCharField(
        label=_("The other case’s number"), help_text=_("As it stands on its page: the year and a number.")
    )
    leads = forms.ChoiceField(
        label=_("In whose letters are both followed?"),
        widget=forms.RadioSelect,
        choices=[(OTHER, _("in the other one’s")), (THIS, _("in this one’s"))],
        initial=OTHER,
    )
    field_order = ["number", "leads", "reason"]

    def __init__(self, row: Case, seen: Any, *args: Any, other: Case | None = None) -> None:
        super().__init__(*args)
        self.seen = seen
        if row.state not in (Case.State.RECEIVED, Case.State.TRIAGE):
            self.fields["leads"].initial = THIS  # it has gone to a body: what joins it follows there
        if other:
            self.fields["number"].initial = other.number

    def clean_number(self) -> Case:
        year, _dash, serial = normalise(self.cleaned_data["number"]).strip().partition("-")
        other = self.seen.filter(pk=int(serial)).first() if _is_number(serial) else None
        if other is None or other.number != f"{year}-{serial}":
            raise forms.ValidationError(_("You see no case with this number."))
        return other


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


class WordForm(OutcomeForm, ChoosingForm):
    """What one of several says to a claim; which claim is asked where there are more than one."""

    about = forms.ModelChoiceField(
        Commitment.objects.as_system("none yet").none(),
        label=_("About what"),
        to_field_name="uuid",
    )
    field_order = ["about"]

    def __init__(self, asked: list[Commitment], *args: Any) -> None:
        super().__init__(*args)
        about: Any = self.fields["about"]
        about.empty_label = None if asked else _("Nothing waits for their word now.")
        about.queryset = Commitment.objects.as_system("asked of a case in sight").filter(
            pk__in=[row.pk for row in asked]
        )
        about.label_from_instance = lambda row: f"{row.debtor}: {row.get_step_display()}"
        about.initial = asked[0].uuid if asked else None
        if len(asked) == 1:
            about.widget = forms.HiddenInput()
