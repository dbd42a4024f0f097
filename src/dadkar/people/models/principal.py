from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from .membership import Membership, RoleClass

Name = tuple[int | None, str, int | None]  # organisation, class of roles, user
_known: dict[Name, int] = {}


def _ids_of(names: Iterable[Name]) -> list[int]:
    """The ids of principals, remembered for good: made with its organisation or user, one never changes.

    Raises KeyError for one that is not there.
    """
    names = list(names)
    if missing := [name for name in names if name not in _known]:
        places, _classes, users = (set(column) for column in zip(*missing, strict=True))
        rows = Principal.objects.filter(Q(organisation__in=places) | Q(user__in=users))
        found = rows.values_list("organisation", "role_class", "user", "pk")
        _known.update({(place, role_class, user): pk for place, role_class, user, pk in found})
    return [_known[name] for name in names]


class PrincipalQuerySet(models.QuerySet["Principal"]):
    def of_class(self, role_class: RoleClass, *organisations: int) -> list[int]:
        """The ids of (organisation, class of roles), one an organisation."""
        return _ids_of((one, role_class, None) for one in sorted(set(organisations)))

    def of_user(self, user: Any) -> int:
        """The id of one user."""
        return _ids_of([(None, "", user.pk)])[0]

    def of_users(self, users: Iterable[Any]) -> dict[Any, set[int]]:
        """The ids of every principal that each of several users acts as today, in two queries at most."""
        names: dict[int, set[Name]] = {user.pk: {(None, "", user.pk)} for user in users}
        for one in Membership.of_users(names):
            names[one.user_id].add((one.organisation_id, one.role_class, None))
        _ids_of(set().union(*names.values()))
        return {user: set(_ids_of(names[user.pk])) for user in users}

    def held_by(self, user: Any) -> tuple[int, ...]:
        """The ids of every principal that the user acts as today."""
        held = {(one.organisation_id, str(one.role_class), None) for one in user.current_memberships}
        return tuple(_ids_of([(None, "", user.pk), *sorted(held)]))

    def make_for_organisation(self, organisation: Any) -> None:
        """One principal a class of roles: with the organisation, so that no bar ever finds one missing."""
        self.bulk_create([self.model(organisation=organisation, role_class=one) for one in RoleClass])


class Principal(models.Model):
    """Whom a grant or a bar names: an organisation × a class of roles, or one user."""

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, null=True)
    role_class = models.CharField(max_length=8, choices=RoleClass, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)

    objects = PrincipalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role_class"], condition=Q(user=None), name="principal_class_once"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(organisation=None), name="principal_user_once"
            ),
            models.CheckConstraint(
                condition=Q(user=None, organisation__isnull=False) | Q(user__isnull=False, organisation=None),
                name="principal_is_one_of_two",
            ),
        ]
