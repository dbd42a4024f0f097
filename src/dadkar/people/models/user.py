from functools import cached_property
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .membership import Membership, Role, RoleClass
from .organisation import Organisation
from .principal import Principal


class User(AbstractUser):
    """Someone who signs in. What they may do comes from memberships, never from Django's groups."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    full_name = models.CharField(_("name"), max_length=120)
    position = models.CharField(_("position"), max_length=120, blank=True)
    first_name = last_name = None

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

    @property
    def ref(self) -> str:
        """How the event log names this person."""
        return f"user:{self.uuid}"

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """The memberships in force today, with their organisations."""
        return list(self.memberships.on().select_related("organisation__county"))

    @cached_property
    def principal_ids(self) -> tuple[int, ...]:
        """The principals this user acts as; read once a request."""
        return tuple(Principal.objects.held_by(self).values_list("pk", flat=True))

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
