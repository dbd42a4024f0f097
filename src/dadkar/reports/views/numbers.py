"""What the public sees: published releases, and nothing that is not in them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dadkar.reports import tilemap, words
from dadkar.reports.models import Release, ReleasedCell
from dadkar.reports.names import names_of
from dadkar.reports.periods import month_words
from dadkar.reports.reading import rows
from dadkar.reports.releasing import COLUMNS, LATE
from dadkar.reports.tables import Table, download

CUBES = ("agency", "topic", "county")
DAYS = ("answer_median", "answer_p90")
MASKED = "✱"


def numbers(request: HttpRequest, uuid: UUID | None = None) -> HttpResponse:
    """A published release, the newest by itself."""
    published = rows(Release).published().select_related("house", "publication")
    release = published.filter(uuid=uuid).first() if uuid else published.first()
    if uuid and release is None:
        raise Http404
    if release is None:
        return render(request, "reports/numbers.html", {})
    shown = Shown(release)
    if (form := request.GET.get("form")) in ("csv", "xlsx"):
        return download(shown.table(), form, f"release-{release.month}")
    others = [(one, month_words(one.month)) for one in published.filter(house=release.house)[:36]]
    return render(request, "reports/numbers.html", {"release": release, "shown": shown, "others": others})


class Shown:
    """A release as it is shown: by cube, the rows in their order; what is masked is None."""

    def __init__(self, release: Release) -> None:
        self.release, self.month = release, month_words(release.month)
        self.cells: dict[tuple[str, str], dict[str, int | None]] = {}
        for cell in rows(ReleasedCell).filter(release=release).order_by("-pk"):
            self.cells.setdefault((cell.cube, cell.value), {})[cell.column] = cell.shown
        self.total = self.cells[("", "")]
        self.replies = {str(one.body_id): one.text for one in release.replies.using(release._state.db)}
        self.late = {name: self.total.get(name) for name in LATE}
        self.cubes = [self._cube(cube) for cube in CUBES]
        self.maps = self._maps()

    @property
    def said(self) -> int | None:
        """What bodies call done, where it can be shown."""
        return _sum(self.total, "confirmed", "only_said")

    @property
    def fell_due(self) -> int | None:
        return _sum(self.total, "confirmed", "only_said", "overdue")

    def _cube(self, cube: str) -> dict[str, Any]:
        """Rows with something to show; of the others it is said how many there are: always the same ones."""
        inside = {value: cells for (kind, value), cells in self.cells.items() if kind == cube}
        shown = {value: cells for value, cells in inside.items()
                 if any(n is not None for n in cells.values()) or value in self.replies}  # fmt: skip
        names = names_of(cube, shown)
        columns = [name for name in words.RELEASED if cube == "agency" or name not in DAYS]
        listed = [
            {
                "name": names[value],
                "cells": [(words.RELEASED[name], cells.get(name)) for name in columns],
                "bar": cells if _sum(cells, "confirmed", "only_said", "overdue") is not None else None,
                "reply": self.replies.get(value) if cube == "agency" else None,
            }
            for value, cells in shown.items()
        ]
        return {
            "by": words.BY_LABELS[cube],
            "columns": [words.RELEASED[name] for name in columns],
            "rows": listed,
            "left": len(inside) - len(shown),
            "drawn": any(row["bar"] for row in listed),
        }

    def _maps(self) -> list[tuple[Any, tilemap.Map]]:
        """The columns of the table by county in which a number is shown, on one scale; masked is masked."""
        by_county = {value: cells for (cube, value), cells in self.cells.items() if cube == "county"}
        counties = tilemap.counties_of([], by_county)
        home = self.release.house.county
        provinces = {home.province} if home else {county.province for county in counties.values()}
        columns = {name: {code: cells.get(name) for code, cells in by_county.items()} for name in COLUMNS}
        shown = [n for found in columns.values() for n in found.values() if n is not None]
        scale = tilemap.Scale.up_to(max(shown, default=0))
        maps = [
            (words.RELEASED[name], tilemap.numbers(found, counties, scale, provinces))
            for name, found in columns.items()
            if any(n is not None for n in found.values())
        ]
        return [(label, drawn) for label, drawn in maps if drawn.drawings]

    def table(self) -> Table:
        """Everything that is shown, one line a number: by what, which, what, how many."""
        lines = [
            [cube["by"], row["name"], str(label), MASKED if n is None else n]
            for cube in self.cubes
            for row in cube["rows"]
            for label, n in row["cells"]
        ]
        whole = [
            [_("all"), "", str(label), MASKED if self.total.get(name) is None else self.total[name]]
            for name, label in words.RELEASED.items()
        ]
        head = [_("Told apart by"), _("which"), _("what"), _("how many")]
        title = f"{self.release.house}: {self.month}"
        note = _("%(mask)s: masked, so that no person can be found out") % {"mask": MASKED}
        plain = [[str(part) for part in row[:3]] + row[3:] for row in whole + lines]
        return Table([title, note], head, plain)


def _sum(cells: dict[str, int | None], *columns: str) -> int | None:
    parts = [cells.get(column) for column in columns]
    return None if None in parts else sum(part or 0 for part in parts)
