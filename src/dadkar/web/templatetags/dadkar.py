"""Filters in every template, for both languages; the kernel's text and calendar do the work.

{{ "1404/37"|digits }}       any text in the reader's digits
{{ 12500|number }}           with separators; {{ 3.14159|number:1 }} rounded to one place
{{ rials|toman }} {{ rials|toman_words }} {{ rials|rial }}
{{ day|jdate }}              a <time> with both calendars on hover; for a datetime, its day in Tehran
{{ day|jdate_short }} {{ at|jdatetime }} {{ day|jmonth }} {{ day|week_of }}
{{ day|ago }}                «۴ روز پیش»;  {{ due|days_left }} «۲ روز مانده», «۴ روز گذشته»
{{ "+98917…"|phone }}        as people in Iran write it
{{ "074-3333"|telephone }}   an office's number as it was typed, to dial

Of None and "" each makes "".
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dadkar.kernel import persian
from dadkar.kernel.calendar import Jalali, week_start
from dadkar.kernel.fields import national
from dadkar.kernel.moment import today

register = template.Library()

Number = int | float | Decimal


@register.filter
def digits(value: object) -> str:
    """Any text or number with its digits in the reader's own."""
    return "" if value is None else persian.digits(value)


@register.filter
def number(value: Number | str | None, places: int | None = None) -> str:
    """«۱۲٬۵۰۰» or “12,500”; text that is no number only has its digits changed."""
    if not isinstance(value, Number):
        return digits(value)
    return persian.number(value if places is None else round(Decimal(value), places))


@register.filter
def toman(rials: int | None) -> str:
    """An amount of rials as people say it: «۱٬۲۵۰٬۰۰۰ تومان»."""
    return persian.toman(rials) if isinstance(rials, int) else ""


@register.filter
def toman_words(rials: int | None) -> str:
    """An amount of rials in words: «۱ میلیون و ۲۵۰ هزار تومان»."""
    return persian.toman_in_words(rials) if isinstance(rials, int) else ""


@register.filter
def rial(rials: int | None) -> str:
    """An amount for papers: «۱۲٬۵۰۰٬۰۰۰ ریال»."""
    return persian.rial(rials) if isinstance(rials, int) else ""


@register.filter
def jdate(value: date | None) -> str:
    """«سه‌شنبه ۱۳ آبان ۱۴۰۴» or “4 November 2025”."""
    return _time(value, Jalali.long, "j F Y")


@register.filter
def jdate_short(value: date | None) -> str:
    """«۱۴۰۴/۰۸/۱۳» or “2025-11-04”, for tables."""
    return _time(value, Jalali.short, "Y-m-d")


@register.filter
def jdatetime(value: datetime | None) -> str:
    """«۱۳ آبان ۱۴۰۴، ساعت ۱۴:۳۰» or “4 November 2025, 14:30”, in Tehran's time."""
    if not value:
        return ""
    local = timezone.localtime(value)
    shown = _("%(day)s, %(hour)s") % {"day": _medium(local.date()), "hour": digits(f"{local:%H:%M}")}
    return _element(local.date(), shown, f"{local:%Y-%m-%dT%H:%M%z}")


@register.filter
def jmonth(value: date | None) -> str:
    """«آبان ۱۴۰۴» or “Aban 1404”: a Solar-Hijri month in both languages, as no Gregorian one equals it."""
    return Jalali.from_date(_day(value)).month_only() if value else ""


@register.filter
def week_of(value: date | None) -> str:
    """«هفتهٔ ۱۰ آبان ۱۴۰۴»: the week's Saturday, in the markup too, for those who must not know the day."""
    if not value:
        return ""
    saturday = week_start(_day(value))
    shown = (
        Jalali.from_date(saturday).medium() if persian.persian_reader() else format_date(saturday, "j F Y")
    )
    return _element(saturday, _("Week of %(day)s") % {"day": shown}, saturday.isoformat())


@register.filter
def ago(value: date | None) -> str:
    """How long since something happened, in whole days of Tehran: «امروز», «دیروز», «۴ روز پیش»."""
    if not value:
        return ""
    days = (today() - _day(value)).days
    if days < 0:
        return days_left(value)
    if days < 2:
        return _("yesterday") if days else _("today")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": number(days)}


@register.filter
def days_left(value: date | None) -> str:
    """How a deadline stands, in calendar days: «۲ روز مانده», «امروز», «۴ روز گذشته»."""
    if not value:
        return ""
    days = (_day(value) - today()).days
    if not days:
        return _("today")
    if days > 0:
        return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": number(days)}
    return ngettext("%(n)s day past", "%(n)s days past", -days) % {"n": number(-days)}


@register.filter
def phone(value: str | None) -> str:
    """A kept number in the form people dial, left to right within any text."""
    return format_html('<bdi dir="ltr">{}</bdi>', national(value)) if value else ""


@register.filter
def telephone(value: str | None) -> str:
    """An office's number in the reader's digits; on a phone a touch dials it, unless more is said with it."""
    if not value:
        return ""
    typed = persian.to_latin_digits(value)
    if not re.fullmatch(r"\+?[\d\s()*#-]+", typed):
        return format_html('<bdi dir="auto">{}</bdi>', digits(value))
    link = '<a class="nowrap" href="tel:{}"><bdi dir="ltr">{}</bdi></a>'
    return format_html(link, re.sub(r"[\s()]", "", typed), digits(value))


def _day(value: date) -> date:
    """The civil day in Tehran."""
    if not isinstance(value, datetime):
        return value
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()


def _medium(day: date) -> str:
    return Jalali.from_date(day).medium() if persian.persian_reader() else format_date(day, "j F Y")


def _time(value: date | None, solar: Callable[[Jalali], str], gregorian: str) -> str:
    if not value:
        return ""
    day = _day(value)
    shown = solar(Jalali.from_date(day)) if persian.persian_reader() else format_date(day, gregorian)
    return _element(day, shown, day.isoformat())


def _element(day: date, shown: str, machine: str) -> SafeString:
    both = f"{Jalali.from_date(day).long()} · {digits(format_date(day, 'j F Y'))}"
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, both, shown)
