"""The ladder over a whole table: which rows have reached a rung that was not told, in SQL, a batch at a time.

`last_due` turns the rule round: offices with the same calendar share four days, and whatever is due up to
one of them has reached its rung. What is found is written into `Told` by the same statement, whose unique
constraint lets two sweeps at once find each rung once.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, SmallIntegerField, Value, When
from django.db.models.functions import Cast, Extract

from dadkar.commitments.ladder import Rung, last_due
from dadkar.commitments.models import Told
from dadkar.kernel.known_calendar import cache
from dadkar.kernel.work_calendar import WorkCalendar
from dadkar.people.models import Organisation

BATCH = 500
BY_DATE = Cast(Extract("due_at", "epoch"), BigIntegerField())


@dataclass(frozen=True)
class Climbing:
    """One kind of row with a `due_at`. `rows` are those whose deadline runs.

    `office` names the key to the organisation in whose hours it is told, `version` what numbers its dates.
    """

    rows: Any
    office: str
    version: Any = BY_DATE
    by_the_clock: bool = False

    def reached(self, now: datetime) -> Iterator[tuple[Any, list[Any]]]:
        """(condition, rungs with the last moment due for each) for each group of offices that is open now."""
        if self.by_the_clock:
            yield Q(), [(rung, now - timedelta(hours=rung)) for rung in Rung]
            return
        groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for office, calendar in calendars(self._offices()).items():
            if calendar.is_open(now):
                groups[_cuts(now, calendar)].append(office)
        for cuts, offices in groups.items():
            yield Q(**{f"{self.office}__in": offices}), list(zip(Rung, cuts, strict=True))

    def _offices(self) -> list[int]:
        return list(self.rows.order_by().values_list(self.office, flat=True).distinct())


def _cuts(now: datetime, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """For each rung, the end of the last day that has reached it."""
    today = calendar.day_of(now)
    ends = (last_due(rung, today, calendar) + timedelta(days=1) for rung in Rung)
    return tuple(datetime.combine(end, datetime.min.time(), calendar.zone) for end in ends)


def calendars(offices: list[int]) -> dict[int, WorkCalendar]:
    """The working calendar of each office, as known now; a handful of queries for all of them."""
    rows = list(Organisation.objects.filter(pk__in=offices).select_related("county"))
    known = cache.get([(row.area, row.uuid) for row in rows])
    return {row.pk: one.as_known() for row, one in zip(rows, known, strict=True)}


def climb(kind: Climbing, now: datetime) -> dict[UUID, Rung]:
    """Write down a batch of rungs that are reached now; what each subject has newly reached.

    Empty when nothing is left, or another sweep has just written the rest.
    """
    for offices, cuts in kind.reached(now):
        if found := _write(_due(kind, offices, cuts), now):
            return found
    return {}


def _due(kind: Climbing, offices: Q, cuts: list[tuple[Rung, datetime]]) -> Any:
    """The rows of some offices on the highest rung that each has reached, unless that was told."""
    by_day = not kind.by_the_clock
    reached = {rung: Q(due_at__lt=cut) if by_day else Q(due_at__lte=cut) for rung, cut in cuts}
    highest = Case(
        *(When(reached[rung], then=Value(int(rung))) for rung in sorted(Rung, reverse=True)),
        output_field=SmallIntegerField(),
    )
    told = Told.objects.filter(subject=OuterRef("uuid"), version=OuterRef("kept"), rung__gte=OuterRef("rung"))
    rows = kind.rows.filter(offices & reached[Rung.SOON]).annotate(kept=kind.version, rung=highest)
    return rows.filter(~Exists(told)).order_by("due_at", "uuid").values("uuid", "kept", "rung")[:BATCH]


def _write(due: Any, now: datetime) -> dict[UUID, Rung]:
    sql, given = due.query.sql_with_params()
    table = connection.ops.quote_name(Told._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (subject, version, rung, at) SELECT due.*, %s FROM ({sql}) due "  # noqa: S608
            "ON CONFLICT DO NOTHING RETURNING subject, rung",
            [now, *given],
        )
        return {subject: Rung(rung) for subject, rung in cursor.fetchall()}
