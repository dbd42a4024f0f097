"""Logs and calendars to replay, in days from a Saturday."""

from datetime import UTC, date, datetime, time, timedelta

from dadkar.kernel.terms import (
    Event,
    Kind,
    Term,
)
from dadkar.kernel.work_calendar import TEHRAN, DayOff, HolidayNotice, KnownCalendar

SATURDAY = date(2025, 11, 1)  # 10 Aban 1404; no holiday near
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def on(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment on the n-th day from Saturday the 10th of Aban (day 0), Tehran time."""
    return datetime.combine(SATURDAY + timedelta(days=day), time(hour, minute), TEHRAN)


def day(number: int) -> date:
    return SATURDAY + timedelta(days=number)


def log(*events: tuple) -> list[Event]:
    """Events from (kind, at, facts…), each recorded when it happened."""
    made = []
    for seq, (kind, at, *facts) in enumerate(events, 1):
        more = dict(facts[0]) if facts else {}
        if term := more.pop("term", None):
            more |= {"amount": term.amount, "unit": term.unit}
        more.setdefault("recorded_at", at)
        made.append(Event(Kind(kind), at, seq=seq, **more))
    return made


def started(term: Term, at: datetime | None = None) -> tuple:
    return "started", at or on(0), {"term": term}


def known(*notices) -> KnownCalendar:
    return KnownCalendar(notices)


def holiday(number: int, since: datetime = LONG_AGO, **more) -> HolidayNotice:
    return HolidayNotice(since, DayOff(day(number), f"تعطیل {number}"), **more)


PLAIN = known()
