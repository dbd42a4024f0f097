"""The one form with which something is filed: only its first question needs an answer."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Case
from dadkar.kernel import moment
from dadkar.kernel.fields import (
    JalaliSelectDateField,
    MoneyField,
    PersianCharField,
    PersianTextField,
    PhoneField,
)
from dadkar.kernel.persian import normalise
from dadkar.kernel.sealing import receipts
from dadkar.people.models import County, Organisation
from dadkar.portal.choices import TopicChoice, WorkplaceChoice
from dadkar.portal.files import FilesField, VoiceField
from dadkar.portal.house import branches_of

LONGEST = 64 * 1024  # bytes of a narrative: some 32,000 letters, a dozen pages
MATCHES = 8
FEWEST_LETTERS = 2

ONLY_ME, SEVERAL, UNKNOWN = "one", "several", ""
PEOPLE = [(ONLY_ME, _("only me")), (SEVERAL, _("several people")), (UNKNOWN, _("I do not know"))]
STILL_THERE = [("yes", _("yes")), ("no", _("no")), ("", _("I would rather not say"))]
TOLD = [
    (Case.Told.CODE, _("I come back with my code (safer)")),
    (Case.Told.SMS, _("a text message")),
    (Case.Told.CALL, _("a call, only at the hours that I give")),
    (Case.Told.EMAIL, _("e-mail")),
]


@dataclass(frozen=True)
class Group:
    """Some questions that open together."""

    title: Any
    about: Any
    fields: list[Any]
    open: bool
    note: Any = ""


GROUPS: list[tuple[Any, Any, Any, list[str]]] = [
    (_("What it is about, and how much"), _("topic, people, months, amount"), "",
     ["topic", "people", "people_count", "months", "amount"]),
    (_("Do you still work there?"), _("if not, the law has days that run out"), "",
     ["still_there", "left_on"]),
    (_("Photos and papers"), _("pay slip, contract, messages"), "", ["files"]),
    (_("How shall we tell you? Name and number"), _("no need: you can come back with your code"),
     _("What you give here is kept locked, apart from your words. Until the house’s safe for names is "
       "opened, the colleagues of the desk that follows your case can read it, and nobody else. It "
       "never goes to the employer, and to an office only if you say so."),
     ["told", "phone", "safe_hours", "email", "name"]),
    (_("Somebody must not see it?"), _("an acquaintance at the house, a branch"), "",
     ["closed_to", "must_not_see"]),
]  # fmt: skip


class FilingForm(forms.Form):
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

    topic = TopicChoice(
        label=_("What is it about?"), required=False, help_text=_("If you do not know, leave it empty.")
    )
    people = forms.ChoiceField(
        label=_("How many does it touch?"), choices=PEOPLE, required=False, widget=forms.RadioSelect
    )
    people_count = forms.IntegerField(
        label=_("About how many, if several?"), required=False, min_value=2, max_value=1_000_000
    )
    months = forms.IntegerField(
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
    files = FilesField(
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

    mark_optional = False

    def __init__(self, *args: Any, house: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house = house
        workplaces = Organisation.objects.workplaces().filter(house=house).select_related("county")
        self.fields["county"].queryset = County.objects.filter(province=self._province()).order_by("fa")
        self.fields["workplace"].queryset = workplaces
        self.fields["topic"].offer(house)
        self.fields["closed_to"].queryset = branches_of(house)
        if not branches_of(house).exists():
            del self.fields["closed_to"]

    def _province(self) -> str:
        county = self.house.county or County.objects.first()
        return county.province if county else ""

    # -- looking a workplace up --------------------------------------------------------------------

    @property
    def is_looking(self) -> bool:
        """Whether the button pressed was the look-up's, so that nothing is to be complained about yet."""
        return "look" in self.data

    def full_clean(self) -> None:
        if self.is_looking:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def matches(self) -> list[Organisation]:
        """The workplaces that are named like what was typed, and from now on the only ones offered."""
        typed = normalise(self.data.get("workplace_typed", "")[:200])
        field = self.fields["workplace"]
        found = field.queryset.none()
        if len(typed) >= FEWEST_LETTERS:
            found = field.queryset.named_like(typed).order_by("sort_key")[:MATCHES]
        field.queryset = found
        return list(found)

    # -- what belongs together ---------------------------------------------------------------------

    @property
    def groups(self) -> list[Group]:
        """The optional questions, a group open where something was answered or is wrong."""
        answered = set(self.changed_data) if self.is_bound else set()
        groups = []
        for title, about, note, names in GROUPS:
            fields = [self[name] for name in names if name in self.fields]
            is_open = any(field.errors or field.name in answered for field in fields)
            groups.append(Group(title, about, fields, is_open, note))
        return groups

    # -- what must fit together --------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if (
            not said.get("narrative")
            and not said.get("voice")
            and not {"narrative", "voice"} & set(self.errors)
        ):
            self.add_error(
                "narrative", _("Please write in a few words what happened; without it we cannot begin.")
            )
        if (
            said.get("people") == SEVERAL
            and not said.get("people_count")
            and "people_count" not in self.errors
        ):
            self.add_error("people_count", _("About how many? A guess is enough."))
        if said.get("left_on"):
            said["still_there"] = "no"
        self._require_way(said)
        return said

    def _require_way(self, said: dict[str, Any]) -> None:
        """To be told by telephone or e-mail takes a number or an address."""
        told = said.get("told") or Case.Told.CODE
        if told in (Case.Told.SMS, Case.Told.CALL) and not said.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("For this we need a number. Or choose to come back with your code."))
        if told == Case.Told.CALL and not said.get("safe_hours"):
            self.add_error("safe_hours", _("Say at which hours a call is safe for you."))
        if told == Case.Told.EMAIL and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("For this we need an address. Or choose to come back with your code."))

    def read_nonce(self) -> bytes | None:
        """The form's nonce; None when it is missing or not ours, as after a page that had grown too old."""
        try:
            return receipts.read_nonce(self.data.get("nonce", ""))
        except receipts.BadNonce:
            return None
