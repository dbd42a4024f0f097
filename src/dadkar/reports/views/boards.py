"""The boards of a house and of a body, as pages and as files."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dadkar.kernel.known_calendar import calendar_as_known
from dadkar.people.doors import StaffRequest
from dadkar.people.models import Organisation, RoleClass
from dadkar.reports import tilemap, words
from dadkar.reports.access import body_boards, house_boards
from dadkar.reports.boards import BODY_BY, HOUSE_BY, SMALL, Board, board
from dadkar.reports.models import By
from dadkar.reports.periods import BadFilter, Period
from dadkar.reports.tables import Table, download, moment_words
from dadkar.reports.templatetags.reports import next_days

FORMS = ("csv", "xlsx")


@house_boards
def house(request: StaffRequest) -> HttpResponse:
    """The house's board, of what this desk may see."""
    return _page(request, "boards", RoleClass.DESK, HOUSE_BY)


@body_boards
def body(request: StaffRequest) -> HttpResponse:
    """A body's own board: its own numbers, and no others."""
    return _page(request, "own-board", RoleClass.BODY, BODY_BY)


def _page(request: StaffRequest, name: str, role_class: RoleClass, choices: list[By]) -> HttpResponse:
    asked = {"by": request.GET.get("by") or choices[0], "period": request.GET.get("period", "")}
    wrong, figure = "", tilemap.figure_of("")
    try:
        seen = board(request.user, **asked, role_class=role_class)
        figure = tilemap.figure_of(request.GET.get("show", ""))
    except BadFilter as error:
        wrong = str(error)
        seen = board(request.user, choices[0], role_class=role_class)
    form = request.GET.get("form")
    if form in FORMS and not wrong:
        return download(table_of(seen, role_class), form, f"board-{seen.by}-{seen.period.code}")
    context = _context(request, seen, name, role_class) | {"wrong": wrong, "asked": asked, "name": name}
    context["tabs"] = [
        {"url": _url(name, seen, by=one), "label": one.label, "current": one == seen.by} for one in choices
    ]
    if seen.by == By.COUNTY:
        context |= _map(request, seen, figure)
    return render(request, "reports/board.html", context, status=400 if wrong else 200)


def _context(request: StaffRequest, seen: Board, name: str, role_class: RoleClass) -> dict[str, Any]:
    columns = words.columns_of(role_class)
    place = request.user.organisations(role_class)[0]
    coming = next_days(seen.ahead, calendar_as_known(area=place.area, owner=place.uuid))
    return {
        "board": seen,
        "is_body": role_class == RoleClass.BODY,
        "label": words.BY_LABELS[seen.by],
        "columns": columns,
        "spans": words.SPANS,
        "lines": [(row, _counts(row.tally, columns), _days(row.tally)) for row in seen.rows],
        "multiples": [
            (row.name, tallies)
            for row in seen.rows[:SMALL]
            if (tallies := seen.by_month.get(row.value)) and any(one.fell_due for one in tallies.values())
        ],
        "ahead_days": coming if any(coming.values()) else {},
        "periods": _periods(seen.period),
        "exports": [(form.upper(), _url(name, seen, form=form)) for form in FORMS],
    }


def _map(request: StaffRequest, seen: Board, figure: tilemap.Figure) -> dict[str, Any]:
    """The map of the counties of the reader's provinces, and small ones of the last months."""
    houses = request.user.houses(RoleClass.DESK)
    homes = Organisation.objects.filter(pk__in=houses).exclude(county=None)
    provinces = set(homes.values_list("county__province", flat=True))
    counties = tilemap.counties_of(provinces, [row.value for row in seen.rows])
    return {"maps": tilemap.Maps(seen, counties, provinces, figure), "figures": tilemap.FIGURES.values()}


def _counts(tally: Any, columns: list[tuple[str, Any, Any]]) -> list[tuple[Any, int]]:
    return [(label, getattr(tally, key)) for key, label, _means in columns]


def _days(tally: Any) -> list[tuple[int | None, int | None]]:
    """Median and 90th percentile of each span."""
    return [(tally.median(span), tally.p90(span)) for span, _label, _means in words.SPANS]


def _periods(chosen: Period) -> list[tuple[str, Period, bool]]:
    """The seasons and years that are offered, and the one that was chosen."""
    season = Period.now()
    seasons = [season]
    for _n in range(4):
        seasons.append(seasons[-1].before())
    year = Period.parse(str(season.first // 100))
    offered = [*seasons, year, year.before()]
    if chosen not in offered:
        offered.insert(0, chosen)
    return [(one.code, one, one == chosen) for one in offered]


def _url(name: str, seen: Board, **changes: str) -> str:
    return f"{reverse(name)}?{urlencode({'by': seen.by.value, 'period': seen.period.code} | changes)}"


def table_of(seen: Board, role_class: RoleClass = RoleClass.DESK) -> Table:
    """The board's numbers, with the total as its last row."""
    columns = words.columns_of(role_class)
    head = [str(words.BY_LABELS[seen.by]), *(str(label) for _key, label, _means in columns)]
    for _key, label, _means in words.SPANS:
        head += [_("median, %(what)s") % {"what": label}, _("nine of ten within, %(what)s") % {"what": label}]
    numbered = [(row.name, row.tally) for row in seen.rows] + [(_("all"), seen.total)]
    rows = [
        [name, *(getattr(tally, key) for key, _label, _means in columns), *sum(_days(tally), ())]
        for name, tally in numbered
    ]
    lines = [f"{_('What became of promises')}: {seen.period}"]
    if seen.at:
        lines.append(_("As of %(moment)s") % {"moment": moment_words(seen.at)})
    return Table(lines, head, rows)
