"""What a body can answer: one form a kind. `values()` are the columns of the answer, its text among them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions
from dadkar.cases.models import Answer, Referral
from dadkar.commitments.models import Commitment, Step
from dadkar.kernel import moment
from dadkar.kernel.fields import JalaliDateField, PersianCharField, PersianTextField
from dadkar.people.models import Organisation, User
from dadkar.records.forms import UploadsField


class PromiseChoice(forms.ModelChoiceField):
    """One of the promised steps that are open."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Commitment.objects.none(), empty_label=None, **kwargs)

    def label_from_instance(self, obj: Commitment) -> str:
        isolated = f"\N{FIRST STRONG ISOLATE}{obj.what.display()}\N{POP DIRECTIONAL ISOLATE}"
        return f"{obj.get_step_display()}: {isolated}"


class AnswerForm(forms.Form):
    """The words of an answer. `by_letter`: dates are those of a letter and may have passed."""

    fields: dict[str, Any]

    text: PersianCharField = PersianTextField(label=_("What you want to say"))

    def __init__(self, referral: Referral, *args: Any, by_letter: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.referral = referral
        if by_letter:
            self._speak_of_a_letter()
        if "day" in self.fields and not by_letter:
            self.fields["day"].not_before = moment.today
        if "commitment" in self.fields:
            open_ones = actions.promises_of(referral).filter(state=Commitment.State.OPEN)
            self.fields["commitment"].queryset = open_ones
            if len(open_ones) == 1:
                self.fields["commitment"].initial = open_ones[0].pk

    def _speak_of_a_letter(self) -> None:
        """The words of the form are said to the body; here the house writes down what the body wrote."""
        self.fields["text"].label = _("Their words")
        for field in self.fields.values():
            field.help_text = ""

    def values(self) -> dict[str, Any]:
        """What to hand to `draft_answer`."""
        return dict(self.cleaned_data)

    @classmethod
    def initial_of(cls, answer: Answer) -> dict[str, Any]:
        """The form of a draft, as it was typed."""
        names = ("step", "day", "other_body", "commitment")
        return {"text": answer.text.display()} | {name: getattr(answer, name) for name in names}


class PromiseForm(AnswerForm):
    field_order = ["step", "text", "day"]

    step = forms.ChoiceField(label=_("The step"), choices=Step, widget=forms.RadioSelect)
    text = PersianTextField(
        label=_("What exactly you will do"),
        rows=3,
        help_text=_("The people concerned read this word for word, and say afterwards whether it was kept."),
    )
    day = JalaliDateField(
        label=_("By which day"), help_text=_("A date that can be kept: each change of it is seen.")
    )


class PetitionForm(AnswerForm):
    text = PersianTextField(
        label=_("Which claim, to which board"),
        rows=3,
        help_text=_("The matter stays open. The house helps the applicant to write the petition."),
    )


class BoardForm(AnswerForm):
    text = PersianCharField(
        label=_("Which board, and the number of the file there"),
        max_bytes=300,
        help_text=_("For instance: the determination board of Boyer-Ahmad, file 1405/318."),
    )
    day = JalaliDateField(
        label=_("Date of the hearing"),
        help_text=_("Until then this is a lawful wait and never shown as your delay."),
    )


class NotCompetentForm(AnswerForm):
    field_order = ["other_body", "text"]

    other_body = forms.ModelChoiceField(
        Organisation.objects.none(),
        empty_label=_("choose"),
        label=_("Who is competent"),
        help_text=_("Until the house agrees, the matter stands with you."),
    )
    text = PersianTextField(label=_("Why"), rows=3)

    def __init__(self, referral: Referral, *args: Any, **kwargs: Any) -> None:
        super().__init__(referral, *args, **kwargs)
        bodies = Organisation.objects.bodies().filter(house=referral.house).exclude(pk=referral.body_id)
        self.fields["other_body"].queryset = bodies.order_by("sort_key")


class RefuseForm(AnswerForm):
    field_order = ["ground", "text"]

    ground = PersianCharField(
        label=_("Legal ground"),
        max_bytes=300,
        help_text=_("The law and its article; without one nothing is refused."),
    )
    text = PersianTextField(
        label=_("Explanation, in plain words"),
        required=False,
        rows=3,
        help_text=_("The applicant reads it."),
    )

    def values(self) -> dict[str, Any]:
        parts = (self.cleaned_data["ground"], self.cleaned_data["text"])
        return {"text": "\n".join(part for part in parts if part)}

    @classmethod
    def initial_of(cls, answer: Answer) -> dict[str, Any]:
        ground, _line, text = answer.text.display().partition("\n")
        return {"ground": ground, "text": text}


class AskInfoForm(AnswerForm):
    text = PersianTextField(
        label=_("What you need to know"),
        rows=3,
        help_text=_("Everyone sees why your clock stands still. Don’t ask for a name."),
    )


class ClaimForm(AnswerForm):
    field_order = ["commitment", "text", "files"]

    commitment = PromiseChoice(label=_("Which step"))
    text = PersianTextField(
        label=_("What was done, and when"),
        rows=3,
        help_text=_(
            "The people concerned are asked whether it is so for them too. Only their word closes it."
        ),
    )
    files = UploadsField(  # type: ignore[assignment]
        label=_("Evidence"),
        required=False,
        help_text=_("Photos or PDF: a report, minutes, a receipt. Each is made anew before it is kept."),
    )


class ExtensionForm(AnswerForm):
    field_order = ["commitment", "day", "text"]

    commitment = PromiseChoice(label=_("Which step"))
    day = JalaliDateField(label=_("The new date you ask for"))
    text = PersianTextField(
        label=_("Why"),
        rows=3,
        help_text=_("Your reason stays in the record."),
    )


FORMS: dict[str, type[AnswerForm]] = {
    Answer.Kind.PROMISE: PromiseForm,
    Answer.Kind.NEED_PETITION: PetitionForm,
    Answer.Kind.BEFORE_BOARD: BoardForm,
    Answer.Kind.NOT_COMPETENT: NotCompetentForm,
    Answer.Kind.REFUSE: RefuseForm,
    Answer.Kind.ASK_INFO: AskInfoForm,
    Answer.Kind.CLAIM: ClaimForm,
    Answer.Kind.EXTENSION: ExtensionForm,
}


class ReturnForm(forms.Form):
    reason = PersianTextField(label=_("What should be otherwise"), rows=3)


class DeputyForm(forms.Form):
    """Who stands in for whom, from when to when."""

    fields: dict[str, Any]

    membership = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Deputy"),
        empty_label=_("choose"),
        help_text=_("A colleague of the same body."),
    )
    since = JalaliDateField(label=_("From"), not_before=moment.today)
    until = JalaliDateField(label=_("Until, this day included"), not_before=moment.today)

    def __init__(self, held: list[Any], colleagues: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {str(one.pk): one for one in held}
        self.fields["membership"].choices = [
            (pk, gettext(", ").join([str(one.user), one.get_role_display(), str(one.organisation)]))
            for pk, one in self.held.items()
        ]
        self.fields["to"].queryset = colleagues
        if len(self.held) == 1:
            self.fields["membership"].initial = next(iter(self.held))

    def clean_membership(self) -> Any:
        return self.held[self.cleaned_data["membership"]]
