"""The body's answers: each kind is a page, which drafts it and, for a manager, may send it at once."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dadkar.cases import access, actions
from dadkar.cases.models import Answer, Referral
from dadkar.cases.reading import bodys_referrals
from dadkar.commitments.models import Commitment
from dadkar.desk.forms import body as forms
from dadkar.desk.verbs import VerbPage
from dadkar.kernel.flow import FlowError
from dadkar.records.remake.errors import Refused

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
        return actions.may_answer(row, cls.kind, by=user, steps=steps)

    def row_of(self, request: HttpRequest, uuid: UUID) -> Referral:
        user: Any = request.user
        row = (
            bodys_referrals(user).filter(uuid=uuid).select_related("body", "topic", "letter", "case").first()
        )
        if row is None:
            raise Http404
        self.manages = access.manages_body(user, row)
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
    heading = _("The applicant’s petition is needed")
    hint = _("Only a board can decide, on the applicant’s own petition.")


class BeforeBoard(Answering):
    kind = Answer.Kind.BEFORE_BOARD
    heading = _("It is before the board")
    hint = _("A lawful wait, with the day of the hearing.")


class NotCompetent(Answering):
    kind = Answer.Kind.NOT_COMPETENT
    heading = pgettext_lazy("heading", "Another body is competent")
    hint = _("Name it. It is counted in public.")


class Refuse(Answering):
    kind = Answer.Kind.REFUSE
    heading = _("Refuse, on a legal ground")
    hint = _("The applicant may ask the working group to look at it.")


class AskInfo(Answering):
    kind = Answer.Kind.ASK_INFO
    heading = _("Ask for information")
    hint = _("Your clock pauses, with the reason, until the house answers.")


class Claim(Answering):
    kind = Answer.Kind.CLAIM
    heading = _("A promised step is done")
    hint = _("With evidence. The people concerned then say whether it is so.")


class AskExtension(Answering):
    kind = Answer.Kind.EXTENSION
    heading = _("Ask for a later date")
    hint = _("Give the reason. The old date holds until the new one is granted.")


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
