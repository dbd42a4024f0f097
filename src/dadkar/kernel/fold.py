"""One fold of a clock's events over one state of the calendar; the rules stand in `replay.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from dadkar.kernel.terms import ClockError, ClockRecord, Kind, Term, Unit, calendar_days, working_days
from dadkar.kernel.work_calendar import DAY, WorkCalendar


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause, by the days it takes: from `first` up to but without `end` (None while it lasts)."""

    event: ClockRecord
    first: date
    end: date | None = None
    resumed_at: datetime | None = None

    def takes(self, day: date) -> bool:
        """Whether the clock stood still when that day's office closed."""
        return self.first <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Run:
    """The fold of a clock's events over one state of the calendar, from the last start."""

    calendar: WorkCalendar
    events: tuple[ClockRecord, ...]
    unit: Unit
    end: date | datetime  # the last day of the term, or in clock hours the moment
    pauses: tuple[Pause, ...] = ()
    stopped: ClockRecord | None = None

    @property
    def first_day(self) -> date:
        """The first day that can count: the one after the start."""
        return self.calendar.day_of(self.events[0].at) + DAY

    @property
    def pause(self) -> Pause | None:
        """The pause that still lasts."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].end is None else None

    @property
    def due_on(self) -> date:
        """The last day, as if no pause lasted."""
        if isinstance(self.end, datetime):
            return self.calendar.day_of(self.end)
        return self.calendar.on_or_after(self.end)

    @property
    def due_at(self) -> datetime:
        """The last moment, as if no pause lasted."""
        return self.end if isinstance(self.end, datetime) else self.calendar.closes_at(self.due_on)

    @property
    def waits(self) -> bool:
        """Whether a pause lasts that began before the term was over."""
        return self.pause is not None and (
            self.due_at > self.pause.event.at
            if isinstance(self.end, datetime)
            else self.due_on >= self.pause.first
        )

    @property
    def remaining(self) -> Term | timedelta | None:
        """What is left of the term while the clock waits."""
        if not self.waits or self.pause is None:
            return None
        if isinstance(self.end, datetime):
            return self.end - self.pause.event.at
        if self.unit == Unit.CALENDAR_DAY:
            return calendar_days(max((self.end - self.pause.first).days + 1, 1))
        return working_days(self.calendar.working_days_between(self.pause.first - DAY, self.due_on))

    @property
    def last_counted(self) -> date:
        """The last day of the term before a day off moves it on."""
        return self.due_on if isinstance(self.end, datetime) else self.end

    def ending_no_sooner(self, told: "Run") -> "Run":
        """This run with the end that was told, moved on if that day is off by now."""
        return replace(self, end=told.end if isinstance(told.end, datetime) else told.due_on)

    def first_day_after(self, moment: datetime) -> date:
        """The first day whose closing does not lie before the moment, and no earlier than the first day."""
        day = self.calendar.day_of(moment)
        return max(day + DAY if moment > self.calendar.closes_at(day) else day, self.first_day)


def fold(events: Sequence[ClockRecord], calendar: WorkCalendar) -> Run | None:
    """The last run of events in their order, over one state of the calendar; None before the first.

    Raises ClockError for an event that can't follow the ones before it.
    """
    run: Run | None = None
    for event in events:
        kind = Kind(event.kind)
        if run is None or run.stopped:
            run = _begin(event, calendar)
        else:
            run = replace(_STEPS[kind](run, event), events=(*run.events, event))
    return run


def _begin(event: ClockRecord, calendar: WorkCalendar) -> Run:
    if event.kind not in (Kind.STARTED, Kind.SET):
        raise ClockError(_("The clock is not running."))
    unit = Unit(event.unit) if event.kind == Kind.STARTED else Unit.WORKING_DAY
    end = event.date or _after(event.at, calendar.day_of(event.at), event.amount or 0, unit, calendar)
    return Run(calendar, (event,), unit, end)


def _after(at: datetime, day: date, amount: int, unit: Unit, calendar: WorkCalendar) -> date | datetime:
    if unit == Unit.CLOCK_HOUR:
        return at.astimezone(UTC) + timedelta(hours=amount)
    if unit == Unit.CALENDAR_DAY:
        return day + DAY * amount
    return calendar.add_working_days(day, amount)


def _started(run: Run, event: ClockRecord) -> Run:
    raise ClockError(_("The clock is already running."))


def _paused(run: Run, event: ClockRecord) -> Run:
    if run.pause:
        raise ClockError(_("The clock is already paused."))
    return replace(run, pauses=(*run.pauses, Pause(event, run.first_day_after(event.at))))


def _resumed(run: Run, event: ClockRecord) -> Run:
    if not run.pause:
        raise ClockError(_("The clock is not paused."))
    back = run.first_day_after(event.at)
    end, left = run.end, run.remaining
    if left is None:  # the term was over before the pause: it took nothing
        return replace(run, pauses=run.pauses[:-1])
    if isinstance(left, timedelta):
        end = event.at.astimezone(UTC) + left
    else:
        end = _after(event.at, back - DAY, left.amount, left.unit, run.calendar)
    ended = replace(run.pause, end=back, resumed_at=event.at)
    return replace(run, end=end, pauses=(*run.pauses[:-1], ended))


def _extended(run: Run, event: ClockRecord) -> Run:
    if event.date:
        later = _set(run, event)
        return later if later.due_at > run.due_at else run
    if event.unit != run.unit:
        raise ClockError(_("A term is extended in the unit it is counted in."))
    base = run.last_counted if run.unit == Unit.CALENDAR_DAY else run.due_on
    return replace(run, end=_after(run.due_at, base, event.amount or 0, run.unit, run.calendar))


def _set(run: Run, event: ClockRecord) -> Run:
    if event.date is None:
        raise ClockError(_("A date is needed."))
    return replace(run, end=_on(event.date, run.unit, run.calendar))


def _on(day: date, unit: Unit, calendar: WorkCalendar) -> date | datetime:
    return calendar.closes_at(day) if unit == Unit.CLOCK_HOUR else day


def _stopped(run: Run, event: ClockRecord) -> Run:
    return replace(run, stopped=event)


_STEPS = {
    Kind.STARTED: _started,
    Kind.PAUSED: _paused,
    Kind.RESUMED: _resumed,
    Kind.EXTENDED: _extended,
    Kind.SET: _set,
    Kind.STOPPED: _stopped,
}
