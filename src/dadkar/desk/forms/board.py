"""Forms of the board's track: petition, consent, session, ruling, service, enforcement, payment."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dadkar.cases.models import Board, Case, Hearing, Party, Petition, Ruling
from dadkar.cases.models.board import PaperKind
from dadkar.desk.admin.widgets import HourInput
from dadkar.kernel import moment
from dadkar.kernel.fields import JalaliDateField, MoneyField, PersianCharField, PersianTextField
from dadkar.kernel.persian import digits

MOST_CLAIMS = 12
SPARE_CLAIMS = 2


class OnceForm(forms.Form):
    """A form whose second submit makes no second row."""

    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class PapersForm(forms.Form):
    """The check-list alone: it can be ticked off after the filing too."""

    papers_ready = forms.MultipleChoiceField(
        label=_("Papers that are ready"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, kinds: list[PaperKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers: Any = self.fields["papers_ready"]
        papers.choices = [(kind.value, kind.label) for kind in kinds]


class PetitionForm(PapersForm, OnceForm):
    """A draft petition. `claims` gathers the rows of what is owed that were filled in."""

    mark_optional = False

    board = forms.ChoiceField(
        label=_("Which board or court"), choices=Board.choices, widget=forms.RadioSelect
    )
    wants = PersianCharField(
        label=_("What is asked of the board, in one line"),
        max_bytes=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    explanation = PersianTextField(
        label=_("Explanation"),
        rows=8,
        help_text=_(
            "The employer reads it. It begins with the summary that was agreed to, not with the narrative."
        ),
    )

    def __init__(self, *args: Any, claims: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = min(max(len(claims), 1) + SPARE_CLAIMS, MOST_CLAIMS)
        for place in range(MOST_CLAIMS):
            claim = claims[place] if place < len(claims) else {}
            self.fields |= _claim_fields(place, claim)

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("board", "wants")]

    @property
    def claim_rows(self) -> list[list[forms.BoundField]]:
        """The boxes of what is owed, row by row: those that hold something, and some to spare."""
        rows = [[self[name] for name in _claim_fields(place, {})] for place in range(MOST_CLAIMS)]
        held = [i for i, row in enumerate(rows) if self.is_bound and (row[0].data or row[0].errors)]
        return rows[: min(max([self.shown, *(i + 1 + SPARE_CLAIMS for i in held)]), MOST_CLAIMS)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        claims = []
        for place in range(MOST_CLAIMS):
            what, months, amount = (said.pop(name, None) for name in _claim_fields(place, {}))
            if what:
                claims.append({"what": what, "months": months, "amount": amount})
            elif months or amount:
                self.add_error(f"what_{place}", _("Say what this amount or these months are for."))
        return said | {"claims": claims}


def _claim_fields(place: int, claim: dict[str, Any]) -> dict[str, forms.Field]:
    return {
        f"what_{place}": PersianCharField(label=_("Claim"), required=False, initial=claim.get("what")),
        f"months_{place}": PersianCharField(label=_("Months"), required=False, initial=claim.get("months")),
        f"amount_{place}": MoneyField(label=_("Amount"), required=False, initial=claim.get("amount")),
    }


class ConsentForm(forms.Form):
    via = forms.ChoiceField(
        label=_("How they told us"), choices=Petition.ConsentVia.choices, widget=forms.RadioSelect
    )
    knows = forms.BooleanField(
        label=_("The applicant knows that the employer will see the name, and agrees to go before the board"),
        error_messages={
            "required": _("Without this the name is printed nowhere and the petition is not filed.")
        },
    )


class FiledForm(forms.Form):
    on = JalaliDateField(label=_("Filed on"), not_after=moment.today, initial=moment.today)
    number = PersianCharField(label=_("The board’s number"), max_length=40, required=False)


class LookAgainForm(forms.Form):
    on = JalaliDateField(
        label=_("Look at it again on"),
        not_before=moment.today,
        required=False,
        help_text=_("Leave it empty when nothing more is expected of this board."),
    )
    reason = PersianTextField(label=_("Why"), rows=2)


class HearingForm(OnceForm):
    on = JalaliDateField(label=_("Date"))
    hour = forms.TimeField(
        label=pgettext_lazy("of the day", "Time"),
        required=False,
        widget=HourInput({"class": "short"}),
        help_text=_("Hour and minute, such as 9:30."),
    )
    place = PersianCharField(label=_("Place"), max_length=120, required=False)


class ResultForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What it brought"), choices=Hearing.Outcome.choices, widget=forms.RadioSelect
    )
    text = PersianTextField(label=_("What was said and decided"), rows=4)
    next_on = JalaliDateField(
        label=_("Look at it again on"),
        not_before=moment.today,
        help_text=_("The next session’s date, if one was set; otherwise the day to ask again."),
    )


class ServedField(JalaliDateField):
    """The day of service; the applicant's own terms run from it."""

    def __init__(self, **kwargs: Any) -> None:
        about = _("The day on which the applicant received it: the term for an objection runs from here.")
        super().__init__(label=_("Served on"), not_after=moment.today, help_text=about, **kwargs)


class RulingForm(OnceForm):
    number = PersianCharField(label=_("The ruling’s number"), max_length=40)
    given_on = JalaliDateField(label=_("Given on"), not_after=moment.today)
    favour = forms.ChoiceField(
        label=_("In whose favour"), choices=Ruling.Favour.choices, widget=forms.RadioSelect
    )
    amount_rial = MoneyField(label=_("Amount awarded"), required=False)
    summary = PersianTextField(label=_("What it says, in short"), rows=3, required=False)
    served_on = ServedField(required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        given, served = said.get("given_on"), said.get("served_on")
        if given and served and served < given:
            self.add_error("served_on", _("A ruling can’t be served before it was given."))
        if said.get("amount_rial") == 0:
            said["amount_rial"] = None
        return said


class ServedForm(forms.Form):
    on = ServedField()


class EnforcementForm(forms.Form):
    on = JalaliDateField(label=_("Asked on"), not_after=moment.today, initial=moment.today)
    next_on = JalaliDateField(label=_("Look at it again on"), not_before=moment.today)


class PaymentForm(OnceForm):
    """Money that came, for the whole case, one ruling, or one of the people."""

    amount_rial = MoneyField(label=_("How much came"))
    paid_on = JalaliDateField(label=_("Paid on"), not_after=moment.today, initial=moment.today)
    what_for = forms.ChoiceField(label=pgettext_lazy("payment", "For"), required=False)

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rulings = {f"ruling:{one.uuid}": one for one in Ruling.objects.of(case)}
        self.people = {f"person:{one.uuid}": one for one in Party.objects.of(case)}
        rulings = [
            (key, _("Ruling %(number)s") % {"number": digits(one.number)})
            for key, one in self.rulings.items()
        ]
        people = [(key, _("Person %(n)s") % {"n": digits(place)}) for place, key in enumerate(self.people, 1)]
        what_for: Any = self.fields["what_for"]
        what_for.choices = [("", _("the case as a whole")), *rulings, *people]
        if not (rulings or people):
            del self.fields["what_for"]

    def clean_amount_rial(self) -> int:
        amount = self.cleaned_data["amount_rial"]
        if not amount:
            raise forms.ValidationError(_("An amount that was paid is more than nothing."))
        return amount

    def values(self) -> dict[str, Any]:
        """What to hand to `payments.record_payment`."""
        said = dict(self.cleaned_data)
        key = said.pop("what_for", "")
        return said | {"ruling": self.rulings.get(key), "party": self.people.get(key)}
