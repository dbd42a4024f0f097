import secrets
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.actor import Actor, require_actor

from .membership import Membership, Role, RoleClass
from .organisation import Organisation
from .principal import Principal
from .session import Session

ONE_TIME_FOR = timedelta(days=3)
ONE_TIME_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


class User(AbstractUser):
    """Someone who signs in. What they may do comes from memberships, never from Django's groups."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    full_name = models.CharField(_("name"), max_length=120)
    position = models.CharField(_("position"), max_length=120, blank=True)
    told_by_email = models.BooleanField(_("also told by e-mail"), default=False)
    one_time_until = models.DateTimeField(_("one-time password until"), null=True, editable=False)
    first_name = last_name = None  # type: ignore[assignment]  # how Django lets an inherited field go

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.full_name

    def save(self, **kwargs: Any) -> None:
        new = self._state.adding
        with transaction.atomic():
            super().save(**kwargs)
            if new:
                Principal.objects.create(user=self)

    def get_full_name(self) -> str:
        """The name, for Django's and allauth's own templates."""
        return self.full_name

    get_short_name = get_full_name

    def give_one_time_password(self, *, by: Actor) -> str:
        """Replace the password by one that holds for three days and one sign-in; it is returned, this once.

        Whoever was signed in with the old one no longer is.
        """
        require_actor(by)
        groups = ["".join(secrets.choice(ONE_TIME_LETTERS) for _letter in range(4)) for _group in range(4)]
        password = "-".join(groups)
        self.set_password(password)
        self.one_time_until = moment.now() + ONE_TIME_FOR
        self.save(update_fields=["password", "one_time_until"])
        Session.objects.end(self)
        return password

    @property
    def one_time_is_over(self) -> bool:
        """Whether the password was a one-time one and has run out."""
        return self.one_time_until is not None and self.one_time_until < moment.now()

    @property
    def ref(self) -> str:
        """How the event log names this person."""
        return f"user:{self.uuid}"

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """The memberships in force today, with their organisations."""
        return Membership.of_user(self.pk)

    @cached_property
    def principal_ids(self) -> tuple[int, ...]:
        """The principals this user acts as; read once a request."""
        return Principal.objects.held_by(self)

    def roles_in(self, organisation: Organisation | int | None) -> set[Role]:
        """The roles held today in one organisation."""
        pk = organisation.pk if isinstance(organisation, Organisation) else organisation
        return {Role(m.role) for m in self.current_memberships if m.organisation_id == pk}

    def has_class(self, role_class: RoleClass) -> bool:
        """Whether any membership of today is of this class."""
        return any(m.role_class == role_class for m in self.current_memberships)

    def organisations(self, role_class: RoleClass) -> list[Organisation]:
        """The organisations in which the user has a role of this class today."""
        return [m.organisation for m in self.current_memberships if m.role_class == role_class]

    def houses(self, role_class: RoleClass) -> set[int]:
        """The ids of the houses of these organisations."""
        return {organisation.house_id for organisation in self.organisations(role_class)}
