"""Forms of a collective case's table of people and of who speaks for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.cases import people_list
from dadkar.cases.importing.sheet import BadFile
from dadkar.desk.forms.board import OnceForm
from dadkar.kernel import moment
from dadkar.kernel.fields import (
    CountField,
    JalaliDateField,
    MoneyField,
    PersianCharField,
    PersianTextField,
    PhoneField,
)

MOST_MONTHS = 600
LONGEST_LIST = 512 * 1024  # bytes


class PersonForm(forms.Form):
    """One of the people; what isn't known stays empty."""

    name = PersianCharField(label=_("Name"), required=False, max_length=120)
    months = CountField(label=_("Months owed"), required=False, min_value=0, max_value=MOST_MONTHS)
    amount_rial = MoneyField(label=_("Amount owed"), required=False)
    insured_months = CountField(label=_("Insured months"), required=False, min_value=0, max_value=MOST_MONTHS)

    def clean_amount_rial(self) -> int | None:
        return self.cleaned_data["amount_rial"] or None


class AddPersonForm(PersonForm, OnceForm):
    """A new row, with what was paid already."""

    paid = MoneyField(label=_("Paid since"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(value for key, value in said.items() if key != "nonce"):
            raise forms.ValidationError(_("Write at least one thing about this person."))
        return said


class ChangePersonForm(PersonForm):
    """A row's correction. The name is not shown, so changing an amount opens no identity."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Leave it empty to keep the name as it is.")


class PeopleListForm(OnceForm):
    """Many people at once, from a copied table or a file, which goes into the box to be looked at."""

    mark_optional = False

    rows = PersianTextField(
        label=_("The list"),
        rows=10,
        required=False,
        max_bytes=LONGEST_LIST,
        help_text=_(
            "Copy the rows in Excel and paste them here: name, months owed, amount owed, insured months, "
            "paid since. With a heading row the order is free, and columns may be missing."
        ),
    )
    file = forms.FileField(label=_("Or a file (xlsx or CSV)"), required=False)
    unit = forms.ChoiceField(
        label=_("Amounts without a unit are in"),
        choices=[("toman", _("toman")), ("rial", _("rial"))],
        widget=forms.RadioSelect,
        initial="toman",
    )
    paid_on = JalaliDateField(
        label=_("Day of what was paid"), not_after=moment.today, initial=moment.today, required=False
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if upload := said.get("file"):
            try:
                said["rows"] = people_list.text_of_file(upload.read())
            except BadFile as error:
                self.add_error("file", error.message)
        elif not said.get("rows") and "rows" not in self.errors:
            self.add_error("rows", _("Paste the list, or choose its file."))
        return said


class RepresentativeForm(forms.Form):
    """Who speaks for the people. The name and the scans are sealed."""

    name = PersianCharField(label=_("Name"), max_length=120)
    phone = PhoneField(label=_("Telephone"), required=False)
    authority = forms.FileField(label=_("Letter of authority (scan)"), required=False)
    signed_list = forms.FileField(label=_("List signed by each (scan)"), required=False)
