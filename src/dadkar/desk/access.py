"""Which desk a page belongs to. What may be done there is asked of the room that owns the row."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from dadkar.cases.models import Case, Referral
from dadkar.people.models import RoleClass

View = Callable[..., HttpResponse]


def for_class(*classes: RoleClass) -> Callable[[View], View]:
    """Let in whoever holds a role of one of these classes today; ask others to sign in, or refuse."""

    def wrap(view: View) -> View:
        @wraps(view)
        @login_required
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.user.has_class(one) for one in classes):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        inner.role_classes = classes  # the access matrix reads it
        return inner

    return wrap


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
