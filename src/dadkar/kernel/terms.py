"""The words of a clock: its terms, its units, and what can happen to it."""

import datetime
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.flow import FlowError


class ClockError(FlowError):
    """The clock can't do this now; the text is for the person who tried."""


class Kind(TextChoices):
    """What can happen to a clock."""

    STARTED = "started", _("Started")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Resumed")
    EXTENDED = "extended", _("Extended")
    SET = "set", _("Date set")
    STOPPED = "stopped", _("Stopped")


class Unit(TextChoices):
    """What a term is counted in."""

    WORKING_DAY = "working_day", _("working days")
    CALENDAR_DAY = "calendar_day", _("calendar days")
    CLOCK_HOUR = "clock_hour", _("hours, day and night")


@dataclass(frozen=True, slots=True)
class Term:
    """How long: at least 1, in a unit."""

    amount: int
    unit: Unit = Unit.WORKING_DAY

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a term is at least 1")


def working_days(amount: int) -> Term:
    """A term in working days."""
    return Term(amount, Unit.WORKING_DAY)


def calendar_days(amount: int) -> Term:
    """A term in calendar days."""
    return Term(amount, Unit.CALENDAR_DAY)


def clock_hours(amount: int) -> Term:
    """A term in hours that run day and night."""
    return Term(amount, Unit.CLOCK_HOUR)


class ClockRecord(Protocol):
    """One event of a clock: the row `ClockEvent`, or anything of its shape.

    `at` is when it happened, `recorded_at` when it became known, `seq` its place in the clock's log.
    `amount` with `unit`, or `date`, belong to started, extended and set.
    """

    kind: Any
    at: datetime.datetime
    recorded_at: datetime.datetime
    seq: int
    amount: int | None
    unit: Any
    date: datetime.date | None
    reason_code: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Event:
    """A `ClockRecord` that is stored nowhere."""

    kind: Kind
    at: datetime.datetime
    recorded_at: datetime.datetime
    seq: int = 0
    amount: int | None = None
    unit: str = ""
    date: datetime.date | None = None
    reason_code: str = ""
    reason: str = ""
    by: str = ""
