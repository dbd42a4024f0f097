"""The one form with which something is filed: only its first question needs an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.cases.forms import (
    LONGEST,
    ONLY_ME,
    SEVERAL,
    UNKNOWN,
    FilingQuestions,
    TopicChoice,
    WorkplaceChoice,
)  # fmt: skip
from dadkar.cases.models import Case
from dadkar.kernel import moment
from dadkar.kernel.fields import (
    CountField,
    JalaliSelectDateField,
    MoneyField,
    PersianCharField,
    PersianTextField,
    PhoneField,
)
from dadkar.people.models import County, Organisation
from dadkar.portal.files import FilesField, VoiceField

PEOPLE = [(ONLY_ME, _("only me")), (SEVERAL, _("several people")), (UNKNOWN, _("I do not know"))]
STILL_THERE = [("yes", _("yes")), ("no", _("no")), ("", _("I would rather not say"))]
TOLD = [
    (Case.Told.CODE, _("I come back with my code (safest)")),
    (Case.Told.SMS, _("a text message")),
    (Case.Told.CALL, _("a call, only at the hours that I give")),
    (Case.Told.EMAIL, _("e-mail")),
]

GROUPS: list[tuple[Any, Any, Any, list[str]]] = [
    (_("What it is about, and how much"), _("topic, people, months, amount"), "",
     ["topic", "people", "people_count", "months", "amount"]),
    (_("If your work there has ended"), _("the law has days that run out"), "",
     ["still_there", "left_on"]),
    (_("Photos and papers"), _("pay slip, contract, messages"), "", ["files"]),
    (_("Name, number, and how to tell you"), _("no need: you can come back with your code"),
     _("What you give here is kept locked, apart from your words. Until the house’s safe for names is "
       "opened, the colleagues of the desk that follows your case can read it, and nobody else. It "
       "never goes to the employer, and to an office only if you say so."),
     ["told", "phone", "safe_hours", "email", "name"]),
    (_("Must somebody not see it?"), _("an acquaintance at the house, a branch"), "",
     ["closed_to", "must_not_see"]),
]  # fmt: skip


class FilingForm(FilingQuestions):
    """The questions of the filing page, in their order."""

    nonce = forms.CharField(widget=forms.HiddenInput, required=False)
    narrative = PersianTextField(
        label=_("What happened?"), required=False, max_bytes=LONGEST, rows=7,
        help_text=_("The only question that needs an answer. Say it simply: what, since when, what you "
                    "want. If you do not want to be recognised, leave out your name and position."),
    )  # fmt: skip
    voice = VoiceField(
        label=_("A spoken message"),
        help_text=_(
            "Instead of typing. A voice can be recognised; it is opened only by the colleagues of the house."
        ),
    )
    danger = forms.BooleanField(label=_("Somebody’s life is in danger there now"), required=False)
    county = forms.ModelChoiceField(
        County.objects.none(),
        label=_("Which county?"),
        required=False,
        empty_label=_("I would rather not say"),
    )
    workplace_typed = PersianCharField(label=_("Name of the workplace or the employer"), required=False)
    workplace = WorkplaceChoice(
        Organisation.objects.none(), label=_("Is it one of these?"), to_field_name="uuid",
        required=False, blank=True, widget=forms.RadioSelect,
        empty_label=_("none of these; keep what I typed"),
    )  # fmt: skip
    is_small = forms.BooleanField(
        label=_("We are fewer than ten people there"), required=False,
        help_text=_("Then it is enough to write the kind of work, such as “bakery”."),
    )  # fmt: skip

    topic = TopicChoice(label=_("What is it about?"), required=False)
    people = forms.ChoiceField(
        label=_("How many does it touch?"), choices=PEOPLE, required=False, widget=forms.RadioSelect
    )
    people_count = CountField(
        label=_("About how many, if several?"), required=False, min_value=2, max_value=1_000_000
    )
    months = CountField(
        label=_("How many months of pay or insurance are behind?"), required=False, min_value=0, max_value=600
    )
    amount = MoneyField(label=_("About how much money?"), required=False)
    still_there = forms.ChoiceField(
        label=_("Do you still work there?"), choices=STILL_THERE, required=False, widget=forms.RadioSelect
    )
    left_on = JalaliSelectDateField(
        label=_("If not: since when?"), required=False, not_after=moment.today,
        help_text=_("Some rights run out a few days after the work ended; the next page tells you "
                    "which, and when."),
    )  # fmt: skip
    files = FilesField(  # type: ignore[assignment]  # the name is free: a field leaves no attribute
        label=_("Photo or paper"), required=False,
        help_text=_("Cover faces, cards and signatures. We remove the place and hour hidden in a photo. "
                    "At most ten "
                    "pictures or PDF files."),
    )  # fmt: skip
    told = forms.ChoiceField(
        label=_("How shall we tell you?"), choices=TOLD, initial=Case.Told.CODE, required=False,
        widget=forms.RadioSelect, help_text=_("If others hold your telephone too, choose the first."),
    )  # fmt: skip
    phone = PhoneField(
        label=_("Telephone"),
        required=False,
        help_text=_("A text message passes through the telephone company, which can see it."),
    )
    safe_hours = PersianCharField(
        label=_("At which hours may we call?"), required=False,
        help_text=_("Such as: Saturdays from 5 to 7 in the evening."),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail address"), required=False)
    name = PersianCharField(label=_("Name"), required=False)
    closed_to = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("These branches must not see it"), required=False,
        to_field_name="uuid", widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    must_not_see = PersianCharField(
        label=_("Anybody else who must not see it"), required=False,
        help_text=_("Write the name or what they do. Whoever opens your case first keeps it from them."),
    )  # fmt: skip

    folds = GROUPS
    sentences = {
        "people_count": _("About how many? A guess is enough."),
        "phone": _("For this we need a number. Or choose to come back with your code."),
        "safe_hours": _("Say at which hours a call is safe for you."),
        "email": _("For this we need an address. Or choose to come back with your code."),
    }

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        told_in_words_or_voice = said.get("narrative") or said.get("voice")
        if not told_in_words_or_voice and not {"narrative", "voice"} & set(self.errors):
            self.add_error(
                "narrative", _("Please write in a few words what happened; without it we cannot begin.")
            )
        return said
