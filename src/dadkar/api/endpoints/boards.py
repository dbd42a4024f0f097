"""What became of promises, counted: for the house what its desk sees, for a body what is its own."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from dadkar.api.access import Asked
from dadkar.api.answers import staff
from dadkar.api.endpoints import router
from dadkar.api.models import Scope
from dadkar.api.problems import Problem
from dadkar.people.models import RoleClass
from dadkar.reports import words
from dadkar.reports.boards import BODY_BY, Board, board
from dadkar.reports.periods import BadFilter, Period

TAGS = ["Boards"]
Dimension = Literal["agency", "topic", "county", "workplace", "channel", "month"]


class Days(Schema):
    """Working days, lawful waits taken out; null where nothing has come to its end yet."""

    median: int | None
    p90: int | None


class BoardRow(Schema):
    """One row. `value` is null in the total."""

    value: str | None
    name: str
    counts: dict[str, int]
    days: dict[str, Days]

    @classmethod
    def of(cls, value: str | None, name: str, tally: Any, role_class: RoleClass) -> "BoardRow":
        spans = [span for span, _label, _means in words.SPANS]
        return cls(
            value=value,
            name=name,
            counts={key: getattr(tally, key) for key, _label, _means in words.columns_of(role_class)},
            days={span: Days(median=tally.median(span), p90=tally.p90(span)) for span in spans},
        )


class BoardOut(Schema):
    """A board: `at` is as of when it was counted, null before the first count."""

    by: str
    period: str
    at: datetime | None
    total: BoardRow
    rows: list[BoardRow]
    more: bool = Field(description="whether rows were left out")

    @classmethod
    def of(cls, seen: Board, role_class: RoleClass) -> "BoardOut":
        return cls(
            by=seen.by.value,
            period=seen.period.code,
            at=seen.at,
            total=BoardRow.of(None, "", seen.total, role_class),
            rows=[BoardRow.of(row.value, row.name, row.tally, role_class) for row in seen.rows],
            more=seen.more,
        )


@router.get(
    "/boards",
    **staff(BoardOut, Scope.BOARDS_READ, RoleClass.DESK, RoleClass.BODY),
    url_name="boards",
    tags=TAGS,
)
def get_board(request: Asked, by: Dimension | None = None, period: str = "") -> BoardOut:
    """Of a year, season or month (`1404`, `1404-q3`, `1404-07`); the present season unless said otherwise.

    With a desk's role the house's board, else the body's own.
    """
    role_class = RoleClass.DESK if request.user.has_class(RoleClass.DESK) else RoleClass.BODY
    dimension = by or ("agency" if role_class == RoleClass.DESK else BODY_BY[0])
    _require_period(period)
    try:
        return BoardOut.of(board(request.user, dimension, period, role_class=role_class), role_class)
    except BadFilter as error:
        raise Problem.of_field("by", error) from error


def _require_period(text: str) -> None:
    try:
        Period.parse(text)
    except BadFilter as error:
        raise Problem.of_field("period", error) from error
