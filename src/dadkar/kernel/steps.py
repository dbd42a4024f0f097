"""Why a date fell where it did: the days of a clock's run, each with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.calendar import in_digits
from dadkar.kernel.fold import Pause, Run
from dadkar.kernel.replay import Replay
from dadkar.kernel.terms import ClockRecord, Unit
from dadkar.kernel.work_calendar import DAY, DayOff


class StepKind(TextChoices):
    """What a day was to the clock."""

    START = "start", _("the day of the event, not counted")
    COUNTED = "counted", _("counted")
    OFF = "off", _("day off")
    PAUSED = "paused", _("paused")
    MOVED = "moved", _("the office is shut on the last day, so it moves on")
    KEPT = "kept", _("kept as it was told before the calendar changed")


@dataclass(frozen=True, slots=True)
class Step:
    """One day, and whether it counted.

    `number` counts the days of the term from 1; in clock hours `hours` is what ran on that day.
    `events` are those that happened on the day, in their order.
    """

    day: date
    kind: StepKind
    number: int | None = None
    off: DayOff | None = None
    pause: ClockRecord | None = None
    hours: timedelta | None = None
    events: tuple[ClockRecord, ...] = ()

    def __str__(self) -> str:
        if self.hours:
            return str(_("%(hours)s hours counted")) % {"hours": _hours(self.hours)}
        if self.number:
            return str(_("Day %(number)s")) % {"number": in_digits(self.number)}
        because: Any = self.off or (self.pause and self.pause.reason)
        return f"{self.kind.label}: {because}" if because else str(self.kind.label)


def _hours(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return in_digits(f"{minutes // 60}:{minutes % 60:02}")


def steps_of(replayed: Replay) -> list[Step]:
    """The steps from the day of the start to the end, or to the pause that lasts."""
    run, told = replayed.run, replayed.told
    if run is None or told is None:
        return []
    days = _hour_steps(run) if run.unit == Unit.CLOCK_HOUR else _day_steps(run, told)
    return [replace(step, events=_events_on(step.day, run)) for step in days]


def _events_on(day: date, run: Run) -> tuple[ClockRecord, ...]:
    return tuple(event for event in run.events if run.calendar.day_of(event.at) == day)


def _day_steps(run: Run, told: Run) -> Iterator[Step]:
    yield Step(run.first_day - DAY, StepKind.START)
    last = run.pause.first if run.waits and run.pause else told.due_on
    day, number = run.first_day, 0
    while day <= last:
        step = _day_step(day, run)
        if step.kind == StepKind.COUNTED:
            number += 1
            step = replace(step, number=number)
        yield step
        day += DAY


def _day_step(day: date, run: Run) -> Step:
    off, pause = run.calendar.why_not(day), _pause_on(day, run)
    if day > run.due_on and not run.waits:
        return Step(day, StepKind.KEPT)
    if pause and (run.unit == Unit.CALENDAR_DAY or not off):
        return Step(day, StepKind.PAUSED, pause=pause.event)
    if run.unit == Unit.CALENDAR_DAY:
        moved = off is not None and day >= run.last_counted
        return Step(day, StepKind.MOVED, off=off) if moved else Step(day, StepKind.COUNTED)
    return Step(day, StepKind.OFF, off=off) if off else Step(day, StepKind.COUNTED)


def _pause_on(day: date, run: Run) -> Pause | None:
    return next((pause for pause in run.pauses if pause.takes(day)), None)


def _hour_steps(run: Run) -> Iterator[Step]:
    running = list(_running(run))
    day, last = run.first_day - DAY, run.calendar.day_of(running[-1][1])
    while day <= last:
        midnight, morrow = (_midnight(one, run) for one in (day, day + DAY))
        spans = [min(end, morrow) - max(begin, midnight) for begin, end in running]
        hours = sum((span for span in spans if span > timedelta()), timedelta())
        pause = None if hours else _pause_on(day, run)
        kind = StepKind.COUNTED if hours else StepKind.PAUSED
        yield Step(day, kind, hours=hours or None, pause=pause.event if pause else None)
        day += DAY


def _midnight(day: date, run: Run) -> datetime:
    return datetime.combine(day, time(), run.calendar.zone).astimezone(UTC)


def _running(run: Run) -> Iterator[tuple[datetime, datetime]]:
    """The spans in which an hour clock ran, up to its end or to the pause that lasts."""
    begin = run.events[0].at
    for pause in run.pauses:
        if pause.event.at >= run.due_at:
            break
        yield begin.astimezone(UTC), pause.event.at.astimezone(UTC)
        if pause.resumed_at is None:
            return
        begin = pause.resumed_at
    yield begin.astimezone(UTC), run.due_at.astimezone(UTC)
