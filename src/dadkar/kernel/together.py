"""One transaction for a verb and for every verb that it calls; one look for a page that is drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

_memory: ContextVar[dict[object, object] | None] = ContextVar("memory_of_a_verb", default=None)
_glance: ContextVar[dict[object, object] | None] = ContextVar("memory_of_a_page", default=None)


def together(verb: Callable[P, R]) -> Callable[P, R]:
    """Run a verb in one transaction; a verb called by another joins it, without a savepoint of its own.

    So a verb that fails takes with it whatever called it: callers don't catch what a verb raises and go on.
    """

    @wraps(verb)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        if _memory.get() is not None:
            return verb(*args, **kwargs)
        token = _memory.set({})
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        finally:
            _memory.reset(token)

    return inner


def once(key: object, find: Callable[[], R]) -> R:
    """What `find` gave for `key` earlier in this verb; outside of any verb it is asked each time."""
    return _remember(_memory.get(), key, find)


@contextmanager
def reading() -> Iterator[None]:
    """While a page is drawn, `seen` asks once. Use it as a decorator of a view that changes nothing."""
    token = _glance.set({})
    try:
        yield
    finally:
        _glance.reset(token)


def seen(key: object, find: Callable[[], R]) -> R:
    """What `find` gave for `key` earlier on this page. A verb asks anew each time: it may have changed it."""
    return find() if _memory.get() is not None else _remember(_glance.get(), key, find)


def _remember(memory: dict[object, object] | None, key: object, find: Callable[[], R]) -> R:
    if memory is None:
        return find()
    if key not in memory:
        memory[key] = find()
    return memory[key]  # type: ignore[return-value]
