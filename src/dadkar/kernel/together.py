"""One transaction for a verb and for every verb that it calls."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

_within: ContextVar[bool] = ContextVar("within_a_verb", default=False)


def together(verb: Callable[P, R]) -> Callable[P, R]:
    """Run a verb in one transaction; a verb called by another joins it, without a savepoint of its own.

    So a verb that fails takes with it whatever called it: callers don't catch what a verb raises and go on.
    """

    @wraps(verb)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        if _within.get():
            return verb(*args, **kwargs)
        token = _within.set(True)
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        finally:
            _within.reset(token)

    return inner
