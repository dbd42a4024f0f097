"""Filing for somebody who phones, visits or writes: the worker's questions, in an officer's words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.cases.filing import Filing
from dadkar.cases.forms import (
    LONGEST,
    ONLY_ME,
    SEVERAL,
    UNKNOWN,
    FilingQuestions,
    TopicChoice,
    WorkplaceChoice,
)
from dadkar.cases.models import Case
from dadkar.kernel import moment
from dadkar.kernel.fields import (
    CountField,
    JalaliDateField,
    JalaliSelectDateField,
    MoneyField,
    PersianCharField,
    PersianTextField,
    PhoneField,
)
from dadkar.people.models import County, Organisation
from dadkar.records.forms import UploadsField

CHANNELS = [
    (Case.Channel.PHONE, _("on the telephone")),
    (Case.Channel.VISIT, _("in person, at the office")),
    (Case.Channel.PAPER, _("by letter or on paper")),
]
PEOPLE = [(ONLY_ME, _("one person")), (SEVERAL, _("several people")), (UNKNOWN, _("not said"))]
STILL_THERE = [("yes", _("yes")), ("no", _("no")), ("", _("not said"))]
TOLD = [
    (Case.Told.CODE, _("they come back with the code (safest)")),
    (Case.Told.SMS, _("a text message")),
    (Case.Told.CALL, _("a call, only at the safe hours")),
    (Case.Told.EMAIL, _("an e-mail")),
]
CONTACT = ("name", "phone", "email", "safe_hours", "introduce_as", "code_word", "must_not_see")


class FilingForForm(FilingQuestions):
    """The questions of the page, in the order in which a conversation goes."""

    nonce = forms.CharField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=_("How did they reach us?"), choices=CHANNELS, widget=forms.RadioSelect)
    narrative = PersianTextField(
        label=_("What happened, in their own words"),
        max_bytes=LONGEST,
        rows=8,
        help_text=_("What, since when, and what do they want? Read it to them before you save."),
        error_messages={"required": _("Write in a few words what happened; without it there is no case.")},
    )
    danger = forms.BooleanField(label=_("Somebody’s life is in danger there now"), required=False)
    county = forms.ModelChoiceField(
        County.objects.none(), label=_("County"), required=False, empty_label=_("not said")
    )
    workplace_typed = PersianCharField(label=_("Workplace or employer"), required=False)
    workplace = WorkplaceChoice(
        Organisation.objects.none(),
        label=_("Is it one of these?"),
        to_field_name="uuid",
        required=False,
        blank=True,
        widget=forms.RadioSelect,
        empty_label=_("none of these; keep what I typed"),
    )
    is_small = forms.BooleanField(
        label=_("Fewer than ten people work there"),
        required=False,
        help_text=_("Then write the kind of work only, such as “bakery”: the name would name the worker."),
    )
    office_reference = PersianCharField(
        label=_("The office’s own reference"),
        max_length=60,
        required=False,
        help_text=_("Number of the file or letter; it is kept and shown."),
    )
    office_date = JalaliDateField(
        label=_("Its date in the office’s register"), required=False, not_after=moment.today
    )

    topic = TopicChoice(label=_("Topic"), required=False)
    people = forms.ChoiceField(
        label=_("How many does it touch?"), choices=PEOPLE, required=False, widget=forms.RadioSelect
    )
    people_count = CountField(
        label=_("About how many, if there are several?"), required=False, min_value=2, max_value=1_000_000
    )
    months = CountField(
        label=_("Months of pay or insurance that are behind"), required=False, min_value=0, max_value=600
    )
    amount = MoneyField(label=_("About how much money"), required=False)
    still_there = forms.ChoiceField(
        label=_("Do they still work there?"), choices=STILL_THERE, required=False, widget=forms.RadioSelect
    )
    left_on = JalaliSelectDateField(
        label=_("If not: since when?"),
        required=False,
        not_after=moment.today,
        help_text=_("Some rights run out a few days after the work ended; the case shows which, and when."),
    )
    files = UploadsField(label=_("Photos or papers"), required=False)  # type: ignore[assignment]
    told = forms.ChoiceField(
        label=_("How shall we tell them?"),
        choices=TOLD,
        initial=Case.Told.CODE,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Ask whether others hold their telephone too."),
    )
    phone = PhoneField(
        label=_("Telephone"),
        required=False,
        help_text=_("A text message passes through the telephone company, which can see it."),
    )
    safe_hours = PersianCharField(
        label=_("Safe hours for a call"),
        required=False,
        help_text=_("Such as: Saturdays from 5 to 7 in the evening."),
    )
    introduce_as = PersianCharField(
        label=_("How we should introduce ourselves"),
        required=False,
        help_text=_("Whom others may take the caller for, such as a cousin."),
    )
    code_word = PersianCharField(
        label=_("Code word for the telephone"),
        required=False,
        help_text=_("Each side can ask the other for it."),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    name = PersianCharField(label=_("Name"), required=False)
    closed_to = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("These branches must not see it"),
        required=False,
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
    )
    must_not_see = PersianCharField(
        label=_("Anybody else who must not see it"),
        required=False,
        help_text=_("Then close the case to them as soon as it is saved."),
    )

    sentences = {
        "people_count": _("About how many? A guess is enough."),
        "phone": _("For this a number is needed. Or let them come back with the code."),
        "safe_hours": _("Ask at which hours a call is safe."),
        "email": _("For this an address is needed. Or let them come back with the code."),
    }
    folds = [
        (
            _("What it is about, and how much"),
            _("topic, people, months, amount"),
            "",
            ["topic", "people", "people_count", "months", "amount"],
        ),
        (
            _("If their work there has ended"),
            _("the law has days that run out"),
            "",
            ["still_there", "left_on"],
        ),
        (_("Photos and papers"), _("pay slip, contract, their letter"), "", ["files"]),
        (
            _("How to reach them"),
            _("name, number, safe hours, code word"),
            _(
                "Only what they want to give. It is sealed apart from their words; until the house’s "
                "safe for names is opened, the colleagues of this desk can read it, "
                "and each opening is written down."
            ),
            ["told", "phone", "safe_hours", "introduce_as", "code_word", "email", "name"],
        ),
        (
            _("Must somebody not see it?"),
            _("an acquaintance at the house, a branch"),
            "",
            ["closed_to", "must_not_see"],
        ),
        (_("The office’s own register"), _("reference and date"), "", ["office_reference", "office_date"]),
    ]

    def filing(self) -> Filing:
        """What a valid form asks to be written down."""
        said = self.cleaned_data
        office = {name: said[name] for name in ("channel", "office_reference", "office_date")}
        return Filing(
            narrative=said["narrative"],
            details=self.details() | office,
            contact={name: said[name] for name in CONTACT if said.get(name)},
            files=said["files"] or [],
            closed_to=list(said.get("closed_to") or []),
        )
