"""`GET boards`, to be mounted by the API: a router of django-ninja.

It asks only that `request.auth.user` is the person whose token it is. Outside of the house it gives what the
person's desk sees: with a desk's role the house's board, else the person's own body's.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from dadkar.people.models import RoleClass
from dadkar.reports import words
from dadkar.reports.boards import BODY_BY, Board, board
from dadkar.reports.periods import BadFilter

router = Router(tags=["boards"])


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


class BoardOut(Schema):
    """A board: `at` is as of when it was counted, null before the first count."""

    by: str
    period: str
    at: datetime | None
    total: BoardRow
    rows: list[BoardRow]
    more: bool


@router.get("boards", response=BoardOut, summary="What became of promises, counted")
def get_boards(request: HttpRequest, by: str = "", period: str = "") -> dict[str, Any]:
    """By `agency`, `topic`, `county`, `workplace`, `channel` or `month`; of a year, season or month
    (`1404`, `1404-q3`, `1404-07`). 422 for one that can't be read, 403 without a role."""
    user = request.auth.user  # type: ignore[attr-defined]
    role_class = RoleClass.DESK if user.has_class(RoleClass.DESK) else RoleClass.BODY
    if not user.has_class(role_class):
        raise HttpError(403, "No role whose numbers these are.")
    by = by or (BODY_BY[0] if role_class == RoleClass.BODY else "agency")
    try:
        return as_data(board(user, by, period, role_class=role_class))
    except BadFilter as error:
        raise HttpError(422, str(error)) from error


def as_data(seen: Board) -> dict[str, Any]:
    """A board as plain data, in the words of `BoardOut`."""
    rows = [_row(row.value, row.name, row.tally) for row in seen.rows]
    return {
        "by": seen.by.value,
        "period": seen.period.code,
        "at": seen.at,
        "total": _row(None, "", seen.total),
        "rows": rows,
        "more": seen.more,
    }


def _row(value: str | None, name: str, tally: Any) -> dict[str, Any]:
    counts = {key: getattr(tally, key) for key, _label, _means in words.COLUMNS}
    days = {
        span: {"median": tally.median(span), "p90": tally.p90(span)} for span, _label, _means in words.SPANS
    }
    return {"value": value, "name": name, "counts": counts, "days": days}
