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
from dadkar.api.endpoints import router
from dadkar.api.models import Scope
from dadkar.api.once import once
from dadkar.api.paging import PAGE, after, mark_of, next_address
from dadkar.api.problems import Problem
from dadkar.api.schemas import bodies as schemas
from dadkar.api.schemas.choices import ReferralState
from dadkar.api.schemas.out import CommitmentOut, Done
from dadkar.api.schemas.verbs import AnswerIn
from dadkar.api.verbs import ANSWER_VERBS, REFERRAL_VERBS, Verb, found
from dadkar.cases import actions
from dadkar.cases.access import sees
from dadkar.cases.models import Answer, Referral
from dadkar.cases.reading import bodys_referrals, referral_seen_by
from dadkar.kernel.sealing.fields import open_all
from dadkar.people.models import Organisation, RoleClass

TAGS = ["Referrals"]
PARTS = ("body", "topic", "workplace", "letter", "house", "case")
NEEDS = {
    Answer.Kind.PROMISE: ("step", "day"),
    Answer.Kind.BEFORE_BOARD: ("day",),
    Answer.Kind.NOT_COMPETENT: ("other_body",),
    Answer.Kind.CLAIM: ("commitment",),
    Answer.Kind.EXTENSION: ("commitment", "day"),
}
NEEDED = _("This kind of answer needs it.")


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
        late = rows.overdue()
        rows = late if filters.overdue else rows.exclude(pk__in=late.values("pk"))
    if filters.after:
        rows = rows.filter(after(filters.after, "sent_at"))
    page = list(rows.select_related(*PARTS).order_by("sent_at", "uuid")[: PAGE + 1])
    shown = page[:PAGE]
    open_all(shown, "summary")
    more = next_address(request, "after", mark_of(shown[-1].sent_at, shown[-1].uuid)) if page[PAGE:] else None
    results = [schemas.BodysReferral(**schemas.BodysReferral.values(row)) for row in shown]
    return schemas.ReferralPage(results=results, next=more)


def sent_to_body(request: Asked, uuid: UUID) -> Referral:
    """A referral of one of the user's bodies; any other does not exist."""
    row = bodys_referrals(request.user).select_related(*PARTS).filter(uuid=uuid).first()
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
    open_all(steps, "what")
    open_all(answers, "text")
    return schemas.BodysReferralOut(
        **schemas.BodysReferral.values(row),
        commitments=[CommitmentOut.of(step) for step in steps],
        answers=[schemas.AnswerOut.of(answer) for answer in answers if not answer.letter_id],
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
    for name in NEEDS.get(said.kind, ()):
        if getattr(said, name) is None:
            raise Problem.of_field(name, NEEDED)
    values = {"step": said.step or "", "day": said.day} | _looked_up(row, said)
    return Status(
        201, schemas.AnswerOut.of(actions.draft_answer(row, said.kind, said.text, by=user, **values))
    )


def _looked_up(row: Referral, said: AnswerIn) -> dict[str, Any]:
    bodies = Organisation.objects.bodies().filter(house=row.house).exclude(pk=row.body_id)
    made: dict[str, Any] = {}
    if said.other_body:
        made["other_body"] = found(bodies, "other_body", uuid=said.other_body)
    if said.commitment:
        made["commitment"] = found(actions.promises_of(row), "commitment", uuid=said.commitment)
    return made


def _bodys_answer(request: Asked, uuid: UUID) -> Answer:
    rows = Answer.objects.visible_to(request.user).filter(letter=None)
    row = rows.select_related("commitment", "referral__body", "referral__case").filter(uuid=uuid).first()
    if row is None or row.referral.body not in request.user.organisations(RoleClass.BODY):
        raise Http404
    return row


def _at_the_house(request: Asked, uuid: UUID) -> Referral:
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
        row.refresh_from_db(fields=["state"])
        return Done(id=row.uuid, state=row.state)


for _verb in REFERRAL_VERBS.values():
    _offer(_verb, "referral", _at_the_house, Scope.CASES_WRITE, RoleClass.DESK)
for _verb in ANSWER_VERBS.values():
    _offer(_verb, "answer", _bodys_answer, Scope.REFERRALS_WRITE, RoleClass.BODY)
