"""The room's drawings for its templates."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dadkar.kernel.calendar import WEEKDAYS_EN, Jalali, month_name
from dadkar.kernel.calendar import in_digits as digits
from dadkar.kernel.persian.numbers import persian_reader
from dadkar.reports import drawing
from dadkar.reports.periods import month_words
from dadkar.reports.tally import Tally
from dadkar.web.templatetags.dadkar import number

register = template.Library()
register.simple_tag(drawing.tile_map)
register.simple_tag(drawing.tile_patterns)
register.simple_tag(drawing.tile_swatch)


@register.simple_tag
def ahead(days: Mapping[date, int]) -> SafeString:
    """What is about to fall due, a column a day."""
    items = [drawing.Column(_weekday(day), _day(day), {"in-time": n}) for day, n in days.items()]
    said = _("; ").join(f"{_long(day)}: {number(n)}" for day, n in days.items() if n)
    return drawing.columns(items, said=said or _("nothing in these days"), width=64)


def _weekday(day: date) -> str:
    name = Jalali.from_date(day).weekday_name()
    return name[:3] if name in WEEKDAYS_EN else name


def _day(day: date) -> str:
    """Its number in the calendar in which the reader's pages say dates."""
    return digits(Jalali.from_date(day).day if persian_reader() else day.day)


def _long(day: date) -> str:
    return Jalali.from_date(day).long() if persian_reader() else date_format(day, "j F Y")


@register.simple_tag
def by_month(months: list[int], tallies: Mapping[int, Tally]) -> SafeString:
    """Twelve months of one row, on a scale of its own: small bodies get worse as well."""
    items = [
        drawing.Column(
            month_name(month % 100),
            "",
            {"confirmed": one.confirmed, "claimed": one.only_said, "overdue": one.overdue},
        )
        for month in months
        for one in [tallies.get(month) or Tally()]
    ]
    said = _("; ").join(
        _("%(month)s: %(confirmed)s confirmed of %(all)s")
        % {"month": month_words(month), "confirmed": number(one.confirmed), "all": number(one.fell_due)}
        for month, one in sorted(tallies.items())
        if one.fell_due
    )
    return drawing.columns(items, said=said or _("nothing yet"), width=20, high=56, labels=False)


@register.filter
def highest(tallies: Mapping[int, Tally]) -> int:
    """The most promises that fell due in one month."""
    return max((one.fell_due for one in tallies.values()), default=0)


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key that is a variable."""
    return mapping.get(key)


def next_days(days: Mapping[date, int], calendar: Any) -> dict[date, int]:
    """By working day: what falls due on a day off is due by the next one."""
    found: dict[date, int] = {}
    last = max(days)
    for day, n in days.items():
        counted = calendar.on_or_after(day)
        if counted <= last + timedelta(days=4):
            found[counted] = found.get(counted, 0) + n
    return found


register.filter("month", month_words)
