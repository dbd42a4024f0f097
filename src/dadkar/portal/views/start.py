"""The first page, and the way out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dadkar.kernel import moment
from dadkar.kernel.calendar import WEEKDAYS_EN, WEEKDAYS_FA, Jalali, days_in_month, week_start
from dadkar.kernel.persian.numbers import persian_reader
from dadkar.portal.views.pages import draw, page, see

FORGET = '"cache", "cookies", "storage"'


@require_safe
@page
def start(request: HttpRequest) -> HttpResponse:
    """What this is, and two ways on."""
    return draw(request, "start")


@require_POST
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: forget everything in this browser, and show a page that says nothing of us."""
    response = see("calendar")
    response["Clear-Site-Data"] = FORGET
    for name in request.COOKIES:
        response.delete_cookie(name)
    return response


@require_safe
@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """This month's leaf of a wall calendar: where a quick exit ends. It has no name and no way back."""
    today = Jalali.from_date(moment.today())
    context = {
        "month": today.month_only(),
        "today": today.day,
        "weeks": weeks_of(today),
        "weekdays": weekdays(),
    }
    return render(request, "portal/calendar.html", context | {"today_text": today.long()})


def weekdays() -> list[tuple[str, str]]:
    """From Saturday on, each with the short form that stands over its column."""
    names = WEEKDAYS_FA if persian_reader() else WEEKDAYS_EN
    return [(name, name[:1] if persian_reader() else name[:2]) for name in names]


def weeks_of(day: Jalali) -> list[list[Any]]:
    """The days of a month as weeks from Saturday; None where another month's day would stand."""
    first = Jalali(day.year, day.month, 1)
    blanks = (first.to_date() - week_start(first.to_date())).days
    days = [None] * blanks + list(range(1, days_in_month(day.year, day.month) + 1))
    days += [None] * (-len(days) % 7)
    return [days[n : n + 7] for n in range(0, len(days), 7)]
