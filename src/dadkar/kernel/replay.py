"""The clock, pure: from its append-only events to the moment it runs out.

Rules (reasons and sources: `docs/decisions/0002-clock.md`):

- The day of an event is not counted; the first day is the next (Civil Procedure Act of Iran, art. 445).
- A term in working days ends with its last working day; one in calendar days that ends on a day off ends
  with the next working day (art. 444). Both end when the office closes. Clock hours run day and night.
- A day counts if the clock was running when that day's office closed; so a pause gives back exactly the
  days it took, and none when it is lifted before closing.
- An extension never brings the end nearer. Neither does a change of the calendar: the end is the latest
  of all those that followed from the calendar as it was known at any moment since the clock was started.
  When the clock has been stopped, later news of the calendar changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from dadkar.kernel.fold import Run, fold
from dadkar.kernel.terms import ClockRecord, Term
from dadkar.kernel.work_calendar import KnownCalendar, WorkCalendar

if TYPE_CHECKING:
    from dadkar.kernel.steps import Step


@dataclass(frozen=True)
class Replay:
    """What a clock says: when it runs out, how it stands, and why.

    `run` follows the calendar as known; `told` is the run that gave the end, an earlier calendar's
    when a later change would have brought the end nearer.
    """

    run: Run | None = None
    told: Run | None = None

    @property
    def due_on(self) -> date | None:
        """The civil date on which the term ends; None without a start, and while it waits in a pause."""
        return self.told.due_on if self.told and not self.told.waits else None

    @property
    def due_at(self) -> datetime | None:
        """The moment the term ends, aware: the closing of the office on `due_on`, or the exact hour."""
        return self.told.due_at if self.told and not self.told.waits else None

    @property
    def remaining(self) -> Term | timedelta | None:
        """What is left of the term while the clock waits in a pause."""
        return self.told.remaining if self.told else None

    @property
    def started(self) -> bool:
        """Whether the clock was ever started."""
        return self.run is not None

    @property
    def stopped(self) -> bool:
        """Whether the clock was stopped for good (it may be started anew)."""
        return bool(self.run and self.run.stopped)

    @property
    def paused(self) -> bool:
        """Whether a pause lasts."""
        return bool(self.run and self.run.pause and not self.run.stopped)

    @property
    def running(self) -> bool:
        """Started, neither paused nor stopped."""
        return self.started and not self.paused and not self.stopped

    @property
    def kept(self) -> bool:
        """Whether the end stands as told before, though the calendar would now bring it nearer."""
        return bool(self.run and self.told and self.told.due_at > self.run.due_at)

    def overdue(self, at: datetime) -> bool:
        """Whether the end has passed at an aware moment: before the stop, if there was one."""
        moment = min(at, self.run.stopped.at) if self.run and self.run.stopped else at
        return self.due_at is not None and self.due_at < moment

    @property
    def steps(self) -> "list[Step]":
        """Day by day why the end fell where it did, for the page “why this date”."""
        from dadkar.kernel.steps import steps_of

        return steps_of(self)


def replay(
    events: Iterable[ClockRecord], calendar: WorkCalendar | KnownCalendar, as_known: datetime | None = None
) -> Replay:
    """Fold a clock's events, in any order given, over the calendar by the rules at this module's head.

    `as_known` leaves out what was recorded or became known later, and so reproduces the past; None takes
    all. A plain WorkCalendar is taken as known all along. Raises ClockError for an impossible sequence.
    """
    known = [event for event in events if as_known is None or event.recorded_at <= as_known]
    known.sort(key=lambda event: (event.at, event.seq))
    if isinstance(calendar, WorkCalendar):
        run = fold(known, calendar)
        return Replay(run, run)
    return _latest_told(known, calendar, as_known)


def _latest_told(events: list[ClockRecord], calendar: KnownCalendar, as_known: datetime | None) -> Replay:
    newest = fold(events, calendar.as_known(as_known))
    if newest is None:
        return Replay()
    since = newest.events[0].recorded_at
    until = newest.stopped.recorded_at if newest.stopped else as_known
    told = run = _fold_begun(events, calendar.as_known(since))
    for moment, notices in calendar.changes(since, until):
        first, last = min(run.first_day, run.last_counted), told.due_on
        if any(notice.touches(first, last) for notice in notices):
            run = _fold_begun(events, calendar.as_known(moment))
            told = max(run, run.ending_no_sooner(told), told, key=lambda one: one.due_at)
    return Replay(replace(run, calendar=calendar.as_known(until)), told)


def _fold_begun(events: Sequence[ClockRecord], calendar: WorkCalendar) -> Run:
    run = fold(events, calendar)
    if run is None:
        raise ValueError("no event has begun this clock")
    return run
