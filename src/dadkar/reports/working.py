"""Working days between two moments, by the clock's own rules, without the days of lawful waits.

As in `kernel/replay.py`: the day of an event is not counted, the first day is the next; the day of the end
is. A wait takes a day when it lasted as that day's office closed; so one from 8 to 12 takes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dadkar.kernel.work_calendar import WorkCalendar

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wait:
    """A lawful wait; `end` is None while it lasts."""

    start: datetime
    end: datetime | None = None


def days_between(calendar: WorkCalendar, start: datetime, end: datetime, waits: Iterable[Wait] = ()) -> int:
    """Working days after the day of `start` up to and with the day of `end`, none of a wait; at least 0."""
    taken = [_taken(calendar, wait) for wait in waits]
    first, last = calendar.day_of(start) + DAY, calendar.day_of(end)
    return sum(
        calendar.is_working(day) and not any(_within(day, span) for span in taken)
        for day in (first + DAY * n for n in range((last - first).days + 1))
    )


def waits_of(states: Sequence[tuple[datetime, str]], lawful: Iterable[str]) -> list[Wait]:
    """The lawful waits in a row of (since when, state), oldest first; those that touch are one."""
    lawful, waits, since = set(lawful), [], None
    for at, state in states:
        if state in lawful and since is None:
            since = at
        elif state not in lawful and since is not None:
            waits.append(Wait(since, at))
            since = None
    return waits + ([Wait(since)] if since is not None else [])


def _taken(calendar: WorkCalendar, wait: Wait) -> tuple[date, date | None]:
    """From the first day that it takes up to but without the second; None while it lasts."""
    return _day_after(calendar, wait.start), _day_after(calendar, wait.end) if wait.end else None


def _within(day: date, span: tuple[date, date | None]) -> bool:
    return span[0] <= day and (span[1] is None or day < span[1])


def _day_after(calendar: WorkCalendar, moment: datetime) -> date:
    day = calendar.day_of(moment)
    return day + DAY if moment > calendar.closes_at(day) else day
