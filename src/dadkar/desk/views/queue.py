"""The house's queue, by urgency and clock, and the search box."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dadkar.cases import search as searching
from dadkar.cases.ladder import before_the_group
from dadkar.cases.models import CLOSED, Case, CaseQueue, Topic
from dadkar.cases.reading import IN_A_LIST, listed, of_one
from dadkar.commitments.kept import kept_since
from dadkar.desk.access import StaffRequest, house_desk
from dadkar.kernel import moment
from dadkar.kernel.calendar import year_bounds, year_of
from dadkar.people.models import County

PAGE = 50

TABS: dict[str, tuple[Any, list[Case.State]]] = {
    "all": (_("All open"), []),
    "mine": (_("Mine"), []),
    "new": (_("Nobody’s yet"), [Case.State.RECEIVED]),
    "triage": (_("In our hands"), [Case.State.TRIAGE]),
    "away": (_("With a body"), [Case.State.REFERRED, Case.State.PROMISED]),
    "claimed": (_("Waiting for the people’s word"), [Case.State.CLAIMED]),
    "late": (_("Past the date"), []),
    "group": (_("Before the working group"), []),
    "closed": (_("Closed"), []),
}
"""The tabs of the queue, and the states whose cases stand on each; none for one that asks otherwise."""


@house_desk
def queue(request: StaffRequest) -> HttpResponse:
    """Open cases by the moment at which somebody must act next; closed ones newest first."""
    tab = request.GET.get("tab", "all")
    tab = tab if tab in TABS else "all"
    filters = _filters(request)
    rows, next_page = _closed(request, filters) if tab == "closed" else _open(request, tab, filters)
    context = {
        "rows": rows,
        "kept": _kept(request.user)
        if tab == "all" and not filters and not request.GET.get("after")
        else None,
        "tab": tab,
        "tabs": [
            {"url": _url(request, tab=name, after=""), "label": label, "current": name == tab}
            for name, (label, _states) in TABS.items()
        ],
        "next_url": next_page,
        "counties": County.objects.all(),
        "topics": Topic.objects.filter(house__in=_houses(request.user), active=True),
        "urgencies": Case.Urgency.choices,
        "chosen": request.GET,
    }
    return render(request, "desk/queue.html", context)


def _houses(user: Any) -> set[int]:
    return {m.organisation.house_id for m in user.current_memberships}


def _kept(user: Any) -> dict[str, int]:
    """What was promised in this Solar-Hijri year to the people whose cases this desk sees."""
    first, _last = year_bounds(year_of(moment.today()))
    return kept_since(first, user)


def _filters(request: StaffRequest) -> dict[str, Any]:
    asked, only = request.GET, dict[str, Any]()
    if county := asked.get("county"):
        only |= of_one("county", County.objects.filter(pk=county))
    if topic := asked.get("topic"):
        only |= of_one("topic", Topic.objects.filter(house__in=_houses(request.user), code=topic))
    urgency = asked.get("urgency", "")
    return only | {"urgency": urgency} if urgency.isdecimal() else only


def _open(request: StaffRequest, tab: str, filters: dict[str, Any]) -> tuple[list[Case], str]:
    """A page of the queue, read from the narrow table; `after` is the offset of the page."""
    user, after = request.user, _number(request.GET.get("after"))
    only = dict(filters)
    if tab == "mine":
        only["officer"] = user
    if tab == "group":
        only["in"] = before_the_group(Case.objects.visible_to(user))
    before = moment.now() if tab == "late" else None
    first = CaseQueue.objects.soonest(
        user, limit=after + PAGE + 1, states=TABS[tab][1], before=before, **only
    )
    ids = first[after:]
    more = _url(request, after=after + PAGE) if len(ids) > PAGE else ""
    return listed(user, ids[:PAGE]), more


def _closed(request: StaffRequest, filters: dict[str, Any]) -> tuple[list[Case], str]:
    before = _number(request.GET.get("after")) or None
    rows = Case.objects.select_related(*IN_A_LIST).with_sign()
    page = rows.newest(request.user, limit=PAGE + 1, before=before, state__in=CLOSED, **filters)
    more = _url(request, after=page[PAGE - 1].pk) if len(page) > PAGE else ""
    return page[:PAGE], more


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


def _url(request: StaffRequest, **changes: Any) -> str:
    values = {**request.GET.dict(), **changes}
    return f"{reverse('queue')}?{urlencode({key: value for key, value in values.items() if value})}"


@house_desk
def search(request: StaffRequest) -> HttpResponse:
    """Search in what this reader may see; each page says how far back it has looked."""
    text = request.GET.get("q", "").strip()[:200]
    before = _number(request.GET.get("before"))
    found = searching.search(request.user, text, before=before or None) if text else None
    next_url = ""
    if found and found.before:
        next_url = f"{reverse('search')}?{urlencode({'q': text, 'before': found.before})}"
    return render(request, "desk/search.html", {"query": text, "found": found, "next_url": next_url})
