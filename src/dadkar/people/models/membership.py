from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.actor import Actor, require_actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.prepared import AnyOf, Prepared, Slot


class RoleClass(models.TextChoices):
    """The classes of roles that a grant can name."""

    DESK = "desk", _("the house's desk")
    BODY = "body", _("an agency's desk")
    AUDIT = "audit", _("audit")
    SYSTEM = "system", _("administration")


class Role(models.TextChoices):
    """What a person does in one organisation."""

    CASE_WORKER = "case-worker", _("Case worker")
    HOUSE_MANAGER = "house-manager", _("House manager")
    LIAISON = "liaison", _("Agency liaison")
    AGENCY_MANAGER = "agency-manager", _("Agency manager")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMIN = "system-admin", _("System administrator")

    @property
    def role_class(self) -> RoleClass:
        return CLASS_OF[self]


CLASS_OF = {
    Role.CASE_WORKER: RoleClass.DESK,
    Role.HOUSE_MANAGER: RoleClass.DESK,
    Role.LIAISON: RoleClass.BODY,
    Role.AGENCY_MANAGER: RoleClass.BODY,
    Role.AUDITOR: RoleClass.AUDIT,
    Role.SYSTEM_ADMIN: RoleClass.SYSTEM,
}


PLACES = {
    RoleClass.DESK: {"house", "branch"},
    RoleClass.BODY: {"agency", "office"},
    RoleClass.AUDIT: {"house", "branch"},
    RoleClass.SYSTEM: {"house"},
}


class MembershipQuerySet(models.QuerySet):
    def on(self, day: date | Slot | None = None) -> Self:
        """Those in force on a day, today by default."""
        day = day or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Membership(models.Model):
    """A person's role in one organisation, from–to. A deputy's names whom it stands in for."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name=_("deputy for"),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=Q(until=None), name="membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @classmethod
    def of_user(cls, user: int) -> list["Membership"]:
        """A user's of today, with their organisations."""
        return OF_USER.all(user=user, day=timezone.localdate())

    @classmethod
    def of_users(cls, users: Iterable[int]) -> list["Membership"]:
        """Those of today of several users."""
        return OF_USERS.all(users=list(users), day=moment.today())

    @classmethod
    def at(cls, organisation: int, *roles: Role) -> list["Membership"]:
        """Whoever has one of these roles at a place today, deputies too, with the users who can sign in."""
        names = [role.value for role in roles]
        return AT_PLACE.all(organisation=organisation, roles=names, day=timezone.localdate())

    @property
    def role_class(self) -> RoleClass:
        return Role(self.role).role_class

    def clean(self) -> None:
        """Refuse a role where it can't be held. Raises ValidationError."""
        if self.organisation_id and self.role and self.organisation.kind not in PLACES[self.role_class]:
            raise ValidationError({"role": _("Nobody has this role in such an organisation.")})

    def end(self, on: date, *, by: Actor) -> None:
        """End it, and its deputies' times, with `on` as the last day.

        Raises WrongState for a day before it began.
        """
        require_actor(by)
        if on < self.since:
            raise WrongState(_("It can't end before it began."))
        self.until = on
        self.save(update_fields=["until"])
        self.deputies.filter(since__gt=on).delete()
        self.deputies.filter(until__gt=on).update(until=on)

    def name_deputy(self, user: Any, *, since: date, until: date) -> "Membership":
        """Let a colleague hold this role from `since` to `until`, both within.

        Raises WrongState for a deputy's own role, for dates that are over or turned round, and for
        somebody who holds the role in that time already.
        """
        if self.deputy_for_id:
            raise WrongState(_("A deputy can't name a deputy."))
        if until < since or until < timezone.localdate():
            raise WrongState(_("The last day must not lie before the first, nor in the past."))
        same = Membership.objects.filter(
            user=user, organisation=self.organisation, role=self.role, since__lte=until
        )
        if same.filter(Q(until=None) | Q(until__gte=since)).exists():
            raise WrongState(_("This colleague holds that role already in this time."))
        return Membership.objects.create(
            user=user,
            organisation=self.organisation,
            role=self.role,
            since=since,
            until=until,
            deputy_for=self,
        )

    def end_deputy(self) -> None:
        """End a deputy's time today, or call it off before it begins."""
        if not self.deputy_for_id:
            raise WrongState(_("This is not a deputy's role."))
        yesterday = timezone.localdate() - timedelta(days=1)
        if self.since > yesterday:
            self.delete()
        else:
            self.until = yesterday
            self.save(update_fields=["until"])


def _in_force() -> Any:
    return Membership.objects.on(Slot("day"))


OF_USER = Prepared[Membership](
    lambda: _in_force().filter(user=Slot("user")).select_related("organisation__county")
)
OF_USERS = Prepared[Membership](lambda: _in_force().filter(AnyOf("user", Slot("users"))))
AT_PLACE = Prepared[Membership](
    lambda: (
        _in_force()
        .filter(AnyOf("role", Slot("roles")), organisation=Slot("organisation"), user__is_active=True)
        .select_related("user")
    )
)
