"""The ladder: who is told about a deadline, on which day. Pure; the clock is the caller's.

Four rungs stand at fixed distances from the day on which something is due: three working days before, the
day itself, three working days after, ten after. An immediate hazard climbs by the hour instead. Of the rungs
that a late sweep finds behind it only the highest is told: what is overtaken would tell yesterday's news.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import IntEnum

from dadkar.kernel.work_calendar import WorkCalendar

DAY = timedelta(days=1)


class Rung(IntEnum):
    """A step of the ladder; its number is its distance from the due day in working days (or hours)."""

    SOON = -3
    TODAY = 0
    MANAGER = 3
    GROUP = 10


def day_of(rung: Rung, due: date, calendar: WorkCalendar) -> date:
    """The working day on which a rung is reached, for what is due on a civil day."""
    return calendar.add_working_days(due, rung)


def last_due(rung: Rung, today: date, calendar: WorkCalendar) -> date:
    """The latest due day whose rung is reached by `today`, a working day: the inverse of `day_of`.

    So a sweep asks the database for everything due up to one day, and not row by row.
    """
    if rung <= 0:
        return calendar.add_working_days(today, -rung)
    return calendar.add_working_days(today, 1 - rung) - DAY if rung > 1 else today - DAY


def rung_at(
    now: datetime, due: datetime, calendar: WorkCalendar, *, since: datetime, told: Iterable[int] = ()
) -> Rung | None:
    """The rung to tell at a moment, or None.

    `since` is when this deadline was made: a rung whose day had come by then is no news to whoever made it.
    `told` are the rungs told of this version of the date. None outside of office hours.
    """
    if not calendar.is_open(now):
        return None
    today, began, day = (calendar.day_of(one) for one in (now, since, due))
    reached = [rung for rung in Rung if began < day_of(rung, day, calendar) <= today]
    return _highest(reached, told)


def rung_by_the_clock(
    now: datetime, due: datetime, *, since: datetime, told: Iterable[int] = ()
) -> Rung | None:
    """The same for an immediate hazard: in hours, day and night."""
    return _highest([rung for rung in Rung if since < due + timedelta(hours=rung) <= now], told)


def _highest(reached: list[Rung], told: Iterable[int]) -> Rung | None:
    highest = max(reached, default=None)
    return highest if highest is not None and highest > max(told, default=Rung.SOON - 1) else None
