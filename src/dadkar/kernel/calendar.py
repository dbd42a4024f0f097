"""Solar-Hijri dates, for the edge only: what is stored is `datetime.date` and UTC.

The arithmetic is `jalali-core`'s (through `jdatetime`): leap years by the 33-year cycle. From 1300 to 1500
it gives the same first day of every year as the equinox over Tehran (`convertdate.persian`), which has been
the law in Iran since 1304; they part only in 1502 and 1503. The 2820-year cycle found in some software is
*not* the law: it takes 1404, 1437 and 1470 for leap years, where 1403, 1436 and 1469 are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Self

import jdatetime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MONTHS_FA = tuple(jdatetime.date.j_months_fa)
MONTHS_EN = tuple(jdatetime.date.j_months_en)
WEEKDAYS_FA = tuple(jdatetime.date.j_weekdays_fa)
WEEKDAYS_EN = tuple(jdatetime.date.j_weekdays_en)

_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NUMBERS = re.compile(r"(\d{1,4})\s*[/\-.٫\s]\s*(\d{1,2})\s*[/\-.٫\s]\s*(\d{1,4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDS = re.compile(r"(\d{1,2})\s+([^\W\d]+)(?:\s+ماه)?\s+(\d{4})")
_YEARS = range(1300, 1501)
_GREGORIAN_YEARS = range(1821, 2222)
_ARABIC_LETTERS = str.maketrans("يك", "یک")
_MONTH_NUMBERS = {name.casefold(): n % 12 + 1 for n, name in enumerate(MONTHS_FA + MONTHS_EN)}


class ImpossibleDate(ValueError):
    """A date that does not exist or cannot be read. `message` says why, in the reader's language."""

    def __init__(self, template: Any, **facts: Any) -> None:
        super().__init__(template, facts)
        self.template, self.facts = template, facts

    @property
    def message(self) -> str:
        """The sentence for the person who typed the date, with the digits of their language."""
        facts = {name: fact() if callable(fact) else in_digits(fact) for name, fact in self.facts.items()}
        return str(self.template) % facts

    def __str__(self) -> str:
        return self.message


def in_digits(number: int | str, language: str | None = None) -> str:
    """The number with the digits of `language` (the active one by default)."""
    return str(number).translate(_PERSIAN_DIGITS) if _persian(language) else str(number)


def _persian(language: str | None) -> bool:
    return (language or get_language() or "fa").startswith("fa")


def month_name(month: int, language: str | None = None) -> str:
    """The name of month 1…12, such as «مهر» or “Mehr”."""
    return (MONTHS_FA if _persian(language) else MONTHS_EN)[month - 1]


def _named(month: int) -> Callable[[], str]:
    return lambda: month_name(month)


@dataclass(frozen=True, order=True, slots=True)
class Jalali:
    """A Solar-Hijri date, ordered like the days it names. Raises ImpossibleDate for one that isn't."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if self.year not in _YEARS:
            raise ImpossibleDate(
                _("Write the year with four digits, from %(first)s to %(last)s."),
                first=_YEARS[0],
                last=_YEARS[-1],
            )
        if not 1 <= self.month <= 12:
            raise ImpossibleDate(_("A year has 12 months; there is no month %(month)s."), month=self.month)
        last = days_in_month(self.year, self.month)
        if not 1 <= self.day <= last:
            raise ImpossibleDate(
                _("%(name)s %(year)s has %(last)s days; there is no day %(day)s."),
                name=_named(self.month),
                year=self.year,
                last=last,
                day=self.day,
            )

    @classmethod
    def from_date(cls, day: date) -> Self:
        """The Solar-Hijri name of a Gregorian day."""
        return cls(*_from_gregorian(day.year, day.month, day.day))

    def to_date(self) -> date:
        """The Gregorian day: what is stored."""
        return jdatetime.date(self.year, self.month, self.day).togregorian()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a person types: «۱۴۰۴/۷/۶», “1404-07-06”, “6/7/1404”, “14040706”, «۶ مهر ۱۴۰۴».

        Digits may be Latin, Persian or Arabic. A year of 1821 or later is taken for Gregorian.
        Raises ImpossibleDate with a sentence for that person.
        """
        clean = _INVISIBLE.sub("", text).translate(_ARABIC_LETTERS).strip()
        year, month, day = _read_numbers(clean) or _read_words(clean) or _unreadable()
        if year not in _GREGORIAN_YEARS:
            return cls(year, month, day)
        try:
            return cls.from_date(date(year, month, day))
        except ValueError as error:
            raise ImpossibleDate(_("This date is not in the calendar.")) from error

    @property
    def quarter(self) -> int:
        """1 (spring) to 4 (winter)."""
        return (self.month + 2) // 3

    @property
    def weekday(self) -> int:
        """0 for Saturday, the first day of the week, to 6 for Friday."""
        return (self.to_date().weekday() + 2) % 7

    def weekday_name(self, language: str | None = None) -> str:
        """«سه‌شنبه» or “Tuesday”."""
        return (WEEKDAYS_FA if _persian(language) else WEEKDAYS_EN)[self.weekday]

    def long(self, language: str | None = None) -> str:
        """«سه‌شنبه ۱۲ آبان ۱۴۰۴» or “Tuesday 12 Aban 1404”."""
        return f"{self.weekday_name(language)} {self.medium(language)}"

    def medium(self, language: str | None = None) -> str:
        """«۱۲ آبان ۱۴۰۴» or “12 Aban 1404”."""
        return f"{in_digits(self.day, language)} {self.month_only(language)}"

    def short(self, language: str | None = None) -> str:
        """«۱۴۰۴/۰۸/۱۲» or “1404/08/12”, of even width for tables."""
        return in_digits(f"{self.year}/{self.month:02}/{self.day:02}", language)

    def month_only(self, language: str | None = None) -> str:
        """«آبان ۱۴۰۴» or “Aban 1404”."""
        return f"{month_name(self.month, language)} {in_digits(self.year, language)}"

    def week_of(self, language: str | None = None) -> str:
        """«هفتهٔ ۱۰ آبان ۱۴۰۴»: the week by its Saturday, for readers who must not know the day."""
        saturday = Jalali.from_date(week_start(self.to_date())).medium(language)
        return f"هفتهٔ {saturday}" if _persian(language) else f"Week of {saturday}"

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}-{self.day:02}"


def _read_numbers(text: str) -> tuple[int, int, int] | None:
    if not (match := _NUMBERS.fullmatch(text) or _COMPACT.fullmatch(text)):
        return None
    first, month, last = (int(part) for part in match.groups())
    return (last, month, first) if len(match[3]) == 4 and len(match[1]) < 3 else (first, month, last)


def _read_words(text: str) -> tuple[int, int, int] | None:
    match = _WORDS.fullmatch(text)
    month = match and _MONTH_NUMBERS.get(match[2].casefold())
    return (int(match[3]), month, int(match[1])) if match and month else None


def _unreadable() -> tuple[int, int, int]:
    raise ImpossibleDate(
        _("Write the date as year/month/day, such as %(example)s."), example=lambda: in_digits("1404/7/6")
    )


@lru_cache(maxsize=4096)
def _from_gregorian(year: int, month: int, day: int) -> tuple[int, int, int]:
    found = jdatetime.date.fromgregorian(year=year, month=month, day=day)
    return found.year, found.month, found.day


def is_leap(year: int) -> bool:
    """Whether Esfand has 30 days."""
    return jdatetime.date(year, 1, 1).isleap()


def days_in_month(year: int, month: int) -> int:
    """31 up to Shahrivar, 30 up to Bahman, 29 or 30 in Esfand."""
    return 31 if month <= 6 else 30 if month < 12 or is_leap(year) else 29


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """The first and the last day, both within."""
    return Jalali(year, month, 1).to_date(), Jalali(year, month, days_in_month(year, month)).to_date()


def quarter_bounds(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of quarter 1…4, both within: 93, 93, 90, and 89 or 90 days."""
    return month_bounds(year, quarter * 3 - 2)[0], month_bounds(year, quarter * 3)[1]


def year_bounds(year: int) -> tuple[date, date]:
    """Nowruz and the last day of Esfand, both within."""
    return month_bounds(year, 1)[0], month_bounds(year, 12)[1]


def year_of(day: date) -> int:
    """The Solar-Hijri year of a day."""
    return Jalali.from_date(day).year


def quarter_of(day: date) -> tuple[int, int]:
    """The Solar-Hijri (year, quarter) of a day."""
    found = Jalali.from_date(day)
    return found.year, found.quarter


def week_start(day: date) -> date:
    """The Saturday on or before a day."""
    return day - timedelta(days=(day.weekday() + 2) % 7)
