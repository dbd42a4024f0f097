"""What time it is. Everything asks here, so that a demo or a test can move the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moved: ContextVar[datetime | None] = ContextVar("moved_clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _moved.get() or timezone.now()


def today() -> date:
    """The civil date of this moment in the current zone (Asia/Tehran unless set otherwise)."""
    return timezone.localdate(now())


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let `now()` be `moment` (aware) inside the block."""
    if timezone.is_naive(moment):
        raise ValueError("a moved clock needs a zone")
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)
