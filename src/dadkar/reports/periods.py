"""The months that a board looks at: a Solar-Hijri year, a season, or one month."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali, in_digits, month_name
from dadkar.kernel.persian import to_latin_digits

SEASONS = [gettext_lazy("spring"), gettext_lazy("summer"), gettext_lazy("autumn"), gettext_lazy("winter")]
_WRITTEN = re.compile(r"(1[345]\d\d)(?:-(?:q([1-4])|(\d{1,2})))?", re.IGNORECASE)


class BadFilter(ValueError):
    """A filter that can't be read; its text is for whoever typed it."""


@dataclass(frozen=True)
class Period:
    """From the first month to the last, both within, as 140407."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read “1404”, “1404-q3” or “1404-07”; empty is the present season. Raises BadFilter."""
        if not text:
            return cls.now()
        found = _WRITTEN.fullmatch(to_latin_digits(text.strip()))
        if not found or (found[3] and not 1 <= int(found[3]) <= 12):
            raise BadFilter(
                _("A period is a year, a season or a month: %(examples)s.")
                % {"examples": in_digits("1404, 1404-q3, 1404-07")}
            )
        year = int(found[1]) * 100
        if found[3]:
            return cls(year + int(found[3]), year + int(found[3]))
        first = int(found[2]) * 3 - 2 if found[2] else 1
        return cls(year + first, year + (first + 2 if found[2] else 12))

    @classmethod
    def now(cls) -> Self:
        """The season of today."""
        today = Jalali.from_date(moment.today())
        first = today.year * 100 + today.quarter * 3 - 2
        return cls(first, first + 2)

    @property
    def code(self) -> str:
        """As `parse` reads it, and addresses write it."""
        year, months = self.first // 100, self.last - self.first + 1
        part = {1: f"-{self.first % 100:02}", 3: f"-q{(self.first % 100 + 2) // 3}"}.get(months, "")
        return f"{year}{part}"

    @property
    def months(self) -> list[int]:
        return list(range(self.first, self.last + 1))

    @property
    def first_day(self) -> date:
        return Jalali(self.first // 100, self.first % 100, 1).to_date()

    def __str__(self) -> str:
        year, months = in_digits(self.first // 100), self.last - self.first + 1
        if months == 12:
            return _("the year %(year)s") % {"year": year}
        name = SEASONS[self.first % 100 // 3] if months == 3 else month_name(self.first % 100)
        return _("%(name)s %(year)s") % {"name": name, "year": year}

    def before(self) -> "Period":
        """The period of the same length before this one."""
        months = self.last - self.first + 1
        first = self.first - months if self.first % 100 > months else self.first - 100 + 12 - months
        return Period(first, first + months - 1)


def last_months(count: int, until: int) -> list[int]:
    """So many months up to and with `until`, oldest first."""
    found = [until]
    while len(found) < count:
        month = found[0]
        found.insert(0, month - 1 if month % 100 > 1 else month - 100 + 11)
    return found


def month_words(month: int) -> str:
    """«مهر ۱۴۰۴» or “Mehr 1404”."""
    return f"{month_name(month % 100)} {in_digits(month // 100)}"
