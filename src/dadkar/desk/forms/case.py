"""Forms of the house's desk; plain forms, because scoped models have no ModelForm."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Case as Whether
from django.db.models import When
from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions
from dadkar.cases.forms import missing_for_way, require_mobile
from dadkar.cases.models import Call, Case, CaseFile, Topic
from dadkar.commitments.models import Confirmation, Outcome
from dadkar.desk.forms.filing import TOLD, FilingForForm
from dadkar.kernel.fields import MoneyField, PersianCharField, PersianTextField, PhoneField
from dadkar.kernel.persian import digits
from dadkar.people.models import County, Organisation, User
from dadkar.records.forms import UploadsField

ONLY_THIS = _("Only this goes to the body, never the narrative. No name, shift or exact date unless agreed.")


class ReasonForm(forms.Form):
    """Why; kept with the step and read by those it concerns."""

    reason = PersianTextField(label=_("Why"))


class EndForm(forms.Form):
    """Why nothing more is asked of a body."""

    reason = PersianTextField(label=_("Why"), required=False)


class ChoosingForm(forms.Form):
    """A form that is given what can be chosen when it is made."""

    fields: dict[str, Any]


class AssignForm(ChoosingForm):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"), empty_label=_("choose"))
    note = PersianTextField(label=_("A note for the colleague"), required=False)

    def __init__(self, case: Case, *args: Any) -> None:
        super().__init__(*args)
        desks = {case.house_id, case.desk_id}
        colleagues = User.objects.filter(
            is_active=True,
            memberships__organisation__in=desks,
            memberships__role__in=["case-worker", "house-manager"],
        )
        self.fields["to"].queryset = colleagues.distinct().order_by("full_name")


class ClassifyForm(ChoosingForm):
    """What the desk sets after reading."""

    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Topic"), required=False, empty_label=_("not yet known")
    )
    county = forms.ModelChoiceField(
        County.objects.all(), label=_("County"), required=False, empty_label=_("not said")
    )
    workplace = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Workplace"), required=False, empty_label=_("not in our list")
    )
    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=Case.Urgency.choices, coerce=int)
    sensitive = forms.BooleanField(
        label=_("Sensitive: the story points at one person"),
        required=False,
        help_text=_("Then no name, shift, exact date or quotation goes to a body."),
    )

    def __init__(self, case: Case, *args: Any) -> None:
        super().__init__(*args)
        self.initial = {
            "topic": case.topic_id,
            "county": case.county_id,
            "workplace": case.workplace_id,
            "urgency": case.urgency,
            "sensitive": case.sensitive,
        }
        self.fields["topic"].queryset = Topic.objects.filter(house=case.house, active=True).exclude(bodies=[])
        self.fields["workplace"].queryset = (
            Organisation.objects.workplaces().filter(house=case.house).order_by("sort_key")
        )


class MessageForm(forms.Form):
    text = PersianTextField(
        label=_("Message"), help_text=_("The applicant reads it when they come back with the code.")
    )


class FilesForm(forms.Form):
    files = UploadsField(  # type: ignore[assignment]  # the name is free: a field leaves no attribute
        label=_("Files"), help_text=_("Photos, PDF or a spoken message; each is made anew before it is kept.")
    )


class CallForm(forms.Form):
    """A line of the call diary."""

    result = forms.ChoiceField(
        label=_("What happened"), choices=Call.Result.choices, widget=forms.RadioSelect
    )
    safe = forms.BooleanField(
        label=_("I called at the safe hours and introduced myself as agreed"), required=False
    )
    asked_to_confirm = forms.BooleanField(label=_("I asked whether it was done"), required=False)
    note = PersianTextField(label=_("Note"), required=False)


class ReferForm(ChoosingForm):
    """A summary written for one or several bodies."""

    bodies = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("To which body"), widget=forms.CheckboxSelectMultiple
    )
    summary = PersianTextField(label=_("Summary for the body"), help_text=ONLY_THIS)

    def __init__(self, case: Case, *args: Any) -> None:
        super().__init__(*args)
        bodies = Organisation.objects.bodies().filter(house=case.house)
        wanted = case.topic.bodies if case.topic else []
        if case.workplace:
            bodies = bodies.exclude(pk=case.workplace.pk)
        answering = Whether(When(body__in=wanted, then=0), default=1)
        self.fields["bodies"].queryset = bodies.order_by(answering, "sort_key")
        self.fields["bodies"].initial = bodies.filter(body__in=wanted[:1], county__in=[None, case.county_id])[
            :1
        ]


class SummaryForm(forms.Form):
    text = PersianTextField(label=_("Summary for the body"), help_text=ONLY_THIS)


class CorrectionForm(forms.Form):
    text = PersianTextField(label=_("What should be otherwise"))


class InfoForm(forms.Form):
    text = PersianTextField(label=_("Your answer to the body"))


class ShareForm(ChoosingForm):
    """Files to show to one body, one by one."""

    files = forms.MultipleChoiceField(  # type: ignore[assignment]  # the name is free: a field leaves no attribute
        label=_("Files"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, files: list[CaseFile], *args: Any) -> None:
        super().__init__(*args)
        self.fields["files"].choices = [
            (str(file.uuid), digits(f"{file.attachment.get_kind_display()} {i}"))
            for i, file in enumerate(files, 1)
        ]


class RedirectForm(ChoosingForm):
    """Agreeing that another body is competent."""

    to = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("The competent body"),
        required=False,
        empty_label=_("not in our list"),
    )

    def __init__(self, house: Any, *args: Any) -> None:
        super().__init__(*args)
        self.fields["to"].queryset = Organisation.objects.bodies().filter(house=house).order_by("sort_key")


class ToldForm(forms.Form):
    """How the applicant's word reached the desk."""

    via = forms.ChoiceField(
        label=_("How they told us"),
        widget=forms.RadioSelect,
        choices=[(v.value, v.label) for v in (Confirmation.Via.PHONE, Confirmation.Via.VISIT)],
    )


class RefuseForm(forms.Form):
    reason = PersianTextField(label=_("Why you refuse it"))


class ToldWhyForm(ToldForm, ReasonForm):
    """What they said, and how."""


class AppealForm(ToldForm):
    reason = PersianTextField(label=_("Why they do not accept it"), required=False)


class SettledForm(ToldForm):
    """What is owed has come, though no body has said so."""

    amount = MoneyField(label=_("How much came"), required=False)


class OutcomeForm(ToldForm):
    """What the applicant said, by telephone or in person."""

    kept = forms.ChoiceField(
        label=_("Was the promised step done?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("yes")), ("no", _("no"))],
    )
    outcome = forms.ChoiceField(
        label=_("Did what they are owed come?"),
        widget=forms.RadioSelect,
        choices=Outcome.choices,
        required=False,
    )
    amount = MoneyField(label=_("How much came"), required=False)
    remains = PersianTextField(label=_("What remains, in their words"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kept") == "yes" and not data.get("outcome"):
            self.add_error("outcome", _("Choose how much of it came."))
        return data


class ContactForm(forms.Form):
    """How the applicant can be reached, and wants to be. Sealed apart, and erased first."""

    told = forms.ChoiceField(label=_("How shall we tell them?"), choices=TOLD, widget=forms.RadioSelect)
    name = PersianCharField(label=_("Name"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    safe_hours = PersianCharField(label=_("Safe hours for a call"), required=False)
    introduce_as = PersianCharField(label=_("How we should introduce ourselves"), required=False)
    code_word = PersianCharField(label=_("Code word for the telephone"), required=False)

    def __init__(self, known: Collection[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in missing_for_way(said, self.known):
            if name not in self.errors:
                self.add_error(name, FilingForForm.sentences[name])
        require_mobile(self, said)
        return said


class BarForm(ReasonForm, ChoosingForm):
    """Who must not see the case."""

    mark_optional = False  # one of the two groups is needed
    field_order = ["colleagues", "desks", "reason"]
    colleagues = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Colleagues"), widget=forms.CheckboxSelectMultiple, required=False
    )
    desks = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Branches and bodies"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, case: Case, by: User, *args: Any) -> None:
        super().__init__(*args)
        staff, desks = actions.could_be_barred(case, by=by)
        self.fields["colleagues"].queryset, self.fields["desks"].queryset = staff, desks

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("colleagues") and not data.get("desks"):
            raise forms.ValidationError(_("Choose at least one."))
        return data
