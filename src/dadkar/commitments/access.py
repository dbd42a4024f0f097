"""Who may do what to a commitment: this room's only permission file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.kernel.actor import Actor, Applicant, System
from dadkar.kernel.flow import NotAllowed
from dadkar.people.models import RoleClass, User

DEBTORS_VERBS = {"promise", "claim"}
CREDITORS_VERBS = {"confirm", "acknowledge", "dispute", "take_back", "reopen"}
KEEPERS_VERBS = {"leave_unconfirmed", "withdraw"}


def is_debtor(by: Actor, commitment: Any) -> bool:
    """Whether `by` works at the body that owes, or the house records that body's letter."""
    if isinstance(by, User):
        return any(body.pk == commitment.debtor_id for body in by.organisations(RoleClass.BODY))
    return False


def is_creditor(by: Actor, commitment: Any) -> bool:
    """Whether `by` holds the code of what it is owed to."""
    return isinstance(by, Applicant) and by.subject == commitment.owed_to


def is_keeper(by: Actor, commitment: Any) -> bool:
    """Whether `by` works at the house that follows it up."""
    if isinstance(by, User):
        return any(desk.house_id == commitment.house_id for desk in by.organisations(RoleClass.DESK))
    return isinstance(by, System)


def permit(by: Actor, verb: str, commitment: Any) -> None:
    """Raise NotAllowed unless `by` may do `verb`.

    The house may record what a body wrote by letter and what an applicant said by telephone; the row
    that the verb leaves says through which channel, and both are counted apart.
    """
    allowed = is_keeper(by, commitment)
    if verb in DEBTORS_VERBS:
        allowed = allowed or is_debtor(by, commitment)
    elif verb in CREDITORS_VERBS or verb == "withdraw":
        allowed = allowed or is_creditor(by, commitment)
    if not allowed:
        raise NotAllowed(
            _(
                "This isn’t yours to do: only the one who owes can claim, "
                "and only the one it is owed to can confirm."
            )
        )
