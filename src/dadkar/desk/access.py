"""Which desk a page belongs to. What may be done there is asked of the room that owns the row."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase

from dadkar.cases import reading
from dadkar.cases.models import Case, Referral
from dadkar.people.doors import StaffRequest, View, for_class
from dadkar.people.models import Role, RoleClass, User

__all__ = [
    "StaffRequest",
    "View",
    "audit_desk",
    "body_desk",
    "case_of",
    "for_class",
    "house_desk",
    "managed_houses",
    "manager_desk",
    "referral_of",
]

house_desk = for_class(RoleClass.DESK)
body_desk = for_class(RoleClass.BODY)
audit_desk = for_class(RoleClass.AUDIT)


def managed_houses(user: User) -> set[int]:
    """The houses whose manager the user is today."""
    held = user.current_memberships
    return {one.organisation.house_id for one in held if one.role == Role.HOUSE_MANAGER}


def manager_desk(view: View) -> View:
    """Let in whoever manages a house."""

    @house_desk
    @wraps(view)
    def inner(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not managed_houses(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return inner


def case_of(user: Any, uuid: UUID) -> Case:
    """The case, if the user may see it; otherwise it does not exist."""
    return _found(reading.case_seen_by(user, uuid))


def referral_of(user: Any, uuid: UUID) -> Referral:
    """The referral, if the user may see it; otherwise it does not exist."""
    return _found(reading.referral_seen_by(user, uuid))


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row
