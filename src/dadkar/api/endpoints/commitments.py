"""What was promised: for the desk to the people of its cases, for a body what it promised itself."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from dadkar.api.access import Asked
from dadkar.api.answers import staff
from dadkar.api.endpoints import router
from dadkar.api.models import Scope
from dadkar.api.paging import page_by
from dadkar.api.schemas import out
from dadkar.api.schemas.choices import CommitmentState
from dadkar.cases.models import Case
from dadkar.commitments.models import Commitment
from dadkar.kernel.sealing.fields import open_all
from dadkar.people.models import RoleClass

TAGS = ["Promises"]


class CommitmentFilters(Schema):
    """Which promises; several filters narrow each other."""

    state: CommitmentState | None = None
    overdue: bool | None = None
    agency: UUID | None = Field(None, description="the id of the body that owes it")
    case: UUID | None = Field(None, description="the id of the case whose people it is owed to")
    due_from: date | None = None
    due_to: date | None = None
    after: str | None = Field(None, max_length=200, description="from `next`")


@router.get(
    "/commitments",
    **staff(out.CommitmentPage, Scope.COMMITMENTS_READ, RoleClass.DESK, RoleClass.BODY),
    url_name="commitments",
    tags=TAGS,
)
def list_commitments(request: Asked, filters: Query[CommitmentFilters]) -> out.CommitmentPage:
    """The promises that the token's user may see, the next due first."""
    user = request.user
    rows = _filtered(user, filters).select_related("debtor")
    shown, more = page_by("due_at", request, rows, filters.after)
    open_all(shown, "what")
    known = _cases_in_sight(user, shown)
    results = [
        out.CommitmentRow(**out.CommitmentOut.values(row), case=row.owed_to if row.owed_to in known else None)
        for row in shown
    ]
    return out.CommitmentPage(results=results, next=more)


def _filtered(user: Any, filters: CommitmentFilters) -> Any:
    rows = Commitment.objects.visible_to(user)
    wanted = {
        "state": filters.state,
        "debtor__uuid": filters.agency,
        "due_on__gte": filters.due_from,
        "due_on__lte": filters.due_to,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if filters.case:  # not for whoever does not see the case: a body never learns that it exists
        rows = rows.filter(owed_to__in=Case.objects.visible_to(user).filter(uuid=filters.case).values("uuid"))
    if filters.overdue is None:
        return rows
    return rows.overdue() if filters.overdue else rows.in_time()


def _cases_in_sight(user: Any, rows: list[Commitment]) -> set[UUID]:
    owed_to = {row.owed_to for row in rows}
    return set(Case.objects.visible_to(user).filter(uuid__in=owed_to).values_list("uuid", flat=True))
