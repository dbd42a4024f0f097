"""Making a release: which promises and letters are counted in it, frozen and masked.

Each promise is counted once: in the release of the month in which it fell due, or the next one after it was
written down or its lawful wait ended. What changes afterwards is counted as a late change of a later release.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Topic
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.together import together
from dadkar.people.models import Closure, County, Organisation
from dadkar.people.reference import bodies
from dadkar.reports import access, masking, rollup
from dadkar.reports.counting import month_of
from dadkar.reports.marks import Mark
from dadkar.reports.masking import Cube
from dadkar.reports.models import Counted, Fact, Release, ReleasedCell
from dadkar.reports.models.fact import Kind
from dadkar.reports.tally import percentile

PROMISES = {
    "confirmed": Mark.CONFIRMED,
    "only_said": Mark.CLAIMED | Mark.UNCONFIRMED,
    "overdue": Mark.OVERDUE,
}
COLUMNS = [*PROMISES, "redirected"]
LATE = ("late_confirmed", "late_lost")
DAYS = ("answer_median", "answer_p90")
ENOUGH = 10  # of so many, a median may be shown

Unit = tuple[Fact, str]  # a fact and the column that it is counted in


def next_month(house: Organisation) -> int | None:
    """The month that the next release would be of; None while it is not over."""
    last = Release.objects.filter(house=house).order_by("-month").first()
    now = month_of(moment.today())
    month = after(last.month) if last else before(now)
    return month if month < now else None


def after(month: int) -> int:
    return month + 1 if month % 100 < 12 else month - month % 100 + 101


def before(month: int) -> int:
    return month - 1 if month % 100 > 1 else month - 100 + 11


@together
def prepare(house: Organisation, month: int | None = None, *, by: Actor) -> Release:
    """Freeze a month's figures and lay them before the bodies. Only a first release may choose its month.

    Raises WrongState when there is no month that is over and not yet released.
    """
    access.permit_release(by, house)
    wanted = next_month(house)
    if month is not None and not Release.objects.filter(house=house).exists():
        wanted = month if month < month_of(moment.today()) else None
    if wanted is None or month not in (None, wanted):
        raise WrongState(_("There is no month that is over and not yet released."))
    rollup.refresh(house)
    release = Release.objects.create(
        house=house, month=wanted, by=by.ref, preview_until=Release.preview_end(house)
    )
    release.record("prepare", by=by)
    Draft(release).freeze()
    return release


class Draft:
    """The numbers of one release while they are being worked out."""

    def __init__(self, release: Release) -> None:
        self.release, self.house = release, release.house
        self.since = Release.objects.filter(house=self.house).order_by("month").first()
        self.units = [
            *self._new(Kind.PROMISE, PROMISES),
            *self._new(Kind.LETTER, {"redirected": Mark.REDIRECTED}),
        ]
        self.sensitive = set(
            Topic.objects.filter(house=self.house, sensitive=True).values_list("pk", flat=True)
        )

    def freeze(self) -> None:
        """Write every number down, shown or masked, and which units are behind them."""
        cells = [*self._totals(), *self._late(), *self._days()]
        for cube, drawn in self._cubes().items():
            masked = masking.mask(drawn, COLUMNS)
            cells += [
                self._cell(column, n, masked=(value, column) in masked, cube=cube, value=value)
                for column in COLUMNS
                for value, n in drawn.column(column).items()
            ]
        ReleasedCell.objects.bulk_create(cells)
        Counted.objects.bulk_create(
            [Counted(release=self.release, kind=fact.kind, source=fact.source, as_what=column)
             for fact, column in self.units]
        )  # fmt: skip

    # -- what is counted -------------------------------------------------------------------------

    def _new(self, kind: Kind, columns: dict[str, Mark]) -> Iterable[Unit]:
        """The facts of the time since the first release that have not been counted in any."""
        assert self.since
        facts = Fact.objects.filter(house=self.house, kind=kind, month__lte=self.release.month)
        counted = Counted.objects.filter(release__house=self.house, kind=kind).values("source")
        for fact in facts.filter(month__gte=self.since.month).exclude(source__in=counted):
            column = next((name for name, mark in columns.items() if fact.marks & mark), None)
            if column:
                yield fact, column

    def _totals(self) -> Iterable[ReleasedCell]:
        totals = Counter(column for _fact, column in self.units)
        wholly = {
            column
            for column in COLUMNS
            if {fact.topic for fact, other in self.units if other == column} <= self.sensitive
        }
        masked = masking.mask_totals({column: totals[column] for column in COLUMNS}, wholly)
        return [self._cell(column, totals[column], masked=column in masked) for column in COLUMNS]

    def _cubes(self) -> dict[str, Cube]:
        """By agency, topic and county: every row that could be there, so that being there tells nothing."""
        heads = self._heads()
        agencies = self._agencies()
        topics = Topic.objects.filter(house=self.house).order_by("-order", "-pk")
        counties = list(County.objects.order_by("-fa"))
        if home := self.house.county:  # the capital, with the most cases in any month, is masked last
            others = County.objects.filter(province=home.province).exclude(pk=home.pk)
            counties = [*others.order_by("-fa"), home]
        return {
            "agency": self._cube(
                [str(one.pk) for one in agencies], lambda fact: heads.get(fact.body, fact.body)
            ),
            "topic": self._cube([str(one.pk) for one in topics if not one.is_group], lambda fact: fact.topic),
            "county": self._cube([one.pk for one in counties], lambda fact: fact.county),
        }

    def _agencies(self) -> list[Organisation]:
        """The heads in the order of masking: those that the list of bodies names first are masked last."""
        listed = {code: n for n, code in enumerate(bodies())}
        found = Organisation.objects.bodies().filter(house=self.house, parent=None).order_by("-sort_key")
        return sorted(found, key=lambda one: -listed.get(one.body, len(listed)))

    def _cube(self, order: list[str], value_of: Any) -> Cube:
        counts: Counter[tuple[str, str]] = Counter()
        topics: dict[tuple[str, str], set[Any]] = defaultdict(set)
        for fact, column in self.units:
            key = str(value_of(fact) or ""), column
            counts[key] += 1
            topics[key].add(fact.topic)
        strangers = sorted({value for value, _column in counts} - set(order))
        sensitive = {key for key, found in topics.items() if found <= self.sensitive}
        return Cube([*strangers, *order], counts, sensitive)

    def _heads(self) -> dict[int | None, int]:
        """Each body's head: a unit is counted with the body that it belongs to."""
        found: dict[int | None, int] = {}
        for row in Closure.objects.filter(descendant__house=self.house, until=None).order_by("depth"):
            found[row.descendant_id] = row.ancestor_id
        return found

    # -- late changes ----------------------------------------------------------------------------

    def _late(self) -> Iterable[ReleasedCell]:
        changed = self._changed()
        Counted.objects.bulk_create(
            [
                Counted(release=self.release, kind=Kind.PROMISE, source=source, as_what=now, late=True)
                for source, now in changed.items()
            ]
        )
        numbers = Counter("late_confirmed" if now == "confirmed" else "late_lost" for now in changed.values())
        for column in LATE:
            shown = masking.shows_late(numbers[column], self._stock(column))
            yield self._cell(column, numbers[column], masked=not shown)

    def _changed(self) -> dict[int, str]:
        """What was counted in an earlier release and has since been confirmed, or is confirmed no more."""
        last: dict[int, str] = {}
        counted = Counted.objects.filter(release__house=self.house, kind=Kind.PROMISE).order_by("pk")
        for source, as_what in counted.values_list("source", "as_what"):
            last[source] = as_what
        found = {}
        for fact in Fact.objects.filter(house=self.house, kind=Kind.PROMISE, source__in=last):
            now = next((name for name, mark in PROMISES.items() if fact.marks & mark), "overdue")
            if (now == "confirmed") != (last[fact.source] == "confirmed"):
                found[fact.source] = now
        return found

    def _stock(self, late: str) -> int:
        """How many could have changed so, by what has been shown of the whole so far."""
        gains = {"only_said", "overdue", "late_lost"}, {"confirmed", "late_confirmed"}
        more, less = gains if late == "late_confirmed" else gains[::-1]
        shown: Counter[str] = Counter()
        cells = ReleasedCell.objects.filter(release__house=self.house, cube="", shown__isnull=False)
        for column, n in cells.exclude(release=self.release).values_list("column", "shown"):
            shown[column] += n or 0
        taken = less & set(LATE)
        return sum(shown[column] for column in more) - sum(shown[column] for column in taken)

    # -- working days ----------------------------------------------------------------------------

    def _days(self) -> Iterable[ReleasedCell]:
        """Working days to the first answer to the month's letters, of each head and of all."""
        heads = self._heads()
        spread: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        letters = Fact.objects.filter(house=self.house, kind=Kind.LETTER, month=self.release.month)
        for body, days in letters.exclude(Q(answer=None)).values_list("body", "answer"):
            spread["agency", str(heads.get(body, body))][days or 0] += 1
            spread["", ""][days or 0] += 1
        for (cube, value), taken in spread.items():
            masked = sum(taken.values()) < ENOUGH
            for column, share in zip(DAYS, (50, 90), strict=True):
                n = percentile(taken, share) or 0
                yield self._cell(column, n, masked=masked, cube=cube, value=value)

    def _cell(self, column: str, n: int, *, masked: bool, cube: str = "", value: str = "") -> ReleasedCell:
        return ReleasedCell(
            release=self.release, cube=cube, value=value, column=column, own=n, shown=None if masked else n
        )
