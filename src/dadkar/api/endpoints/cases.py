"""The desk's cases: a list, one, and every verb of `verbs.CASE_VERBS`."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from dadkar.api.access import Asked
from dadkar.api.answers import staff
from dadkar.api.endpoints import router
from dadkar.api.endpoints.public import messages_out
from dadkar.api.models import Scope
from dadkar.api.once import once
from dadkar.api.paging import PAGE, next_address
from dadkar.api.schemas import out
from dadkar.api.schemas.choices import CaseState
from dadkar.api.schemas.texts import Code
from dadkar.api.verb import Verb
from dadkar.api.verbs import CASE_VERBS
from dadkar.cases import actions
from dadkar.cases.models import Case, CaseFile, Message, Referral, Topic
from dadkar.cases.models.case import FLOW
from dadkar.cases.reading import IN_A_LIST, case_seen_by, listed, of_one
from dadkar.cases.search import search
from dadkar.kernel import columns
from dadkar.kernel.prepared import AnyOf
from dadkar.kernel.sealing.fields import clear, open_all
from dadkar.kernel.written import Written
from dadkar.people.models import County, RoleClass, User

TAGS = ["The desk's cases"]
BIGGEST = 2**63 - 1
FEW = 50_000  # cases


class CaseFilters(Schema):
    """Which cases; several filters narrow each other."""

    q: str = Field("", max_length=200, description="words of the texts, as people type Persian")
    state: CaseState | None = None
    topic: Code | None = Field(None, description="a topic's code")
    agency: str | None = Field(
        None, pattern=r"^[a-z0-9][a-z0-9-]{0,49}$", description="a body's id, or its kind, such as labour"
    )
    county: Code | None = Field(None, description="a county's code")
    overdue: bool | None = None
    before: Annotated[int, Field(ge=1, le=BIGGEST)] | None = Field(None, description="from `next`")

    @property
    def only_newest(self) -> bool:
        return not any((self.state, self.topic, self.agency, self.county)) and self.overdue is None


@router.get("/cases", **staff(out.CasePage, Scope.CASES_READ, RoleClass.DESK), url_name="cases", tags=TAGS)
def list_cases(request: Asked, filters: Query[CaseFilters]) -> out.CasePage:
    """The cases that the token's user may see, newest first."""
    user = request.user
    text = filters.q.replace("\x00", "").strip()
    if text:
        found = search(user, text, before=filters.before, within=_filtered(user, filters))
        return out.CasePage(
            results=[out.CaseRow.of(case) for case in found.cases],
            next=next_address(request, "before", found.before) if found.before else None,
            searched_back_to=found.back_to if found.before else None,
            only_common_words=found.only_common,
        )
    rows = _page(user, filters)
    more = next_address(request, "before", rows[PAGE - 1].pk) if len(rows) > PAGE else None
    return out.CasePage(results=[out.CaseRow.of(case) for case in rows[:PAGE]], next=more)


def _page(user: User, filters: CaseFilters) -> list[Case]:
    """One more than a page, newest first; without a filter read from the audience itself."""
    if filters.only_newest:
        return listed(user, Case.scope().newest_ids(user, limit=PAGE + 1, before=filters.before))
    rows = _filtered(user, filters)
    if filters.before:
        rows = rows.filter(pk__lt=filters.before)
    return list(rows.select_related(*IN_A_LIST).order_by("-pk")[: PAGE + 1])


def _filtered(user: User, filters: CaseFilters) -> Any:
    only: dict[str, Any] = {"state": Written(filters.state)} if filters.state else {}
    if filters.topic:
        only |= of_one(
            "topic", Topic.objects.filter(house__in=user.houses(RoleClass.DESK), code=filters.topic)
        )
    if filters.county:
        only |= of_one("county", County.objects.filter(pk=filters.county))
    rows = Case.objects.visible_to(user).filter(**only)
    if (few := Case.scope().few(user, FEW)) is not None:
        rows = rows.filter(AnyOf("pk", few))  # which can lie far apart among all others
    if filters.agency:
        sent = Referral.objects.as_system("of cases in sight").exclude(state=Referral.State.DRAFT)
        rows = rows.filter(pk__in=sent.filter(**_body(filters.agency)).values("case"))
    if filters.overdue is None:
        return rows
    return rows.overdue() if filters.overdue else rows.in_time()


def _body(agency: str) -> dict[str, Any]:
    try:
        return {"body__uuid": UUID(agency)}
    except ValueError:
        return {"body__body": agency}


def seen(request: Asked, uuid: UUID) -> Case:
    """The case, if the token's user may see it; otherwise it does not exist."""
    case = case_seen_by(request.user, uuid)
    if case is None:
        raise Http404
    return case


@router.get(
    "/cases/{uuid:id}", **staff(out.CaseOut, Scope.CASES_READ, RoleClass.DESK), url_name="case", tags=TAGS
)
def read_case(request: Asked, id: UUID) -> out.CaseOut:
    """One case with its parts, opened."""
    case, user = seen(request, id), request.user
    messages = list(Message.objects.of(case).select_related("case"))
    referrals = list(actions.referrals_of(case).select_related("body", "letter"))
    lead = Case.objects.visible_to(user).filter(voices=case.pk).first()
    commitments = actions.commitments_of(lead or case)
    files = [row.attachment for row in CaseFile.objects.of(case).select_related("attachment")]
    open_all(files, "name")
    open_all(messages, "text")
    open_all(referrals, "summary")
    open_all(commitments, "what")
    return out.CaseOut(
        **out.CaseRow.values(case),
        lead=lead.uuid if lead else None,
        ended_as=case.ended_as,
        narrative=clear(case.narrative),
        workplace_typed=clear(case.workplace_typed) or None,
        months=case.months,
        amount_rial=case.amount_rial,
        officer=out.Named.maybe(case.officer),
        messages=[messages_out(row) for row in messages],
        files=[out.FileOut.of(row) for row in files],
        referrals=[out.ReferralOut.of(row) for row in referrals],
        commitments=[out.CommitmentOut.of(row) for row in commitments],
        verbs=[
            name
            for name, verb in CASE_VERBS.items()
            if verb.edge is None or FLOW.allows(case, verb.edge, user)
        ],
    )


def _offer(verb: Verb) -> None:
    """One operation for one verb of the table."""

    @router.post(
        f"/cases/{{uuid:id}}/{verb.name}",
        **staff(out.Done, Scope.CASES_WRITE, RoleClass.DESK, writes=True),
        url_name=f"case-{verb.name}",
        tags=TAGS,
        operation_id=f"case_{verb.name.replace('-', '_')}",
        summary=verb.summary,
    )
    @once
    def operation(request: Asked, id: UUID, said: verb.takes) -> out.Done:  # type: ignore[name-defined]
        case = seen(request, id)
        made = verb.do(case, said, request.user)
        columns.read(case, "state")
        return out.Done(id=case.uuid, state=case.state, made=getattr(made, "uuid", None))


for _verb in CASE_VERBS.values():
    _offer(_verb)
