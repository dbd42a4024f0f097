"""The working-day calendar from its tables, kept in memory, and the first fill of the holidays."""

import threading
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import holidays
from django.db import connection, transaction

from dadkar.kernel.actor import Actor
from dadkar.kernel.calendar import in_digits, year_bounds
from dadkar.kernel.models.holiday import Holiday
from dadkar.kernel.models.working_time import WorkingTime
from dadkar.kernel.together import once, seen
from dadkar.kernel.work_calendar import DayOff, KnownCalendar, Notice, WorkCalendar

_VERSION = """
SELECT (SELECT (count(*), max(id), sum(id))::text FROM kernel_holiday),
       (SELECT (count(*), max(id), sum(id))::text FROM kernel_workingtime)
"""


class CalendarCache:
    """The notices of both tables, read once a process and again whenever a row has come in.

    The tables are append-only, so the number and sum of their ids is their version: one small query a
    verb, page or look-up, right across processes, and after a transaction that was rolled back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: object = None
        self._holidays: list[Holiday] = []
        self._hours: dict[UUID, list[Notice]] = {}
        self._calendars: dict[tuple[str, UUID | None], KnownCalendar] = {}

    def get(self, areas_and_owners: Iterable[tuple[str, UUID | None]]) -> list[KnownCalendar]:
        """The calendar of each (area, owner); at most three queries for all of them."""
        version = seen(CalendarCache, lambda: once(CalendarCache, _version))
        with self._lock:
            if version != self._version:
                self._read()
                self._version = version
            return [self._calendar(area, owner) for area, owner in areas_and_owners]

    def _read(self) -> None:
        self._holidays = list(Holiday.objects.order_by("id"))
        self._hours, self._calendars = {}, {}
        for row in WorkingTime.objects.order_by("id"):
            self._hours.setdefault(row.owner, []).append(row.as_notice())

    def _calendar(self, area: str, owner: UUID | None) -> KnownCalendar:
        if (area, owner) not in self._calendars:
            within = area_and_above(area)
            notices: list[Notice] = [row.as_notice() for row in self._holidays if row.area in within]
            hours = self._hours.get(owner, []) if owner else []
            self._calendars[area, owner] = KnownCalendar(notices + hours)
        return self._calendars[area, owner]


def _version() -> object:
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        return cursor.fetchone()


cache = CalendarCache()


def area_and_above(area: str) -> set[str]:
    """The area with those around it: "kb/dena" gives "kb/dena", "kb" and "" (the country)."""
    parts = area.split("/") if area else []
    return {"/".join(parts[:n]) for n in range(len(parts) + 1)}


def known_calendar(*, area: str = "", owner: UUID | None = None) -> KnownCalendar:
    """All that was ever known of the calendar of an office (its opaque uuid) in an area."""
    return cache.get([(area, owner)])[0]


def calendar_as_known(
    *, at: datetime | None = None, area: str = "", owner: UUID | None = None
) -> WorkCalendar:
    """The working-day calendar as known at a moment (None: by now), for an office in an area."""
    return known_calendar(area=area, owner=owner).as_known(at)


@transaction.atomic
def fill_holidays(years: Iterable[int], *, known_since: datetime | None = None, by: Actor) -> int:
    """Record Iran's national holidays of Solar-Hijri years from the `holidays` library.

    Does only what is missing: a second run adds nothing, and a run with a newer library withdraws what
    moved (Eids are estimated until the moon is seen) and adds where it went. Days that were entered by hand
    stay. Returns how many notices were added. Concurrent runs wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kernel.fill_holidays'))")
    known = {row.day: row for row in Holiday.objects.filter(area="").order_by("known_since", "id")}
    added = 0
    for year in sorted(set(years)):
        first, last = year_bounds(year)
        listed = {off.day: off for off in _listed(first.year, last.year) if first <= off.day <= last}
        for day in sorted(listed.keys() | {day for day in known if first <= day <= last}):
            added += _settle(known.get(day), listed.get(day), known_since, by)
    return added


def _settle(row: Holiday | None, off: DayOff | None, known_since: datetime | None, by: Actor) -> bool:
    """Add the notice that brings a day from what is known to what the library says, if any."""
    source = f"holidays {holidays.__version__}"
    if row is not None and not row.source.startswith("holidays "):
        return False
    if off is None:
        if row is None or row.withdrawn:
            return False
        row.withdraw(source=source, known_since=known_since, by=by)
        return True
    if row is not None and not row.withdrawn and row.name_fa == off.name_fa:
        return False
    Holiday.declare(
        off.day, name_fa=off.name_fa, name_en=off.name_en, source=source, known_since=known_since, by=by
    )
    return True


def _listed(first_year: int, last_year: int) -> list[DayOff]:
    years = range(first_year, last_year + 1)
    fa, en = (
        holidays.country_holidays("IR", years=years, language=language, islamic_show_estimated=False)
        for language in ("fa_IR", "en_US")
    )
    return [DayOff(day, _well_written(name), en.get(day, "")) for day, name in fa.items()]


def _well_written(name: str) -> str:
    """The library's Persian name with its spaces, digits and separators as they are printed."""
    spaced = name.replace("عیدنوروز", "عید نوروز").replace("; ", "؛ ").replace("؛", "؛ ").replace("؛  ", "؛ ")
    return in_digits(spaced, "fa")
