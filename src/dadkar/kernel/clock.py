"""The clock that nobody can quietly reset: every change is a row with a name, and the date is a replay.

The rules of counting are in `kernel/replay.py`, whose words are used from here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import columns
from dadkar.kernel.actor import Actor, require_actor
from dadkar.kernel.known_calendar import cache, known_calendar
from dadkar.kernel.models.clock_event import ClockEvent
from dadkar.kernel.moment import now
from dadkar.kernel.prepared import Prepared, Slot
from dadkar.kernel.replay import Replay, replay
from dadkar.kernel.rights import add_calendar_term
from dadkar.kernel.terms import (
    ClockError,
    Event,
    Kind,
    Term,
    Unit,
    calendar_days,
    clock_hours,
    working_days,
)

__all__ = [
    "Clock",
    "ClockError",
    "Event",
    "Kind",
    "Replay",
    "Term",
    "Unit",
    "add_calendar_term",
    "calendar_days",
    "clock_hours",
    "replay",
    "replay_many",
    "working_days",
]


EVENTS = Prepared[ClockEvent](lambda: ClockEvent.objects.filter(clock=Slot("clock")).order_by("seq"))


@dataclass(frozen=True)
class Clock:
    """One clock: whose it is (`uuid`), its tenant, and which calendar counts (`owner`'s hours in `area`).

    Every verb appends one event and returns the replay after it, whose `due_at` the caller may keep as a
    cache in the same transaction. `at` is when it happened: now, or earlier (a letter's registry date).
    The owner and area of the first event hold for the clock's whole life. Raises ClockError, and then
    nothing was written; where somebody else wrote at the same moment, the verb around it is undone, too.
    """

    uuid: UUID
    house_id: int
    owner: UUID | None = None
    area: str = ""

    def start(self, term: Term, *, by: Actor, at: datetime | None = None, reason: str = "") -> Replay:
        """Let a term run; after a stop this begins anew."""
        return self._append(Kind.STARTED, by, at, amount=term.amount, unit=term.unit, reason=reason)

    def set(self, day: date, *, by: Actor, at: datetime | None = None, reason: str = "") -> Replay:
        """Set the last day outright, as for a hearing; on a running clock this asks for a reason."""
        return self._append(Kind.SET, by, at, date=day, reason=reason)

    def pause(self, reason: str, *, by: Actor, at: datetime | None = None, code: str = "") -> Replay:
        """Stop counting for a while. Nothing is due until `resume`, unless the term was over already."""
        return self._append(Kind.PAUSED, by, at, reason=reason, reason_code=code)

    def resume(self, *, by: Actor, at: datetime | None = None, reason: str = "") -> Replay:
        """Count on with what was left."""
        return self._append(Kind.RESUMED, by, at, reason=reason)

    def extend(
        self,
        reason: str,
        *,
        to: date | None = None,
        by_days: int | None = None,
        by_hours: int | None = None,
        by: Actor,
        at: datetime | None = None,
        code: str = "",
    ) -> Replay:
        """Give more time: up to a later date, or by days (hours) of the kind the term is counted in.

        Raises ClockError for a date that is no later than the end.
        """
        if sum(given is not None for given in (to, by_days, by_hours)) != 1:
            raise TypeError("extend() takes one of: to, by_days, by_hours")
        unit = "" if to else self._day_unit() if by_days else Unit.CLOCK_HOUR
        more: dict[str, Any] = {"date": to, "amount": by_days or by_hours, "unit": unit}
        return self._append(Kind.EXTENDED, by, at, reason=reason, reason_code=code, **more)

    def stop(self, *, by: Actor, at: datetime | None = None, reason: str = "") -> Replay:
        """Stop for good: what was owed was done, or is owed no more."""
        return self._append(Kind.STOPPED, by, at, reason=reason)

    def stop_if_running(self, *, by: Actor, at: datetime | None = None) -> None:
        """Stop it for good, unless it never ran or has been stopped already."""
        events = self._events()
        where = self._replay(events)
        if where.started and not where.stopped:
            self._append(Kind.STOPPED, by, at, events=events)

    def replay(self, as_known: datetime | None = None) -> Replay:
        """Where the clock stands, or stood as far as was known at a moment."""
        return self._replay(self._events(), as_known)

    def _events(self) -> list[ClockEvent]:
        return EVENTS.all(clock=self.uuid)

    def _replay(self, events: list[ClockEvent], as_known: datetime | None = None) -> Replay:
        area, owner = _whose(events) if events else (self.area, self.owner)
        return replay(events, known_calendar(area=area, owner=owner), as_known)

    def _day_unit(self) -> Unit:
        run = self.replay().run
        return run.unit if run and run.unit != Unit.CLOCK_HOUR else Unit.WORKING_DAY

    def _first(self, term: Term, by: Actor, at: datetime, known: datetime) -> ClockEvent:
        return ClockEvent(
            clock=self.uuid,
            house_id=self.house_id,
            owner=self.owner,
            area=self.area,
            seq=1,
            kind=Kind.STARTED,
            at=at,
            recorded_at=known,
            amount=term.amount,
            unit=term.unit,
            by=require_actor(by).ref,
        )

    def _append(
        self,
        kind: Kind,
        by: Actor,
        at: datetime | None,
        *,
        events: list[ClockEvent] | None = None,
        **facts: Any,
    ) -> Replay:
        events = self._events() if events is None else events
        who, moment = require_actor(by).ref, now()
        event = ClockEvent(
            clock=self.uuid,
            house_id=self.house_id,
            owner=self.owner,
            area=self.area,
            seq=len(events) + 1,
            kind=kind,
            at=at or moment,
            recorded_at=max([moment, *(one.recorded_at for one in events[-1:])]),
            by=who,
            **facts,
        )
        before = self._replay(events)
        after = self._replay([*events, event])
        _refuse(event, before, after)
        try:
            with transaction.atomic(savepoint=False):
                columns.insert([event])
        except IntegrityError as error:
            raise ClockError(_("Somebody else changed this deadline meanwhile. Look at it again.")) from error
        return after


def _refuse(event: ClockEvent, before: Replay, after: Replay) -> None:
    """Raise ClockError for what replay would take but nobody should write."""
    if event.at > event.recorded_at:
        raise ClockError(_("What has not happened yet can't be recorded."))
    moved = event.kind == Kind.SET and before.started and not before.stopped
    if (moved or event.kind in (Kind.PAUSED, Kind.EXTENDED)) and not event.reason.strip():
        raise ClockError(_("Say why: everyone who sees the date will see the reason."))
    if event.kind == Kind.EXTENDED and before.told and after.told and after.told.due_at <= before.told.due_at:
        raise ClockError(_("The new date must be later than the one that holds now."))


def start_many(
    clocks: Sequence[tuple[Clock, Term, Actor]], *, at: datetime | None = None
) -> list[datetime | None]:
    """`Clock.start` for clocks that have never run, in one statement; the moment at which each is due.

    Raises ClockError when one of them has an event already, and then nothing was written.
    """
    moment = now()
    events = [clock._first(term, who, at or moment, moment) for clock, term, who in clocks]
    due: dict[Any, datetime | None] = {}
    for event in events:
        if (key := (*_whose([event]), event.amount, event.unit)) not in due:
            after = replay([event], known_calendar(area=event.area, owner=event.owner))
            _refuse(event, Replay(), after)
            due[key] = after.due_at
    try:
        with transaction.atomic(savepoint=False):
            columns.insert(events)
    except IntegrityError as error:
        raise ClockError(_("Somebody else changed this deadline meanwhile. Look at it again.")) from error
    return [due[*_whose([event]), event.amount, event.unit] for event in events]


def replay_many(clocks: Iterable[UUID], as_known: datetime | None = None) -> dict[UUID, Replay]:
    """The replay of each clock, in at most four queries however many they are.

    For lists, and for the check that a kept `due_at` equals its clock. A clock without events gives an
    empty Replay.
    """
    wanted = list(clocks)
    events: dict[UUID, list[ClockEvent]] = {uuid: [] for uuid in wanted}
    for event in ClockEvent.objects.filter(clock__in=wanted).order_by("clock", "seq"):
        events[event.clock].append(event)
    keys = sorted({_whose(log) for log in events.values() if log}, key=str)
    calendars = dict(zip(keys, cache.get(keys), strict=True))
    found = {uuid: replay(log, calendars[_whose(log)], as_known) for uuid, log in events.items() if log}
    return {uuid: found.get(uuid, Replay()) for uuid in wanted}


def _whose(events: list[ClockEvent]) -> tuple[str, UUID | None]:
    return events[0].area, events[0].owner
