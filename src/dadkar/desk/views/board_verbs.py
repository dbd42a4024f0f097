"""The verbs of the board's track, each a page of its own: on a petition, a session, a ruling, a payment."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dadkar.cases import board, payments
from dadkar.cases.models import Case, Hearing, Payment, Petition, Ruling
from dadkar.desk import petitions
from dadkar.desk.access import case_of
from dadkar.desk.forms import board as forms
from dadkar.desk.forms.case import ReasonForm
from dadkar.desk.verbs import VerbPage
from dadkar.desk.views.board import part_of, petition_of
from dadkar.web.templatetags.dadkar import digits, jdate, rial

# -- verbs on a petition ------------------------------------------------------------------------------


class PetitionVerb(VerbPage):
    """A verb on a petition of this desk, or on one of its sessions or rulings."""

    def row_of(self, request: HttpRequest, uuid: UUID) -> Any:
        return petition_of(request.user, uuid)

    def petition(self, row: Any) -> Petition:
        """The row itself; of a part its petition."""
        return row

    def back_to(self, row: Any) -> str:
        return reverse("petition", args=[self.petition(row).uuid])

    def up(self, row: Any) -> str:
        return str(self.petition(row))

    def filled(self, form: Any, args: tuple[Any, ...], **initial: Any) -> Any:
        """A form that begins with what is known."""
        return form(*args, initial=initial)

    def warn_of_day_off(self, case: Case, day: Any) -> None:
        """Boards do sit on odd days; whoever writes one down is told that offices are shut on it."""
        if off := case.calendar.why_not(day):
            said = _("Offices are shut on that day (%(why)s). Ask the board whether the date is right.")
            messages.warning(self.request, said % {"why": off})


class Prepare(VerbPage):
    heading = _("Prepare a petition")
    hint = _(
        "A draft for the applicant to read and correct. No name stands in it, and nothing is sent anywhere."
    )
    button = _("Keep the draft")
    template_name = "desk/board/write.html"
    made: Petition | None = None

    def row_of(self, request: HttpRequest, uuid: UUID) -> Case:
        return case_of(request.user, uuid)

    def form(self, row: Case, *args: Any) -> Any:
        first = petitions.first_words(row)
        return forms.PetitionForm(
            *args, initial=first, claims=first["claims"], kinds=petitions.kinds_of_papers(row)
        )

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        self.made = board.prepare_petition(row, by=by, **form.cleaned_data)
        return _("The draft is kept. Now let the applicant read it, and ask about the name.")

    def back_to(self, row: Case) -> str:
        return reverse("petition", args=[self.made.uuid]) if self.made else reverse("case", args=[row.uuid])


class Rewrite(PetitionVerb):
    heading = _("Change the petition")
    button = _("Save")
    template_name = "desk/board/write.html"

    def form(self, row: Petition, *args: Any) -> Any:
        claims = row.claims.open()
        initial = {"board": row.board, "wants": row.wants.open(), "explanation": row.explanation.open(),
                   "papers_ready": row.papers_ready}  # fmt: skip
        kinds = petitions.kinds_of_papers(row.case)
        return forms.PetitionForm(*args, initial=initial, claims=claims, kinds=kinds)

    def perform(self, row: Petition, form: Any, *, by: Any) -> Any:
        said = {name: value for name, value in form.cleaned_data.items() if name != "nonce"}
        board.rewrite_petition(row, by=by, **said)
        return _("Saved.")


class Papers(PetitionVerb):
    heading = _("Check-list of papers")
    button = _("Save")

    def form(self, row: Petition, *args: Any) -> Any:
        kinds = petitions.kinds_of_papers(row.case)
        return forms.PapersForm(*args, initial={"papers_ready": row.papers_ready}, kinds=kinds)

    def perform(self, row: Petition, form: Any, *, by: Any) -> Any:
        board.rewrite_petition(row, by=by, **form.cleaned_data)
        return _("Saved.")


class Consent(PetitionVerb):
    heading = _("Does the applicant agree that the name is seen?")
    hint = _(
        "Say it plainly: with a petition the employer learns who asks. If an inspection can settle it, it "
        "needs no name: offer that first. The applicant may say no, and nothing is lost by it."
    )
    button = _("Write down that they agree")
    form_class = forms.ConsentForm

    def perform(self, row: Petition, form: Any, *, by: Any) -> Any:
        board.consent(row, form.cleaned_data["via"], by=by)
        return _("Written down. The petition can now be printed with the name.")


class ConsentBack(PetitionVerb):
    heading = _("The applicant no longer agrees that the name is seen")
    hint = _("The name is printed nowhere from now on. Destroy what was printed.")
    button = _("They no longer agree")
    form_class = ReasonForm

    def perform(self, row: Petition, form: Any, *, by: Any) -> Any:
        board.take_consent_back(row, form.cleaned_data["reason"], by=by)
        return _("The name is printed nowhere from now on. Destroy what was printed.")


class Filed(PetitionVerb):
    heading = _("It was filed")
    button = _("Write down")
    form_class = forms.FiledForm

    def perform(self, row: Petition, form: Any, *, by: Any) -> Any:
        board.file_petition(row, form.cleaned_data["on"], by=by, number=form.cleaned_data["number"])
        return _("Written down. From now on the wait for the board is a lawful one.")


class LookAgain(PetitionVerb):
    heading = _("The next date")
    button = _("Save")
    form_class = forms.LookAgainForm

    def form(self, row: Petition, *args: Any) -> Any:
        return self.filled(forms.LookAgainForm, args, on=row.next_on)

    def perform(self, row: Petition, form: Any, *, by: Any) -> Any:
        board.look_again_on(row, form.cleaned_data["on"], form.cleaned_data["reason"], by=by)
        return _("Saved.")


class SetHearing(PetitionVerb):
    heading = _("A session was set")
    button = _("Write down")
    form_class = forms.HearingForm

    def perform(self, row: Petition, form: Any, *, by: Any) -> Any:
        board.set_hearing(row, by=by, **form.cleaned_data)
        self.warn_of_day_off(row.case, form.cleaned_data["on"])
        return _(
            "Written down. The applicant sees the date with the code; tell them too, if they may be told."
        )


class RecordRuling(PetitionVerb):
    heading = _("The board ruled")
    button = _("Write down")
    form_class = forms.RulingForm

    def perform(self, row: Petition, form: Any, *, by: Any) -> Any:
        said = form.cleaned_data
        served = said.pop("served_on")
        with transaction.atomic():
            ruling = board.record_ruling(row, by=by, **said)
            if served:
                board.serve_ruling(ruling, served, by=by)
        return _("Written down.")


# -- verbs on a session, a ruling, a payment ------------------------------------------------------------


class PartVerb(PetitionVerb):
    """A verb on a session or a ruling."""

    part: ClassVar[type[Hearing | Ruling]]

    def row_of(self, request: HttpRequest, uuid: UUID) -> Any:
        return part_of(request.user, self.part, uuid, "petition__case__house", "petition__case__county")

    def petition(self, row: Any) -> Petition:
        return row.petition


class HearingVerb(PartVerb):
    part = Hearing


class MoveHearing(HearingVerb):
    heading = _("The session was moved")
    button = _("Save")

    def facts(self, row: Hearing) -> list[tuple[Any, Any]]:
        return [(_("Session"), jdate(row.held_on))]

    def form(self, row: Hearing, *args: Any) -> Any:
        return self.filled(forms.HearingForm, args, on=row.held_on, hour=row.hour, place=row.place)

    def perform(self, row: Hearing, form: Any, *, by: Any) -> Any:
        said = {name: value for name, value in form.cleaned_data.items() if name != "nonce"}
        board.move_hearing(row, by=by, **said)
        self.warn_of_day_off(row.case, said["on"])
        return _("Saved.")


class Result(HearingVerb):
    heading = _("What the session brought")
    button = _("Write down")

    def form(self, row: Hearing, *args: Any) -> Any:
        return self.filled(forms.ResultForm, args, next_on=board.look_again(row.case))

    def perform(self, row: Hearing, form: Any, *, by: Any) -> Any:
        said = form.cleaned_data
        board.record_result(row, said["outcome"], said["text"], by=by, next_on=said["next_on"])
        return _("Written down.")


class RulingVerb(PartVerb):
    part = Ruling

    def facts(self, row: Ruling) -> list[tuple[Any, Any]]:
        return [(_("Ruling"), digits(row.number)), (_("Given on"), jdate(row.given_on))]


class Serve(RulingVerb):
    heading = _("The ruling was served")
    button = _("Write down")

    def form(self, row: Ruling, *args: Any) -> Any:
        return self.filled(forms.ServedForm, args, on=row.served_on)

    def perform(self, row: Ruling, form: Any, *, by: Any) -> Any:
        board.serve_ruling(row, form.cleaned_data["on"], by=by)
        return _("Written down. Tell the applicant the last day.")


class Enforce(RulingVerb):
    heading = _("Enforcement was asked for")
    button = _("Write down")

    def form(self, row: Ruling, *args: Any) -> Any:
        return self.filled(forms.EnforcementForm, args, next_on=board.look_again(row.case))

    def perform(self, row: Ruling, form: Any, *, by: Any) -> Any:
        board.ask_enforcement(row, form.cleaned_data["on"], by=by, next_on=form.cleaned_data["next_on"])
        return _("Written down.")


class Pay(VerbPage):
    """Money that came; `?for=ruling:…` or `?for=person:…` in the address chooses what for."""

    heading = _("Money came")
    button = _("Write down")

    def row_of(self, request: HttpRequest, uuid: UUID) -> Case:
        return case_of(request.user, uuid)

    def form(self, row: Case, *args: Any) -> Any:
        return forms.PaymentForm(row, *args, initial={"what_for": self.request.GET.get("for", "")})

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        self.paid = payments.record_payment(row, by=by, **form.values())
        return _("Written down.")

    def back_to(self, row: Case) -> str:
        kind = self.request.GET.get("for", "").partition(":")[0]
        if kind == "person":
            return reverse("case-people", args=[row.uuid])
        paid = getattr(self, "paid", None)
        return reverse("petition", args=[paid.ruling.petition.uuid]) if paid and paid.ruling else reverse(
            "case", args=[row.uuid]
        )  # fmt: skip


class StrikePayment(VerbPage):
    heading = _("Strike a payment out")
    hint = _("For what was written down by mistake. The log keeps the payment and that it was struck out.")
    button = _("Strike it out")
    form_class = ReasonForm
    danger = True

    def row_of(self, request: HttpRequest, uuid: UUID) -> Payment:
        return part_of(request.user, Payment, uuid, "ruling__petition")

    def facts(self, row: Payment) -> list[tuple[Any, Any]]:
        return [(_("Amount"), rial(row.amount_rial)), (_("Paid on"), jdate(row.paid_on))]

    def perform(self, row: Payment, form: Any, *, by: Any) -> Any:
        payments.strike_payment(row, form.cleaned_data["reason"], by=by)
        return _("Struck out.")

    def back_to(self, row: Payment) -> str:
        if row.ruling:
            return reverse("petition", args=[row.ruling.petition.uuid])
        return reverse("case-people", args=[row.case.uuid])

    def up(self, row: Payment) -> Any:
        return str(row.ruling.petition) if row.ruling else _("The table of people")
