"""One row as a reader may see it, or none: what pages and programs look up by the uuid of an address."""

from typing import Any
from uuid import UUID

from dadkar.cases.models import Case, Referral
from dadkar.people.models import RoleClass


def case_seen_by(user: Any, uuid: UUID) -> Case | None:
    """The case with all that its desk shows of it, if the user may see it."""
    found = Case.objects.visible_to(user).select_related(
        "topic", "county", "workplace", "officer", "house", "desk"
    )
    return found.filter(uuid=uuid).first()


OF_A_CASE = ("case__house", "case__desk", "case__county", "case__topic", "case__workplace__workplace")


def part_seen_by(user: Any, model: Any, uuid: UUID, *more: str) -> Any:
    """A part of a case, with its case, if the user may see that; `more` are relations that are needed."""
    found = model.objects.visible_to(user).select_related(*OF_A_CASE, *more)
    return found.filter(uuid=uuid).first()


def referral_seen_by(user: Any, uuid: UUID) -> Referral | None:
    """The referral, if the user may see it."""
    found = Referral.objects.visible_to(user).select_related(
        "body", "topic", "workplace", "letter", "house", "case"
    )
    return found.filter(uuid=uuid).first()


def ready_for_letter(user: Any) -> Any:
    """The referrals of the user's desk that are agreed to and wait for their letter, body by body."""
    rows = Referral.objects.visible_to(user).filter(
        state=Referral.State.AGREED, house__in={one.house_id for one in user.organisations(RoleClass.DESK)}
    )
    return rows.select_related("body", "topic", "workplace", "house", "case__house", "case__county").order_by(
        "body__sort_key", "body_id", "workplace_id", "id"
    )


def bodys_referrals(user: Any) -> Any:
    """The referrals that were sent to the user's bodies and that the user may see."""
    rows = Referral.objects.visible_to(user).filter(body__in=user.organisations(RoleClass.BODY))
    return rows.filter(letter__isnull=False)
