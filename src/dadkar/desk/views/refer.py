"""The verbs of a referral and of what was promised, from the house's desk."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms as django_forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions
from dadkar.cases.models import Answer, Case, CaseFile, Referral
from dadkar.commitments.models import Commitment, Extension, Outcome
from dadkar.desk.access import StaffRequest, case_of, referral_of
from dadkar.desk.forms import case as forms
from dadkar.desk.verbs import VerbPage
from dadkar.desk.views.case import IN_SIGHT
from dadkar.web.templatetags.dadkar import jdate


class ReferralVerb(VerbPage):
    """A verb on a referral of a case of this desk; its body stands above the form, and what is agreed to."""

    shows_summary: ClassVar[bool] = False
    shows_answer: ClassVar[bool] = False

    def row_of(self, request: StaffRequest, uuid: UUID) -> Referral:
        row = referral_of(request.user, uuid)
        case_of(request.user, row.case_uuid)
        return row

    def back_to(self, row: Referral) -> str:
        return reverse("case", args=[row.case_uuid])

    def facts(self, row: Referral) -> list[tuple[Any, Any]]:
        known: list[tuple[Any, Any]] = [(_("Body"), row.body)]
        if self.shows_summary:
            known.append((_("The summary"), row.summary.display()))
        released = Answer.objects.as_system(IN_SIGHT).filter(referral=row, state=Answer.State.RELEASED)
        answers = released.exclude(kind__in=actions.ABOUT_A_STEP)  # which leave the referral where it is
        if self.shows_answer and (last := answers.order_by("released_at", "id").last()):
            known.append((last.get_kind_display(), last.text.display()))
        return known


class Rewrite(ReferralVerb):
    heading = _("Rewrite the summary")
    button = _("Save")

    def form(self, row: Referral, *args: Any) -> Any:
        form = forms.SummaryForm(*args)
        form.initial = {"text": row.summary.open()}
        return form

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        row.rewrite(form.cleaned_data["text"], by=by)
        return _("Saved.")


class Propose(ReferralVerb):
    heading = _("Ask for agreement")
    hint = _("The applicant reads it with the code; where nobody can be asked, a colleague agrees.")
    shows_summary = True

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        actions.propose(row, by=by)
        return _("It waits for the applicant or, where there is none to ask, for a colleague.")


class Agree(ReferralVerb):
    heading = _("Agree to the summary")
    hint = _("Read it as the body will. Agreed, it can go out in a letter.")
    shows_summary = True

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        actions.agree(row, by=by)
        return _("Agreed. It can go out in a letter now.")


class AgreeTold(ReferralVerb):
    heading = _("The applicant agrees")
    shows_summary = True
    hint = _("Their word, not yours: read the summary to them first. It is marked with how they told it.")
    button = _("Write down")
    form_class = forms.ToldForm

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        actions.agree_told(row, form.cleaned_data["via"], by=by)
        return _("Agreed. It can go out in a letter now.")


class Correct(ReferralVerb):
    heading = _("Ask for a correction")
    shows_summary = True
    form_class = forms.CorrectionForm

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        actions.correct(row, form.cleaned_data["text"], by=by)
        return _("Back to its writer.")


class Discard(ReferralVerb):
    heading = _("End this referral")
    shows_summary = True
    hint = _(
        "Nothing is lost: what was written stays in the timeline. If you say why, the applicant reads it."
    )
    form_class = forms.EndForm
    danger = True

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        actions.end_referral(row, form.cleaned_data["reason"], by=by)
        return _("Ended.")


class GiveInfo(ReferralVerb):
    heading = _("Give the information")
    hint = _("The body reads this; its clock goes on.")
    shows_answer = True
    button = _("Send")
    form_class = forms.InfoForm

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        actions.give_info(row, form.cleaned_data["text"], by=by)
        return _("Sent; the body’s clock goes on.")


class SendBack(ReferralVerb):
    heading = _("Send the answer back")
    hint = _("The body must answer again; a new term runs from today.")
    shows_answer = True
    form_class = forms.ReasonForm

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        actions.send_back(row, form.cleaned_data["reason"], by=by)
        return _("Sent back to the body.")


class Appeal(ReferralVerb):
    heading = _("The applicant does not accept the refusal")
    hint = _("The working group looks at it. It costs them nothing, and no name is needed.")
    shows_answer = True
    button = _("Write down")
    form_class = forms.AppealForm

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        actions.appeal(row, form.cleaned_data["reason"], by=by, via=form.cleaned_data["via"])
        return _("Written down; it stands before the working group.")


class AgreeNotCompetent(ReferralVerb):
    heading = _("Agree that another body is competent")
    hint = _("Counted in public, unless it is a unit of the same body.")
    shows_answer = True

    def form(self, row: Referral, *args: Any) -> Any:
        return forms.RedirectForm(row.house, *args)

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        actions.agree_not_competent(row, redirected_to=form.cleaned_data["to"], by=by)
        return _("Ended with this body. Refer it to the competent one.")


class Share(ReferralVerb):
    heading = _("Show files to this body")

    def form(self, row: Referral, *args: Any) -> Any:
        return forms.ShareForm(list(CaseFile.objects.of(row.case).select_related("attachment")), *args)

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        chosen = CaseFile.objects.of(row.case).filter(uuid__in=form.cleaned_data["files"])
        for file in chosen.select_related("attachment"):
            actions.share_file(row, file, by=by)
        return _("The body can open them now.")


class CommitmentVerb(VerbPage):
    """A verb on what was promised to the people of a case of this desk."""

    case: Case

    def row_of(self, request: StaffRequest, uuid: UUID) -> Commitment:
        row = (
            Commitment.objects.visible_to(request.user)
            .select_related("house", "debtor")
            .filter(uuid=uuid)
            .first()
        )
        if row is None:
            raise Http404
        self.case = case_of(request.user, row.owed_to)
        return row

    def about(self, row: Commitment) -> Case:
        return self.case

    def back_to(self, row: Commitment) -> str:
        return reverse("case", args=[row.owed_to])

    def facts(self, row: Commitment) -> list[tuple[Any, Any]]:
        return [
            (_("Body"), row.debtor),
            (_("The step"), row.get_step_display()),
            (_("Promised for"), jdate(row.due_on)),
        ]


class RecordOutcome(CommitmentVerb):
    """What the applicant said about a claim, by telephone or in person."""

    heading = _("What the applicant says")
    hint = _("Their word, not yours: write down what they told you. It is marked with how they told it.")
    button = _("Write down")
    form_class = forms.OutcomeForm

    def perform(self, row: Commitment, form: Any, *, by: Any) -> Any:
        said = form.cleaned_data
        if said["kept"] == "no":
            actions.dispute(self.case, row, said["remains"], by=by, via=said["via"])
            return _("Not confirmed: the promise is open again.")
        actions.confirm(
            self.case,
            row,
            said["outcome"],
            by=by,
            via=said["via"],
            amount_rial=said["amount"],
            remains=said["remains"],
        )
        return (
            _("Confirmed.") if said["outcome"] == Outcome.FULL else _("Written down; the next step is owed.")
        )


class TakeBack(CommitmentVerb):
    """A confirmation that the applicant takes back, by telephone or in person."""

    heading = _("They take their confirmation back")
    hint = _(
        "They can, within ten working days of it. The promise is open again, "
        "and so is a case that it had closed."
    )
    button = _("Write down")
    form_class = forms.ToldWhyForm

    def perform(self, row: Commitment, form: Any, *, by: Any) -> Any:
        reason, via = form.cleaned_data["reason"], form.cleaned_data["via"]
        actions.take_back_last(self.case, row, reason, by=by, via=via)
        return _("Taken back: the promise is open again.")


class ExtensionVerb(CommitmentVerb):
    """Answering a body that asked for a later date; both dates and the reason stand above the button."""

    def facts(self, row: Commitment) -> list[tuple[Any, Any]]:
        known, asked = super().facts(row), self.waiting(row)
        if asked:
            known += [(_("Asked for instead"), jdate(asked.until)), (_("Why"), asked.reason.display())]
        return known

    def waiting(self, row: Commitment) -> Extension | None:
        return Extension.objects.of(row).filter(granted=None).first()

    def asked(self, row: Commitment) -> Extension:
        waiting = self.waiting(row)
        if waiting is None:
            raise Http404
        return waiting


class Grant(ExtensionVerb):
    heading = _("Grant the later date")

    def perform(self, row: Commitment, form: django_forms.Form, *, by: Any) -> Any:
        actions.grant_extension(self.case, row, self.asked(row), by=by)
        return _("Granted; the old date stays in the record.")


class RefuseExtension(ExtensionVerb):
    heading = _("Refuse the later date")
    form_class = forms.RefuseForm

    def perform(self, row: Commitment, form: Any, *, by: Any) -> Any:
        row.refuse_extension(self.asked(row), form.cleaned_data["reason"], by=by)
        return _("Refused; the date stands.")
