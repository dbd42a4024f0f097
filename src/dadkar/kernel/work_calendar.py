"""Which days count: a pure calendar of working days, and what was known of it at each moment.

`WorkCalendar` is one state of knowledge: rest weekdays, office hours, holidays. `KnownCalendar` is the
append-only log behind it: holidays are declared late (Eids by the moon; dust, cold, power cuts) and sometimes
withdrawn, so “was the 6th a working day?” has a different answer before and after the notice.
Weekdays are numbered as in `date.weekday()`: Monday 0, Thursday 3, Friday 4, Saturday 5.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dadkar.kernel.calendar import Jalali

TEHRAN = ZoneInfo("Asia/Tehran")
FRIDAY = 4
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is no working day: a holiday by its names, or (with no name) the weekly rest."""

    day: date
    name_fa: str = ""
    name_en: str = ""

    @property
    def is_holiday(self) -> bool:
        return bool(self.name_fa)

    def __str__(self) -> str:
        if not self.is_holiday:
            return _("Weekly rest (%(weekday)s)") % {"weekday": Jalali.from_date(self.day).weekday_name()}
        persian = (get_language() or "fa").startswith("fa")
        return self.name_fa if persian or not self.name_en else self.name_en


@dataclass(frozen=True, slots=True)
class Hours:
    """Office hours and weekly rest from `since` to `until`, both within; None is open-ended."""

    rest: frozenset[int] = frozenset({FRIDAY})
    opens: time = time(7, 30)
    closes: time = time(14, 30)
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError("an office opens before it closes")
        if len(self.rest) > 6 or not self.rest <= set(range(7)):
            raise ValueError("rest days are weekdays 0…6, and one day is left to work")

    def covers(self, day: date) -> bool:
        """Whether the day lies between `since` and `until`."""
        return (self.since or date.min) <= day <= (self.until or date.max)


DEFAULT_HOURS = Hours()


@dataclass(frozen=True)
class WorkCalendar:
    """One state of knowledge of the working days. `hours`: of several that cover a day, the last holds."""

    holidays: Mapping[date, DayOff] = field(default_factory=dict)
    hours: Sequence[Hours] = ()
    zone: ZoneInfo = TEHRAN

    def __post_init__(self) -> None:
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))
        object.__setattr__(self, "hours", tuple(self.hours))

    def hours_on(self, day: date) -> Hours:
        """The hours in force on a day; Friday rest and 7:30–14:30 where none are set."""
        return next((hours for hours in reversed(self.hours) if hours.covers(day)), DEFAULT_HOURS)

    def why_not(self, day: date) -> DayOff | None:
        """Why a day is off, or None for a working day. A holiday's name comes before the weekly rest."""
        if holiday := self.holidays.get(day):
            return holiday
        return DayOff(day) if day.weekday() in self.hours_on(day).rest else None

    def is_working(self, day: date) -> bool:
        """Whether offices are open on the day."""
        return self.why_not(day) is None

    def on_or_after(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self.is_working(day):
            day += DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which is not counted itself; negative goes back.

        Zero gives the day itself, or the next working day.
        """
        if count == 0:
            return self.on_or_after(day)
        step = DAY if count > 0 else -DAY
        for _nth in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + DAY * n) for n in range(1, (end - start).days + 1))

    def day_of(self, moment: datetime) -> date:
        """The civil date of an aware moment, in the calendar's zone."""
        return moment.astimezone(self.zone).date()

    def opens_at(self, day: date) -> datetime:
        """When the office opens, aware; on a day off, when it would."""
        return datetime.combine(day, self.hours_on(day).opens, self.zone)

    def closes_at(self, day: date) -> datetime:
        """When the office closes, aware; on a day off, when it would."""
        return datetime.combine(day, self.hours_on(day).closes, self.zone)

    def is_open(self, moment: datetime) -> bool:
        """Whether the office is open at an aware moment."""
        day = self.day_of(moment)
        return self.is_working(day) and self.opens_at(day) <= moment < self.closes_at(day)


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """A holiday declared, or with `withdrawn` taken back, and since when that is known.

    A notice for one area neither replaces nor withdraws another area's on the same day.
    """

    known_since: datetime
    off: DayOff
    area: str = ""
    withdrawn: bool = False

    def touches(self, first: date, last: date) -> bool:
        """Whether the notice concerns a day from `first` to `last`."""
        return first <= self.off.day <= last


@dataclass(frozen=True, slots=True)
class HoursNotice:
    """Hours of an office, and since when they are known."""

    known_since: datetime
    hours: Hours

    def touches(self, first: date, last: date) -> bool:
        """Whether the notice concerns a day from `first` to `last`."""
        return (self.hours.since or date.min) <= last and first <= (self.hours.until or date.max)


Notice = HolidayNotice | HoursNotice


class KnownCalendar:
    """The notices of one office and area in the order in which they became known.

    Notices of the same moment keep the order given.
    """

    def __init__(self, notices: Iterable[Notice] = (), zone: ZoneInfo = TEHRAN) -> None:
        self.notices = tuple(sorted(notices, key=lambda notice: notice.known_since))
        self.zone = zone
        self._moments = [notice.known_since for notice in self.notices]
        self._states: dict[int, WorkCalendar] = {}

    def as_known(self, at: datetime | None = None) -> WorkCalendar:
        """The calendar as known at a moment; None for all that was ever recorded."""
        count = self._known(at)
        if count not in self._states:
            self._states[count] = self._state(self.notices[:count])
        return self._states[count]

    def changes(self, after: datetime, until: datetime | None) -> Iterator[tuple[datetime, list[Notice]]]:
        """What became known after one moment and up to another, grouped by moment."""
        known = self.notices[self._known(after) : self._known(until)]
        for moment, notices in groupby(known, key=lambda notice: notice.known_since):
            yield moment, list(notices)

    def _known(self, at: datetime | None) -> int:
        return len(self.notices) if at is None else bisect_right(self._moments, at)

    def _state(self, notices: Sequence[Notice]) -> WorkCalendar:
        holidays: dict[tuple[date, str], DayOff] = {}
        hours: list[Hours] = []
        for notice in notices:
            if isinstance(notice, HoursNotice):
                hours.append(notice.hours)
            elif notice.withdrawn:
                holidays.pop((notice.off.day, notice.area), None)
            else:
                holidays[notice.off.day, notice.area] = notice.off
        widest_last = sorted(holidays, key=lambda place: len(place[1]), reverse=True)
        return WorkCalendar({place[0]: holidays[place] for place in widest_last}, hours, self.zone)
