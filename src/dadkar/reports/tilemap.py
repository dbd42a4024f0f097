"""A map of counties in tiles: each county is one tile of the same size, placed as the counties lie.

The places are data (`County.map_column`, `map_row`); why there are no boundaries says
`docs/decisions/0009-tile-map.md`. A county without a place is in the map's table all the same.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.persian import percent
from dadkar.people.models import County
from dadkar.reports.boards import Board
from dadkar.reports.counting import month_of
from dadkar.reports.drawing import MASKED, NOTHING, Tile
from dadkar.reports.periods import BadFilter
from dadkar.reports.reading import rows
from dadkar.reports.tally import Tally
from dadkar.web.templatetags.dadkar import number

MONTHS = 6  # small maps side by side
SHARES = (10, 25, 50, 100)  # the highest percentage of each shade
SHADES = len(SHARES)


@dataclass(frozen=True)
class Figure:
    """What is shown: a part of a whole, both names of a tally; as a share of it, or as a number."""

    key: str
    label: Any
    of: Any
    part: str
    whole: str
    is_share: bool = False


FIGURES = {
    one.key: one
    for one in (
        Figure("gap", _("called done, not confirmed"), _("of what is called done"),
               "only_said", "said", is_share=True),
        Figure("overdue", _("past the date"), _("of the promises that fell due"),
               "overdue", "fell_due", is_share=True),
        Figure("open", _("open cases"), _("of the cases that were filed"), "open", "cases"),
        Figure("late", _("letters unanswered, late"), _("of the letters that were sent"),
               "late", "sent"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """The highest value of each shade; nought has none."""

    ends: tuple[int, ...]
    is_share: bool = False

    @classmethod
    def up_to(cls, most: int) -> "Scale":
        """Equal steps, so that the darkest holds `most`."""
        step = -(-max(most, 1) // SHADES)
        return cls(tuple(range(step, max(most, 1) + step, step)))

    def shade(self, value: int) -> str:
        return str(sum(value > end for end in (0, *self.ends)))

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Each shade with its values, nought first."""
        spans, start = [("0", self.said(0))], 1
        for n, end in enumerate(self.ends, 1):
            ends = {"from": number(start), "to": self.said(end)}
            spans.append((str(n), ends["to"] if start == end else gettext("%(from)s to %(to)s") % ends))
            start = end + 1
        return spans

    def said(self, value: int) -> str:
        return percent(value) if self.is_share else number(value)


@dataclass(frozen=True)
class Line:
    """A county with what is said of it: in its tile, and in a row of the table."""

    county: County | None
    name: str
    label: str
    under: str
    shade: str


@dataclass(frozen=True)
class Map:
    """Its lines in their order, the scale of their shades, and the provinces that are drawn."""

    lines: list[Line]
    scale: Scale
    provinces: Collection[str]

    @property
    def drawings(self) -> list[list[Tile]]:
        """The tiles of each province."""
        found: dict[str, list[Tile]] = {}
        for line in self.lines:
            if line.county and (tile := self._tile(line)):
                found.setdefault(line.county.province, []).append(tile)
        return [found[province] for province in sorted(found)]

    @property
    def has_empty(self) -> bool:
        """Whether there is a county with nothing to count."""
        return any(line.shade == NOTHING for line in self.lines)

    @property
    def off(self) -> list[Line]:
        """Those that have no place on the map."""
        return [line for line in self.lines if self._tile(line) is None]

    def _tile(self, line: Line) -> Tile | None:
        place = line.county.place if line.county and line.county.province in self.provinces else None
        return Tile(*place, line.name, line.label, line.under, line.shade) if place else None


def figure_of(key: str) -> Figure:
    """What is asked for; the gap unless said otherwise. Raises BadFilter."""
    if key and key not in FIGURES:
        raise BadFilter(gettext("The map shows one of: %(names)s.") % {"names": ", ".join(FIGURES)})
    return FIGURES[key or "gap"]


def counties_of(provinces: Collection[str], values: Iterable[str]) -> dict[str, County]:
    """By code: every county of these provinces, and those of the values."""
    found = rows(County).filter(Q(province__in=provinces) | Q(pk__in=list(values)))
    return {county.pk: county for county in found}


@dataclass(frozen=True)
class Maps:
    """The maps of a board by county: `counties` by code, and the provinces that are drawn."""

    board: Board
    counties: dict[str, County]
    provinces: Collection[str]
    figure: Figure

    @property
    def whole(self) -> Map:
        """The figure of each county: those of the board first, then those of which it has nothing."""
        tallies = {row.value: row.tally for row in self.board.rows}
        if not self.board.more:  # else it is not known whether of the others there is nothing
            tallies |= {code: Tally() for code in self.counties if code not in tallies}
        names = {row.value: row.name for row in self.board.rows}
        part = self.figure.part
        most = max((getattr(tally, part) for tally in tallies.values()), default=0)
        scale = Scale(SHARES, is_share=True) if self.figure.is_share else Scale.up_to(most)
        lines = [
            self._line(self.counties.get(code), names.get(code) or str(self.counties[code]), tally, scale)
            for code, tally in tallies.items()
        ]
        return Map(lines, scale, self.provinces)

    def _line(self, county: County | None, name: str, tally: Tally, scale: Scale) -> Line:
        part, whole = getattr(tally, self.figure.part), getattr(tally, self.figure.whole)
        if not whole:
            return Line(county, name, "–", "", NOTHING)
        count = {"n": number(part), "all": number(whole)}
        if not self.figure.is_share:
            return Line(county, name, count["n"], gettext("of %(all)s") % count, scale.shade(part))
        share = max(round(100 * part / whole), bool(part))
        return Line(county, name, percent(share), gettext("%(n)s of %(all)s") % count, scale.shade(share))

    @property
    def months(self) -> list[tuple[int, Map]]:
        """A small map for each of the last months, by number and all on one scale."""
        past = [month for month in self.board.months if month <= month_of(moment.today())]
        counts = {month: self._in_month(month) for month in past[-MONTHS:]}
        most = max((n for found in counts.values() for n in found.values()), default=0)
        scale = Scale.up_to(most)
        return [
            (month, numbers(found, self.counties, scale, self.provinces))
            for month, found in counts.items()
            if most
        ]

    def _in_month(self, month: int) -> dict[str, int]:
        tallies = {code: self.board.by_month.get(code, {}).get(month) for code in self.counties}
        return {code: getattr(one, self.figure.part) if one else 0 for code, one in tallies.items()}


def numbers(
    shown: Mapping[str, int | None], counties: dict[str, County], scale: Scale, provinces: Collection[str]
) -> Map:
    """One number of each county; None is masked."""
    lines = [
        Line(counties[code], str(counties[code]), "✱", "", MASKED)
        if n is None
        else Line(counties[code], str(counties[code]), number(n), "", scale.shade(n))
        for code, n in shown.items()
        if code in counties
    ]
    return Map(lines, scale, provinces)
