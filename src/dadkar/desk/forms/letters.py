"""A letter of the house: which referrals it takes, its words; and a letter that came."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.fields import JalaliDateField, PersianCharField, PersianTextField
from dadkar.kernel.persian import clean_line, to_latin_digits
from dadkar.records.models import Letter


class LetterChoice(forms.ModelChoiceField):
    """An earlier letter, by its number."""

    def label_from_instance(self, obj: Letter) -> str:
        return f"{obj.number} ({obj.dated.isoformat()})"


class LetterForm(forms.Form):
    """The words of a letter; what each line of copies and enclosures holds stands alone."""

    fields: dict[str, Any]

    to_title = PersianCharField(label=_("To"), max_bytes=300)
    subject = PersianCharField(label=_("Subject"), max_bytes=300)
    opening = PersianTextField(label=_("Opening"), rows=3, help_text=_("The summaries follow by themselves."))
    closing = PersianTextField(label=_("Closing"), rows=3)
    enclosures = PersianTextField(label=_("Enclosures"), required=False, rows=2, help_text=_("One per line."))
    copies = PersianTextField(label=_("Copies to"), required=False, rows=2, help_text=_("One per line."))
    in_reply_to = LetterChoice(
        Letter.objects.none(), label=_("In reply to"), required=False, empty_label=_("none")
    )
    signatory_name = PersianCharField(label=_("Signed by"), max_bytes=200)
    signatory_title = PersianCharField(label=_("Position"), max_bytes=200)

    def __init__(self, received: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_reply_to"].queryset = received


class ReceivedForm(forms.Form):
    """A letter that came: the sender's own number and dates, and its scan."""

    number = PersianCharField(label=_("Number of their letter"), max_bytes=80)
    dated = JalaliDateField(label=_("Date of their letter"), not_after=moment.today)
    registry_number = PersianCharField(label=_("Their registry number"), max_bytes=80, required=False)
    registry_date = JalaliDateField(
        label=_("Their registry date"),
        not_after=moment.today,
        required=False,
    )
    scan = forms.FileField(
        label=_("Scan of the letter"),
        required=False,
        help_text=_("Photo or PDF; made anew before it is kept."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def clean_number(self) -> str:
        return to_latin_digits(clean_line(self.cleaned_data["number"]))[:40]

    def clean_registry_number(self) -> str:
        return to_latin_digits(clean_line(self.cleaned_data["registry_number"]))[:40]
