"""A board: what became of promises, for whoever asks, by whatever is told apart.

`board(user, by="agency", period="1404-q3")` is what pages, exports and the API read. It reads kept counts
(`rollup.py`), so it costs the same number of queries whatever the data, and takes out what the reader must
not see.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, Q, Sum
from django.utils.translation import gettext as _

from dadkar.cases.models import CaseBar
from dadkar.kernel import moment
from dadkar.kernel.replica import for_numbers
from dadkar.people.models import RoleClass
from dadkar.reports import access
from dadkar.reports.marks import NAMES, SPANS, Mark
from dadkar.reports.models import By, Cell, Fact, Snapshot, Spread
from dadkar.reports.models.cell import ALL, DUE
from dadkar.reports.models.fact import Kind
from dadkar.reports.names import names_of
from dadkar.reports.periods import BadFilter, Period, last_months
from dadkar.reports.reading import rows
from dadkar.reports.tally import Tally

MOST = 50  # rows shown; those with the most promises
SMALL = 6  # drawings side by side
AHEAD = 10  # days that the strip looks ahead
HOUSE_BY = list(By)
BODY_BY = [By.TOPIC, By.WORKPLACE, By.MONTH]
COLUMN: dict[str, str] = {
    By.AGENCY: "body",
    By.TOPIC: "topic",
    By.COUNTY: "county",
    By.WORKPLACE: "workplace",
    By.CHANNEL: "channel",
}


@dataclass
class Row:
    """One row: what it is (`value` as addresses and exports say it), its name, and its numbers."""

    value: str
    name: str
    tally: Tally


@dataclass
class Board:
    """`rows` are those with the most promises; `more` says that others were left out of them.

    `at` is as of when the numbers are; None when nothing has been counted yet. `by_month` holds the tallies
    of twelve months of the first rows (of counties, all), `ahead` how many promises fall due on each of the
    next days.
    """

    by: By
    period: Period
    at: datetime | None
    total: Tally
    rows: list[Row]
    more: bool
    months: list[int]
    by_month: dict[str, dict[int, Tally]]
    ahead: dict[date, int]


def board(
    user: Any, by: str = By.AGENCY, period: str = "", *, role_class: RoleClass = RoleClass.DESK
) -> Board:
    """The board of a user's desk, or with `RoleClass.BODY` of the bodies the user works at.

    Raises BadFilter, with a sentence for the reader, for a `by` or `period` that can't be read.
    """
    return Reader(user, by, period, role_class).board()


class Reader:
    """One reading of one user's counts."""

    def __init__(self, user: Any, by: str, period: str, role_class: RoleClass) -> None:
        allowed = HOUSE_BY if role_class == RoleClass.DESK else BODY_BY
        if by not in allowed:
            raise BadFilter(_("A board is made by one of: %(names)s.") % {"names": ", ".join(allowed)})
        self.user, self.by, self.period, self.role_class = user, By(by), Period.parse(period), role_class
        self.scopes = access.scopes_of(user, role_class)

    def board(self) -> Board:
        by = ALL if self.by == By.MONTH else self.by
        if self.by == By.MONTH:
            tallies = {str(month): Tally() for month in self.period.months}
            for month, tally in self._by_month(ALL, [""], self.period.months)[""].items():
                tallies[str(month)] = tally
            self._spreads(tallies, self._inside(Spread, by), "month")
        else:
            tallies = self._cells(by)
        shown = list(tallies)[:MOST]
        names = names_of(self.by, shown)
        months = last_months(12, self.period.last)
        first = {By.MONTH: [], By.COUNTY: shown}.get(self.by, shown[:SMALL])  # counties are on maps
        return Board(
            by=self.by,
            period=self.period,
            at=self._as_of(),
            total=self._total(),
            rows=[Row(value, names[value], tallies[value]) for value in shown],
            more=len(tallies) > MOST,
            months=months,
            by_month=self._by_month(by, first, months) if first else {},
            ahead=self._ahead(),
        )

    # -- kept counts -----------------------------------------------------------------------------

    def _inside(self, model: Any, by: str) -> Any:
        found = rows(model).filter(scope__in=self.scopes, by=by)
        return found.filter(month__gte=self.period.first, month__lte=self.period.last)

    def _cells(self, by: str) -> dict[str, Tally]:
        """By value, those with the most promises first, and one more than are shown."""
        sums = {name: Sum(name) for name in NAMES}
        marked = Sum("confirmed") + Sum("claimed") + Sum("unconfirmed") + Sum("overdue")
        order = marked + Sum("waiting") + Sum("in_time") + Sum("sent") + Sum("cases")
        found = self._inside(Cell, by).values("value").annotate(_order=order, **_named(sums))
        tallies: dict[str, Tally] = {}
        for row in found.filter(_order__gt=0).order_by("-_order", "value")[: MOST + 1]:
            tallies[row["value"]] = Tally()
            tallies[row["value"]].add(_plain(row))
        if by == By.WORKPLACE:
            self._workplace_spreads(tallies)
        else:
            self._spreads(tallies, self._inside(Spread, by).filter(value__in=list(tallies)), "value")
        for value, fact in self._hidden(by, self.period.months):
            if value in tallies:
                tallies[value].take_out(fact)
        return {value: tally for value, tally in tallies.items() if any(tally.counts.values())}

    def _total(self) -> Tally:
        tally = Tally()
        for row in [self._inside(Cell, ALL).aggregate(**{name: Sum(name) for name in NAMES})]:
            tally.add(row)
        self._spreads({"": tally}, self._inside(Spread, ALL), None)
        for _value, fact in self._hidden(ALL, self.period.months):
            tally.take_out(fact)
        return tally

    def _spreads(self, tallies: dict[str, Tally], found: Any, key: str | None) -> None:
        columns = ([key] if key else []) + ["span", "days"]
        for row in found.values(*columns).annotate(total=Sum("n")):
            tally = tallies.get(str(row[key]) if key else "")
            if tally is not None:
                tally.spans[row["span"]][row["days"]] += row["total"]

    def _workplace_spreads(self, tallies: dict[str, Tally]) -> None:
        """From the facts of the few that are shown: workplaces are too many for histograms to be kept."""
        column = self._column(By.WORKPLACE)
        found = self._facts().filter(month__gte=self.period.first, month__lte=self.period.last)
        found = found.filter(**{f"{column}__in": [int(value) for value in tallies if value]})
        for span in SPANS:
            ended = found.exclude(**{span: None})
            for row in ended.values(column, span).annotate(total=Count("pk")):
                tallies[str(row[column])].spans[span][row[span]] += row["total"]

    def _by_month(self, by: str, values: list[str], months: list[int]) -> dict[str, dict[int, Tally]]:
        """The tallies of some values, month by month."""
        found: dict[str, dict[int, Tally]] = {value: defaultdict(Tally) for value in values}
        cells = rows(Cell).filter(scope__in=self.scopes, by=by, value__in=values, month__in=months)
        for row in cells.values("value", "month", *NAMES):
            found[row["value"]][row["month"]].add(row)
        for value, fact in self._hidden(by, months):
            if value in found:
                found[value][fact.month].take_out(fact)
        return found

    def _ahead(self) -> dict[date, int]:
        """How many promises fall due on each of the next days; live to the last refresh."""
        today = moment.today()
        days = [today + timedelta(days=n) for n in range(AHEAD)]
        cells = rows(Cell).filter(scope__in=self.scopes, by=DUE, month=0)
        kept = cells.filter(value__in=[day.isoformat() for day in days])
        found = {date.fromisoformat(row["value"]): row["n"] for row in
                 kept.values("value").annotate(n=Sum("in_time"))}  # fmt: skip
        for fact in self.barred:
            if fact.marks & Mark.IN_TIME and fact.due_on in found:
                found[fact.due_on] -= 1
        return {day: found.get(day, 0) for day in days}

    def _as_of(self) -> datetime | None:
        houses = {scope.house_id for scope in self.scopes}
        return rows(Snapshot).filter(house__in=houses).aggregate(at=Min("at"))["at"]

    # -- what this reader must not see -----------------------------------------------------------

    @cached_property
    def barred(self) -> list[Fact]:
        """The facts that were counted for these scopes and that a bar hides from this user; few."""
        bars = CaseBar._base_manager.using(for_numbers()).filter(principal__in=tuple(self.user.principal_ids))
        return list(self._facts().filter(case__in=bars.values("case")))

    def _facts(self) -> Any:
        """The facts that are counted for these scopes."""
        ids = [scope.pk for scope in self.scopes]
        desk = Q(house__in=ids) | Q(desk__in=ids)
        return rows(Fact).filter(desk if self.role_class == RoleClass.DESK else Q(body__in=ids))

    def _column(self, by: str) -> str:
        """The column of a fact that is told apart; of a workplace a body knows what it was told."""
        told = self.role_class == RoleClass.BODY and by == By.WORKPLACE
        return "told_workplace" if told else COLUMN.get(by, "")

    def _hidden(self, by: str, months: Iterable[int]) -> Iterator[tuple[str, Fact]]:
        """Each with the value that it was counted under, of the kinds that are counted there."""
        body, months = self.role_class == RoleClass.BODY, set(months)
        elsewhere = Kind.CASE if body or by == By.AGENCY else Kind.PAIR
        column = self._column(by)
        for fact in self.barred:
            if fact.month in months and fact.kind != elsewhere:
                value = getattr(fact, column) if column else ""
                yield ("" if value is None else str(value)), fact


def _named(sums: dict[str, Any]) -> dict[str, Any]:
    """Under names of their own: a sum can't have the name of its column."""
    return {f"{name}_sum": value for name, value in sums.items()}


def _plain(row: dict[str, Any]) -> dict[str, int]:
    return {name: row[f"{name}_sum"] for name in NAMES}
