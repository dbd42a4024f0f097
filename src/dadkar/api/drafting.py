"""What a kind of answer needs, and the rows that a draft names: for the first writing and for another."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.api.problems import Problem
from dadkar.api.schemas.verbs import AnswerRewriteIn
from dadkar.cases import actions
from dadkar.cases.models import Answer, Referral
from dadkar.people.models import Organisation

NEEDS: dict[str, tuple[str, ...]] = {
    Answer.Kind.PROMISE: ("step", "day"),
    Answer.Kind.BEFORE_BOARD: ("day",),
    Answer.Kind.NOT_COMPETENT: ("other_body",),
    Answer.Kind.CLAIM: ("commitment",),
    Answer.Kind.EXTENSION: ("commitment", "day"),
}
NEEDED = _("This kind of answer needs it.")
UNKNOWN = _("There is none that fits.")


def found(rows: Any, field: str, **what: Any) -> Any:
    """The one row, or Problem 422 for the field that names it."""
    row = rows.filter(**what).first()
    if row is None:
        raise Problem.of_field(field, UNKNOWN)
    return row


def values_of(row: Referral, kind: str, said: AnswerRewriteIn) -> dict[str, Any]:
    """The columns of an answer of this kind beside its text. Raises Problem 422."""
    for name in NEEDS.get(kind, ()):
        if getattr(said, name) is None:
            raise Problem.of_field(name, NEEDED)
    made: dict[str, Any] = {"step": said.step or "", "day": said.day}
    if said.other_body:
        bodies = Organisation.objects.bodies().filter(house=row.house).exclude(pk=row.body_id)
        made["other_body"] = found(bodies, "other_body", uuid=said.other_body)
    if said.commitment:
        made["commitment"] = found(actions.promises_of(row), "commitment", uuid=said.commitment)
    return made
