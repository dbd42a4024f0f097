"""The body's verbs: each kind of answer is a page; a draft, its release, its return."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms as django_forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dadkar.cases import access, actions
from dadkar.cases.models import Answer, Referral
from dadkar.cases.models.answer import FLOW as ANSWER_FLOW
from dadkar.cases.models.referral import FLOW as REFERRAL_FLOW
from dadkar.cases.models.referral import WITH_THE_BODY
from dadkar.commitments.models import Commitment
from dadkar.desk.access import body_desk
from dadkar.desk.body_list import bodys_referrals
from dadkar.desk.forms import body as forms
from dadkar.desk.verbs import VerbPage
from dadkar.kernel.flow import FlowError
from dadkar.people.models import RoleClass
from dadkar.records.models import Event
from dadkar.records.remake.errors import Refused

UNSENT = [Answer.State.DRAFT, Answer.State.RETURNED]
RELEASE = "release"


class CannotKeep(FlowError):
    """A file of an answer that could not be kept."""


class Answering(VerbPage):
    """Drafting one kind of answer; a manager may release it with the same press."""

    kind: ClassVar[str]
    hint: Any = ""
    template_name = "desk/body/answer.html"
    button = _("Give to the manager for release")

    @classmethod
    def can_be_said(cls, row: Referral, steps: list[Commitment], user: Any) -> bool:
        """Whether the referral's state, or an open promise, leaves room for it."""
        return REFERRAL_FLOW.allows(row, cls.kind, user)

    def row_of(self, request: HttpRequest, uuid: UUID) -> Referral:
        row = (
            bodys_referrals(request.user)
            .filter(uuid=uuid)
            .select_related("body", "topic", "letter", "case")
            .first()
        )
        if row is None:
            raise Http404
        self.manages = access.manages_body(request.user, row)
        self.wants_release = request.POST.get("then") == RELEASE
        return row

    def back_to(self, row: Referral) -> str:
        return reverse("body-referral", args=[row.uuid])

    def form(self, row: Referral, *args: Any) -> Any:
        return forms.FORMS[self.kind](row, *args)

    def perform(self, row: Referral, form: Any, *, by: Any) -> Any:
        try:
            with transaction.atomic():
                answer = actions.draft_answer(row, self.kind, by=by, **form.values())
                if self.wants_release:
                    actions.release(answer, by=by)
        except Refused as refused:
            raise CannotKeep(refused.sentence()) from refused
        return (
            _("Sent to the house.")
            if self.wants_release
            else _("Written. It goes out when the manager releases it.")
        )


class Promise(Answering):
    kind = Answer.Kind.PROMISE
    heading = _("Promise a step")
    hint = _("A step of yours and a day: inspect, summon, hear, serve, enforce, pay.")


class NeedPetition(Answering):
    kind = Answer.Kind.NEED_PETITION
    heading = _("The applicant's petition is needed")
    hint = _("Only a board can decide, on the applicant's own petition.")


class BeforeBoard(Answering):
    kind = Answer.Kind.BEFORE_BOARD
    heading = _("It is before the board")
    hint = _("A lawful wait, with the day of the hearing.")


class NotCompetent(Answering):
    kind = Answer.Kind.NOT_COMPETENT
    heading = _("Another body is competent")
    hint = _("Name it. The house must agree, and it is counted in public.")


class Refuse(Answering):
    kind = Answer.Kind.REFUSE
    heading = _("Refuse, on a legal ground")
    hint = _("With the law and its article. The applicant may ask the working group to look at it.")


class AskInfo(Answering):
    kind = Answer.Kind.ASK_INFO
    heading = _("Ask for information")
    hint = _("Your clock pauses, with the reason, until the house answers.")


class AboutStep(Answering):
    """About a promise that is open."""

    @classmethod
    def can_be_said(cls, row: Referral, steps: list[Commitment], user: Any) -> bool:
        return any(step.state == Commitment.State.OPEN for step in steps) and access.answers_for(user, row)


class Claim(AboutStep):
    kind = Answer.Kind.CLAIM
    heading = _("A promised step is done")
    hint = _("With evidence. The people concerned then say whether it is so.")


class AskExtension(AboutStep):
    kind = Answer.Kind.EXTENSION
    heading = _("Ask for a later date")
    hint = _("With the reason; the old date holds until it is granted.")


ANSWERING: dict[str, type[Answering]] = {
    "claim": Claim,
    "promise": Promise,
    "extension": AskExtension,
    "petition": NeedPetition,
    "board": BeforeBoard,
    "ask-info": AskInfo,
    "not-competent": NotCompetent,
    "refuse": Refuse,
}


# -- drafts ---------------------------------------------------------------------------------------


def unsent(user: Any) -> Any:
    """The drafts of the user's bodies that can still be sent."""
    rows = Answer.objects.visible_to(user).filter(
        state__in=UNSENT,
        referral__body__in=user.organisations(RoleClass.BODY),
        referral__state__in=WITH_THE_BODY,
    )
    return rows.select_related(
        "author", "other_body", "commitment", "referral__topic", "referral__letter", "referral__body",
        "referral__workplace", "referral__case", "referral__house",
    )  # fmt: skip


@body_desk
def drafts(request: HttpRequest) -> HttpResponse:
    """What waits for the manager, and what the manager gave back."""
    found = list(unsent(request.user).order_by("drafted_at")[:200])
    context = {
        "waiting": [answer for answer in found if answer.state == Answer.State.DRAFT],
        "returned": [answer for answer in found if answer.state == Answer.State.RETURNED],
    }
    return render(request, "desk/body/drafts.html", context)


class DraftVerb(VerbPage):
    """A verb on a draft of the user's body."""

    def row_of(self, request: HttpRequest, uuid: UUID) -> Answer:
        row = unsent(request.user).filter(uuid=uuid).first()
        if row is None:
            raise Http404
        self.may = {
            verb
            for verb in ("release", "return", "redraft", "drop")
            if ANSWER_FLOW.allows(row, verb, request.user)
        }
        return row

    def back_to(self, row: Answer) -> str:
        return reverse("body-drafts")


class Release(DraftVerb):
    """The draft's own page: what will be sent; its button sends it."""

    template_name = "desk/body/draft.html"
    heading = _("Draft of an answer")
    button = _("Release and send")

    def page(
        self, request: HttpRequest, row: Answer, form: django_forms.Form, status: int = 200
    ) -> HttpResponse:
        context = {
            "row": row, "form": form, "verb": self, "may": self.may, "back": self.back_to(row),
            "evidence": list(row.evidence.as_system("of a draft in sight").select_related("attachment")),
            "returned_why": returned_why(row) if row.state == Answer.State.RETURNED else "",
        }  # fmt: skip
        return render(request, self.template_name, context, status=status)

    def perform(self, row: Answer, form: Any, *, by: Any) -> Any:
        actions.release(row, by=by)
        return _("Sent to the house.")


class Return(DraftVerb):
    heading = _("Return the draft")
    hint = _("Its writer reads why, and writes it anew.")
    button = _("Return it")
    form_class = forms.ReturnForm

    def perform(self, row: Answer, form: Any, *, by: Any) -> Any:
        row.return_to_author(form.cleaned_data["reason"], by=by)
        return _("Returned to its writer.")


class Redraft(DraftVerb):
    heading = _("Write the answer anew")
    button = _("Give to the manager for release")

    def form(self, row: Answer, *args: Any) -> Any:
        form_class = forms.FORMS[row.kind]
        return form_class(row.referral, *args, initial=form_class.initial_of(row))

    def perform(self, row: Answer, form: Any, *, by: Any) -> Any:
        try:
            actions.redraft_answer(row, by=by, **form.values())
        except Refused as refused:
            raise CannotKeep(refused.sentence()) from refused
        return _("Written. It goes out when the manager releases it.")


class Drop(DraftVerb):
    heading = _("Set the draft aside")
    hint = _("It will not be sent. That it was written stays in your records.")
    button = _("Set aside")
    danger = True

    def perform(self, row: Answer, form: Any, *, by: Any) -> Any:
        row.drop(by=by)
        return _("Set aside.")


def returned_why(answer: Answer) -> str:
    """What the manager wrote when returning it last."""
    events = Event.objects.timeline([answer.referral.uuid])
    said = [
        event.body.get("reason", "")
        for event in events
        if event.kind == "referral.answer_return" and event.facts.get("answer") == str(answer.uuid)
    ]
    return said[-1] if said else ""
