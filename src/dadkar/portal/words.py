"""How the worker's pages say a day."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dadkar.kernel.calendar import Jalali
from dadkar.kernel.persian.numbers import persian_reader

NO_BREAK = "\N{NO-BREAK SPACE}"  # a day and its month stay on one line


def as_day(moment: date | datetime) -> date:
    """The civil date of a day or of a moment, in the current zone."""
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def day_text(moment: date | datetime, lang: str | None = None) -> str:
    """«سه‌شنبه ۱۲ آبان ۱۴۰۴» or “Monday 3 November 2025”."""
    day = as_day(moment)
    said = Jalali.from_date(day).long(lang) if persian_reader(lang) else date_format(day, "l j F Y")
    weekday, _space, rest = said.partition(" ")
    return f"{weekday} {rest.replace(' ', NO_BREAK)}"


def other_calendar(moment: date | datetime) -> str:
    """The same day in the calendar that the reader does not use."""
    day = as_day(moment)
    return f"{day:%Y-%m-%d}" if persian_reader() else Jalali.from_date(day).medium("en")


def day_html(moment: date | datetime) -> SafeString:
    """The day for a page, with the other calendar's name on hover."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        as_day(moment).isoformat(),
        other_calendar(moment),
        day_text(moment),
    )


def sentence(template: Any, **facts: Any) -> str:
    """A translated sentence with its facts put in."""
    return str(template) % facts


def unstopped(text: str) -> str:
    """What somebody said, without the full stop with which it would end a sentence of its own."""
    return text.strip().rstrip(".")
