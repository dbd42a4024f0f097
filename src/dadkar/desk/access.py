"""Which desk a page belongs to. What may be done there is asked of the room that owns the row."""

from typing import Any
from uuid import UUID

from django.http import Http404

from dadkar.cases.models import Case, Referral
from dadkar.people.doors import StaffRequest, View, for_class
from dadkar.people.models import RoleClass

__all__ = [
    "StaffRequest",
    "View",
    "audit_desk",
    "body_desk",
    "case_of",
    "for_class",
    "house_desk",
    "referral_of",
]

house_desk = for_class(RoleClass.DESK)
body_desk = for_class(RoleClass.BODY)
audit_desk = for_class(RoleClass.AUDIT)


def case_of(user: Any, uuid: UUID) -> Case:
    """The case, if the user may see it; otherwise it does not exist."""
    found = Case.objects.visible_to(user).select_related(
        "topic", "county", "workplace", "officer", "house", "desk"
    )
    return _one(found.filter(uuid=uuid))


def referral_of(user: Any, uuid: UUID) -> Referral:
    """The referral, if the user may see it; otherwise it does not exist."""
    found = Referral.objects.visible_to(user).select_related(
        "body", "topic", "workplace", "letter", "house", "case"
    )
    return _one(found.filter(uuid=uuid))


def _one(rows: Any) -> Any:
    row = rows.first()
    if row is None:
        raise Http404
    return row
