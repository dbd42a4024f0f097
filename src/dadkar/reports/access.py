"""Who may see which numbers, and who lets them out: this room's only permission file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.kernel.actor import Actor, System
from dadkar.kernel.flow import NotAllowed
from dadkar.people.doors import for_class
from dadkar.people.models import Closure, Organisation, Role, RoleClass, User

house_boards = for_class(RoleClass.DESK)
body_boards = for_class(RoleClass.BODY)


def scopes_of(user: Any, role_class: RoleClass = RoleClass.DESK) -> list[Organisation]:
    """Whose counts the user reads: a house's hold those of its branches, so no case is counted twice."""
    found = {one.pk: one for one in user.organisations(role_class)}
    if role_class == RoleClass.DESK:
        return [one for one in found.values() if one.house_id == one.pk or one.house_id not in found]
    return list(found.values())


def agency_of(body: Organisation) -> Organisation:
    """The body at the head of this one's tree: what the public is told of, with all its units."""
    above = Closure.objects.filter(descendant=body, until=None).select_related("ancestor")
    return above.order_by("-depth")[0].ancestor


def permit_release(by: Actor, house: Organisation) -> None:
    """Raise NotAllowed unless `by` manages the house."""
    if isinstance(by, System):
        return
    if not (isinstance(by, User) and Role.HOUSE_MANAGER in by.roles_in(house)):
        raise NotAllowed(_("Only the house’s manager makes and publishes a release."))


def permit_reply(by: Actor, body: Organisation) -> None:
    """Raise NotAllowed unless `by` manages that very body."""
    if not (isinstance(by, User) and Role.AGENCY_MANAGER in by.roles_in(body)):
        raise NotAllowed(_("Only the body’s manager replies for it."))
