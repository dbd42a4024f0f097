"""Deputies during leave: a colleague of the same body holds a role from–to and answers meanwhile."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.kernel.flow import NotAllowed
from dadkar.people.models import Closure, Membership, RoleClass, User
from dadkar.people.models.membership import CLASS_OF
from dadkar.records.models import Event

BODY_ROLES = [role for role, role_class in CLASS_OF.items() if role_class == RoleClass.BODY]


def colleagues_of(membership: Membership) -> Any:
    """Those with a role today in the same body: its office, what stands above it and what stands below."""
    here = membership.organisation_id
    above = Closure.objects.filter(descendant=here, until=None).values("ancestor")
    below = Closure.objects.filter(ancestor=here, until=None).values("descendant")
    held = Membership.objects.on().filter(role__in=BODY_ROLES)
    near = held.filter(organisation__in=above) | held.filter(organisation__in=below)
    found = User.objects.filter(is_active=True, pk__in=near.values("user"))
    return found.exclude(pk=membership.user_id).order_by("full_name")


@transaction.atomic
def name_deputy(membership: Membership, to: User, *, since: date, until: date, by: User) -> Membership:
    """Let a colleague stand in. Raises NotAllowed for a stranger to the body, WrongState for the dates."""
    access.permit_deputy(by, membership)
    if not colleagues_of(membership).filter(pk=to.pk).exists():
        raise NotAllowed(_("A deputy is a colleague of the same body."))
    row = membership.name_deputy(to, since=since, until=until)
    _record("named", row, by=by)
    return row


@transaction.atomic
def end_deputy(deputy: Membership, *, by: User) -> None:
    """End a deputy's time before its last day."""
    access.permit_deputy(by, deputy.deputy_for or deputy)
    _record("ended", deputy, by=by)
    deputy.end_deputy()


def _record(verb: str, deputy: Membership, *, by: User) -> None:
    Event.objects.write(
        f"deputy.{verb}",
        subject=deputy.user.uuid,
        by=by,
        house=deputy.organisation.house_id,
        role=deputy.role,
        organisation=str(deputy.organisation.uuid),
        since=deputy.since.isoformat(),
        until=deputy.until.isoformat() if deputy.until else None,
        stands_in_for=deputy.deputy_for.user.ref if deputy.deputy_for else None,
    )
