"""A verb that programs can do, and what the tables of verbs share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.api.problems import Problem
from dadkar.commitments.models import Confirmation

IN_PERSON = (Confirmation.Via.PHONE, Confirmation.Via.VISIT)


@dataclass(frozen=True)
class Verb:
    """`do(row, said, by)` calls the verb, and may return the row that it made.

    `edge`: the step of the row's flow that must be open for it, if it is one.
    """

    name: str
    summary: str
    takes: Any
    do: Callable[[Any, Any, Any], Any]
    edge: str | None = None


def require_told(via: str) -> None:
    """Raise Problem 422 unless the applicant said it by telephone or in person."""
    if via not in IN_PERSON:
        raise Problem.of_field("via", _("Choose one of these: %(choices)s.") % {"choices": "phone, visit"})


def table(*verbs: Verb) -> dict[str, Verb]:
    """Verbs by name."""
    return {verb.name: verb for verb in verbs}
