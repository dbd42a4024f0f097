"""A body's referrals and its answers to them; and the verbs that the house's desk has on a referral."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from ninja.responses import Status
from pydantic import Field

from dadkar.api.access import Asked
from dadkar.api.answers import staff
from dadkar.api.drafting import values_of
from dadkar.api.endpoints import router
from dadkar.api.models import Scope
from dadkar.api.once import once
from dadkar.api.paging import page_by
from dadkar.api.problems import Problem
from dadkar.api.schemas import bodies as schemas
from dadkar.api.schemas.choices import AnswerState, ReferralState
from dadkar.api.schemas.out import CommitmentOut, Done, FileOut
from dadkar.api.schemas.verbs import AnswerIn
from dadkar.api.verb import Verb
from dadkar.api.verbs import ANSWER_VERBS, REFERRAL_VERBS
from dadkar.cases import actions
from dadkar.cases.access import sees
from dadkar.cases.models import Answer, Referral, SharedFile
from dadkar.cases.reading import (
    OF_A_REFERRAL,
    answer_of_bodies_of,
    answers_of_bodies_of,
    bodys_referrals,
    referral_seen_by,
    sent_to_bodies_of,
)
from dadkar.kernel import columns
from dadkar.kernel.sealing.fields import open_all
from dadkar.people.models import RoleClass

TAGS = ["Referrals"]


class ReferralFilters(Schema):
    """Which referrals; several filters narrow each other."""

    state: ReferralState | None = None
    overdue: bool | None = None
    after: str | None = Field(None, max_length=200, description="from `next`")


@router.get(
    "/referrals",
    **staff(schemas.ReferralPage, Scope.REFERRALS_READ, RoleClass.BODY),
    url_name="referrals",
    tags=TAGS,
)
def list_referrals(request: Asked, filters: Query[ReferralFilters]) -> schemas.ReferralPage:
    """What was sent to the bodies of the token's user."""
    rows = bodys_referrals(request.user)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.overdue is not None:
        rows = rows.overdue() if filters.overdue else rows.in_time()
    shown, more = page_by("sent_at", request, rows.select_related(*OF_A_REFERRAL), filters.after)
    open_all(shown, "summary")
    results = [schemas.BodysReferral(**schemas.BodysReferral.values(row)) for row in shown]
    return schemas.ReferralPage(results=results, next=more)


def sent_to_body(request: Asked, uuid: UUID) -> Referral:
    """A referral of one of the user's bodies; any other does not exist."""
    row = sent_to_bodies_of(request.user, uuid)
    if row is None:
        raise Http404
    return row


@router.get(
    "/referrals/{uuid:id}",
    **staff(schemas.BodysReferralOut, Scope.REFERRALS_READ, RoleClass.BODY),
    url_name="referral",
    tags=TAGS,
)
def read_referral(request: Asked, id: UUID) -> schemas.BodysReferralOut:
    """One referral with what was promised and answered."""
    row, user = sent_to_body(request, id), request.user
    steps = list(actions.promises_of(row).select_related("debtor"))
    answers = list(Answer.objects.of(row).select_related("referral", "commitment"))
    files = [one.attachment for one in SharedFile.objects.of(row).select_related("attachment")]
    open_all(steps, "what")
    open_all(answers, "text")
    open_all(files, "name")
    return schemas.BodysReferralOut(
        **schemas.BodysReferral.values(row),
        commitments=[CommitmentOut.of(step) for step in steps],
        answers=[schemas.AnswerOut.of(answer) for answer in answers if not answer.letter_id],
        files=[FileOut.of(file) for file in files],
        answerable=[kind for kind in Answer.Kind if actions.may_answer(row, kind, by=user, steps=steps)],
    )


@router.post(
    "/referrals/{uuid:id}/answers",
    **staff(schemas.AnswerOut, Scope.REFERRALS_WRITE, RoleClass.BODY, writes=True, status=201),
    url_name="referral-answers",
    tags=TAGS,
)
@once
def draft_answer(request: Asked, id: UUID, said: AnswerIn) -> Any:
    """Draft an answer. It goes out, and has its effect, when the body's manager releases it."""
    row, user = sent_to_body(request, id), request.user
    if not actions.may_answer(row, said.kind, by=user):
        raise Problem(409, detail=_("That can't be answered now."))
    values = values_of(row, said.kind, said)
    return Status(
        201, schemas.AnswerOut.of(actions.draft_answer(row, said.kind, said.text, by=user, **values))
    )


class AnswerFilters(Schema):
    """Which drafts."""

    state: AnswerState | None = None
    after: str | None = Field(None, max_length=200, description="from `next`")


@router.get(
    "/answers",
    **staff(schemas.AnswerPage, Scope.REFERRALS_READ, RoleClass.BODY),
    url_name="answers",
    tags=TAGS,
)
def list_answers(request: Asked, filters: Query[AnswerFilters]) -> schemas.AnswerPage:
    """What the bodies of the token's user drafted and sent, the oldest first; `state=draft` waits to go."""
    rows = answers_of_bodies_of(request.user)
    if filters.state:
        rows = rows.filter(state=filters.state)
    shown, more = page_by("drafted_at", request, rows, filters.after)
    open_all(shown, "text")
    return schemas.AnswerPage(results=[schemas.AnswerOut.of(row) for row in shown], next=more)


def bodys_answer(request: Asked, uuid: UUID) -> Answer:
    """An answer of one of the user's bodies; any other does not exist."""
    row = answer_of_bodies_of(request.user, uuid)
    if row is None:
        raise Http404
    return row


def at_the_house(request: Asked, uuid: UUID) -> Referral:
    """A referral of a case of the user's desk; any other does not exist."""
    row = referral_seen_by(request.user, uuid)
    if row is None or not sees(request.user, row.case):
        raise Http404
    return row


def _offer(verb: Verb, noun: str, look_up: Any, scope: Scope, role_class: RoleClass) -> None:
    """One operation for one verb of a table."""

    @router.post(
        f"/{noun}s/{{uuid:id}}/{verb.name}",
        **staff(Done, scope, role_class, writes=True),
        url_name=f"{noun}-{verb.name}",
        tags=TAGS,
        operation_id=f"{noun}_{verb.name.replace('-', '_')}",
        summary=verb.summary,
    )
    @once
    def operation(request: Asked, id: UUID, said: verb.takes) -> Done:  # type: ignore[name-defined]
        row = look_up(request, id)
        verb.do(row, said, request.user)
        columns.read(row, "state")
        return Done(id=row.uuid, state=row.state)


for _verb in REFERRAL_VERBS.values():
    _offer(_verb, "referral", at_the_house, Scope.CASES_WRITE, RoleClass.DESK)
for _verb in ANSWER_VERBS.values():
    _offer(_verb, "answer", bodys_answer, Scope.REFERRALS_WRITE, RoleClass.BODY)
