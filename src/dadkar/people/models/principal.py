from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from dadkar.kernel import moment

from .membership import Membership, RoleClass


@lru_cache(maxsize=1 << 16)
def _id_of(organisation: int | None, role_class: str, user: int | None) -> int:
    """Remembered for good: a principal is made with its organisation or user, and never changes."""
    return Principal.objects.get(organisation=organisation, role_class=role_class, user=user).pk


class PrincipalQuerySet(models.QuerySet["Principal"]):
    def of_class(self, role_class: RoleClass, *organisations: int) -> list[int]:
        """The ids of (organisation, class of roles), one an organisation."""
        return [_id_of(one, role_class, None) for one in sorted(set(organisations))]

    def of_user(self, user: Any) -> int:
        """The id of one user."""
        return _id_of(None, "", user.pk)

    def of_users(self, users: Iterable[Any]) -> dict[Any, set[int]]:
        """The ids of every principal that each of several users acts as today."""
        found = {user.pk: {self.of_user(user)} for user in users}
        for one in Membership.objects.on(moment.today()).filter(user__in=found):
            found[one.user_id].add(_id_of(one.organisation_id, one.role_class, None))
        return {user: found[user.pk] for user in users}

    def make_for_organisation(self, organisation: Any) -> None:
        """One principal a class of roles: with the organisation, so that no bar ever finds one missing."""
        self.bulk_create([self.model(organisation=organisation, role_class=one) for one in RoleClass])

    def held_by(self, user: Any) -> tuple[int, ...]:
        """The ids of every principal that the user acts as today."""
        held = {(one.organisation_id, one.role_class) for one in user.current_memberships}
        return (self.of_user(user), *(_id_of(place, role_class, None) for place, role_class in sorted(held)))


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
