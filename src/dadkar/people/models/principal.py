from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from dadkar.kernel import moment

from .membership import Membership, RoleClass


class PrincipalQuerySet(models.QuerySet["Principal"]):
    def of_class(self, role_class: RoleClass, *organisations: Any) -> list[int]:
        """The ids of (organisation, class of roles), one an organisation."""
        rows = self.filter(organisation__in=organisations, role_class=role_class, user=None)
        return list(rows.values_list("pk", flat=True))

    def of_user(self, user: Any) -> int:
        """The id of one user."""
        return self.get(user=user, organisation=None).pk

    def of_users(self, users: Iterable[Any]) -> dict[Any, set[int]]:
        """The ids of every principal that each of several users acts as today, in two queries."""
        wanted = {user.pk: user for user in users}
        held: dict[tuple[int | None, str], set[int]] = {}
        for one in Membership.objects.on(moment.today()).filter(user__in=wanted):
            held.setdefault((one.organisation_id, one.role_class), set()).add(one.user_id)
        mine = Q(user__in=wanted) | Q(
            organisation__in={place for place, _class in held}, role_class__in={one for _place, one in held}
        )
        found: dict[Any, set[int]] = {user: set() for user in wanted.values()}
        for row in self.filter(mine):
            for pk in {row.user_id} if row.user_id else held.get((row.organisation_id, row.role_class), ()):
                found[wanted[pk]].add(row.pk)
        return found

    def make_for_organisation(self, organisation: Any) -> None:
        """One principal a class of roles: with the organisation, so that no bar ever finds one missing."""
        self.bulk_create([self.model(organisation=organisation, role_class=one) for one in RoleClass])

    def held_by(self, user: Any) -> Self:
        """Every principal that the user acts as today."""
        held = Q(user=user)
        for membership in user.current_memberships:
            held |= Q(organisation=membership.organisation_id, role_class=membership.role_class)
        return self.filter(held)


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
