"""Users and their roles."""

from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from dadkar.desk.admin.base import Admin, register
from dadkar.desk.admin.site import actor, houses
from dadkar.people.models import Membership, Organisation, Session, User
from dadkar.web.templatetags.dadkar import jdate_short


class UserForm(forms.ModelForm):
    """An account, explained in the words of this house."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["username", "full_name", "position", "is_active"]
        help_texts: ClassVar[dict[str, Any]] = {
            "username": _("Latin letters, digits and . - _ only. It can’t be changed later."),
            "is_active": _("Untick it instead of deleting: nobody signs in with it any more."),
        }


@register(User)
class UserAdmin(Admin):
    """Accounts: made with a one-time password, and deactivated, never deleted."""

    section = "people"
    form = UserForm
    list_display = ["full_name", "username", "roles", "second_factor", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["username", "full_name"]
    actions = ["renew_password", "drop_second_factor"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those with a role in the administrator's houses, and those who have none yet."""
        mine = Q(memberships__organisation__house__in=houses(request)) | Q(memberships=None)
        held = Membership.objects.on().select_related("organisation")
        return (
            super()
            .get_queryset(request)
            .filter(mine)
            .distinct()
            .annotate(has_second=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
            .prefetch_related(Prefetch("memberships", held, to_attr="held_today"))
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A name to sign in by is for good; nobody deactivates themselves."""
        itself = obj is not None and obj.pk == request.user.pk
        return ["username", *(["is_active"] if itself else [])] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new account is active; there is nothing to say about it."""
        return UserForm.Meta.fields if obj else UserForm.Meta.fields[:-1]

    @admin.display(description=_("roles"))
    def roles(self, user: Any) -> str:
        return " · ".join(f"{one.get_role_display()} ({one.organisation})" for one in user.held_today)

    @admin.display(description=_("second step"), boolean=True)
    def second_factor(self, user: Any) -> bool:
        return user.has_second

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; whoever is deactivated is signed out everywhere."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            Session.objects.end(obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The new account's one-time password, on a page that is shown once."""
        return self._show_once(request, [obj])

    @admin.action(description=_("Give a new one-time password"))
    def renew_password(self, request: HttpRequest, users: QuerySet) -> HttpResponse:
        return self._show_once(request, list(users))

    @admin.action(description=_("Take away the second step (a lost phone)"))
    def drop_second_factor(self, request: HttpRequest, users: QuerySet) -> None:
        """The person adds a new one at the next sign-in; until then the password alone opens the account."""
        with transaction.atomic():
            for user in users:
                Authenticator.objects.filter(user=user).delete()
                Session.objects.end(user)
                self.tell(request, "second-factor-dropped", user)
        self.message_user(request, _("Done. They are signed out, and add a new one at the next sign-in."))

    def _show_once(self, request: HttpRequest, users: list[User]) -> HttpResponse:
        with transaction.atomic():
            given = [(user, user.give_one_time_password(by=actor(request))) for user in users]
            for user, _password in given:
                self.tell(request, "one-time-password", user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("One-time passwords"),
            "given": given,
            "opts": self.opts,
        }
        response = TemplateResponse(request, "admin/one_time.html", context)
        add_never_cache_headers(response)
        return response


class MembershipForm(forms.ModelForm):
    """A role from–to. Nobody gives one to themselves."""

    request: HttpRequest

    class Meta:
        model = Membership
        fields = ["user", "organisation", "role", "since", "until"]

    def clean_user(self) -> User:
        if self.cleaned_data["user"] == self.request.user:
            raise ValidationError(
                _("Another administrator gives you a role: nobody gives one to themselves.")
            )
        return self.cleaned_data["user"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since") or self.instance.since, cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not lie before the first."))
        return cleaned


@register(Membership)
class MembershipAdmin(Admin):
    """Who works where, in which role. What has begun is ended, not rewritten."""

    section = "people"
    house_path = "organisation__house"
    form = MembershipForm
    list_display = ["user", "role", "organisation", "from_day", "to_day", "deputy"]
    list_filter = ["role"]
    list_select_related = ["user", "organisation", "deputy_for__user"]
    search_fields = ["user__full_name", "user__username"]

    @admin.display(description=_("since"), ordering="since")
    def from_day(self, row: Membership) -> str:
        return jdate_short(row.since)

    @admin.display(description=_("until"), ordering="until")
    def to_day(self, row: Membership) -> str:
        return jdate_short(row.until)

    @admin.display(description=_("deputy for"))
    def deputy(self, row: Membership) -> str:
        return str(row.deputy_for.user) if row.deputy_for else ""

    def subject(self, request: HttpRequest, obj: Any) -> Any:
        return obj.user.uuid

    def tell(self, request: HttpRequest, verb: str, obj: Any, **facts: Any) -> None:
        where = str(obj.organisation.uuid)
        until = obj.until.isoformat() if obj.until else None
        super().tell(request, verb, obj, role=obj.role, organisation=where, until=until, **facts)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["user", "organisation", "role", "from_day"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = MembershipForm.Meta.fields
        return [{"since": "from_day"}.get(name, name) for name in fields] if obj else fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, with the places and people of the administrator's houses."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.request = request
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organisation":
            places = Organisation.objects.filter(house__in=houses(request), until=None)
            kwargs["queryset"] = places.exclude(kind="workplace").order_by("kind", "sort_key")
        elif db_field.name == "user":
            mine = Q(memberships__organisation__house__in=houses(request)) | Q(memberships=None)
            kwargs["queryset"] = User.objects.filter(mine, is_active=True).distinct().order_by("full_name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Add it; a change can only end it."""
        if change and obj.until:
            obj.end(obj.until, by=actor(request))
        else:
            super().save_model(request, obj, form, change)
