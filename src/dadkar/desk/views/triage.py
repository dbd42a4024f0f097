"""The verbs of a case: triage, words with the applicant, doors."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions
from dadkar.cases.following import Following
from dadkar.cases.models import Case, Contact
from dadkar.desk.access import StaffRequest, case_of
from dadkar.desk.forms import case as forms
from dadkar.desk.verbs import VerbPage
from dadkar.kernel.flow import FlowError
from dadkar.records.remake.errors import Refused


class CaseVerb(VerbPage):
    """A verb on a case of this desk."""

    row: Case

    def row_of(self, request: StaffRequest, uuid: UUID) -> Case:
        return case_of(request.user, uuid)

    def back_to(self, row: Case) -> str:
        return reverse("case", args=[row.uuid])


class Take(CaseVerb):
    heading = _("Take the case")
    hint = _("You become its officer, and the days in which it has to be read stop counting.")

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.take(row, by=by)
        return _("It is yours now.")


class Assign(CaseVerb):
    heading = _("Give to a colleague")
    form_class = forms.AssignForm

    def form(self, row: Case, *args: Any) -> Any:
        return forms.AssignForm(row, *args)

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.assign(row, form.cleaned_data["to"], by=by, note=form.cleaned_data["note"])
        return _("Given to %(name)s.") % {"name": form.cleaned_data["to"]}


class Recuse(CaseVerb):
    heading = _("Step away from this case")
    hint = _("From now on you will not see it, nor any part of it. A colleague takes it up.")
    form_class = forms.ReasonForm
    danger = True

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.recuse(row, form.cleaned_data["reason"], by=by)
        return _("You no longer see that case.")

    def back_to(self, row: Case) -> str:
        return reverse("queue")


class Classify(CaseVerb):
    heading = _("Topic, workplace and urgency")
    button = _("Save")
    template_name = "desk/classify.html"

    def form(self, row: Case, *args: Any) -> Any:
        return forms.ClassifyForm(row, *args)

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.classify(row, by=by, **form.cleaned_data)
        return _("Saved.")


class Decline(CaseVerb):
    heading = _("Decline")
    hint = _("The applicant reads your reason word for word. Say where else they can turn.")
    form_class = forms.ReasonForm
    danger = True

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.decline(row, form.cleaned_data["reason"], by=by)
        return _("Declined; the applicant will read why.")


class Say(CaseVerb):
    heading = _("Write to the applicant")
    button = _("Send")
    form_class = forms.MessageForm

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.say(row, form.cleaned_data["text"], by=by)
        return _("Written. They read it when they come back with the code.")


class AddFiles(CaseVerb):
    heading = _("Add a file")
    form_class = forms.FilesForm

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        try:
            actions.add_files(row, form.cleaned_data["files"], by=by)
        except Refused as refused:
            raise FlowError(refused.sentence()) from refused
        return _("Added.")


class WriteCall(CaseVerb):
    heading = _("Call diary")
    hint = _(
        "Two safe attempts after a claim, and ten working days, allow a case to be closed as unconfirmed."
    )
    button = _("Write down")
    form_class = forms.CallForm

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.write_call(row, by=by, **form.cleaned_data)
        return _("Written down.")


class OpenContact(CaseVerb):
    """Each reading of a name is an event with who, when and why, which the applicant sees."""

    heading = _("Name and number")
    hint = _("Say why you need it: the applicant sees who opened it, when and why.")
    button = _("Open the name and number")
    form_class = forms.ReasonForm
    template_name = "desk/contact.html"

    def post(self, request: StaffRequest, uuid: UUID) -> Any:
        row = self.row_of(request, uuid)
        form = self.form(row, request.POST)
        if not form.is_valid():
            return self.page(request, row, form, status=422)
        row.record("contact_opened", by=request.user, body={"reason": form.cleaned_data["reason"]})
        return self.page(request, row, form, opened=True, contact=Contact.objects.of(row).first())

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        raise AssertionError("post() shows the contact")


class EditContact(CaseVerb):
    heading = _("How the applicant can be reached")
    hint = _("What you leave empty stays as it is.")
    button = _("Save")

    def form(self, row: Case, *args: Any) -> Any:
        known = Following(row).reachable_by
        return forms.ContactForm(known, *args, initial={"told": row.told})

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        said = {name: value for name, value in form.cleaned_data.items() if value}
        actions.reach_by(row, said.pop("told"), said, by=by)
        return _("Saved. The applicant sees on their page that it was changed.")


class Bar(CaseVerb):
    heading = _("Close the case to somebody")
    hint = _("Choose at least one. They will not see the case, nor any part of it, whatever their role.")
    form_class = forms.BarForm

    def form(self, row: Case, *args: Any) -> Any:
        return forms.BarForm(row, self.request.user, *args)

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        said = form.cleaned_data
        actions.close_to(row, said["colleagues"], said["desks"], by=by, why=said["reason"])
        return _("Closed to them.")


class RecoverCode(CaseVerb):
    """A lost code, replaced in person at the house; recorded, and told on the applicant's page."""

    heading = _("Replace a lost code")
    hint = _(
        "Only in person, for somebody whose case this clearly is. The old code opens nothing from now on."
    )
    form_class = forms.ReasonForm
    template_name = "desk/new_code.html"
    danger = True

    def post(self, request: StaffRequest, uuid: UUID) -> Any:
        row = self.row_of(request, uuid)
        form = self.form(row, request.POST)
        if not form.is_valid():
            return self.page(request, row, form, status=422)
        code = actions.recover_code(row, form.cleaned_data["reason"], by=request.user)
        return self.page(request, row, form, code=code)

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        raise AssertionError("post() shows the code")


class Withdraw(CaseVerb):
    heading = _("The applicant gives it up")
    hint = _("It closes the case. The applicant can open it again within a year.")
    button = _("Write down and close")
    form_class = forms.ToldWhyForm
    danger = True

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.withdraw(row, form.cleaned_data["reason"], by=by, via=form.cleaned_data["via"])
        return _("Closed at the applicant’s wish.")


class Settled(CaseVerb):
    """The applicant's own key, turned by telephone or in person before any body claimed it."""

    heading = _("The applicant says that it is settled")
    hint = _("Their word, not yours: write down what they told you. It is marked with how they told it.")
    button = _("Write down and close")
    form_class = forms.SettledForm

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        said = form.cleaned_data
        actions.settled(row, by=by, via=said["via"], amount_rial=said["amount"])
        return _("Settled, by the applicant’s word.")


class CloseUnconfirmed(CaseVerb):
    heading = _("Close as unconfirmed")
    hint = _("Counted apart everywhere. The applicant can still confirm, dispute or reopen it with the code.")
    form_class = forms.ReasonForm
    danger = True

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.close_unconfirmed(row, form.cleaned_data["reason"], by=by)
        return _("Closed as unconfirmed.")


class Reopen(CaseVerb):
    heading = _("Open again")
    form_class = forms.ReasonForm

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.reopen(row, form.cleaned_data["reason"], by=by)
        return _("It is open again.")


class Refer(CaseVerb):
    heading = _("Refer to a body")
    button = _("Keep as a draft")

    def form(self, row: Case, *args: Any) -> Any:
        return forms.ReferForm(row, *args)

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        for body in form.cleaned_data["bodies"]:
            actions.draft_referral(row, body, form.cleaned_data["summary"], by=by)
        return _("Written. It waits to be agreed to before it goes anywhere.")
