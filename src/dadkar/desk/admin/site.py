"""The admin's site: open to the system administrator's role, entered by the one sign-in."""

from functools import wraps
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dadkar.people.models import Organisation, RoleClass, User

SECTIONS = {
    "people": pgettext_lazy("administration", "People"),
    "organisations": _("Organisations"),
    "calendar": _("Calendar"),
    "tables": _("Tables"),
}


class Site(AdminSite):
    """Django's admin without its own sign-in, passwords and groups."""

    site_header = site_title = _("Administration")
    index_title = _("What can be set")
    site_url = None
    empty_value_display = "—"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever administers a house today; Django's own staff and superuser flags count for nothing."""
        user: Any = request.user
        return user.is_active and user.is_authenticated and user.has_class(RoleClass.SYSTEM)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the site: the one sign-in for whoever is not signed in, a refusal for all others."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """No sign-in of its own: it would know no second factor."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The account's own page."""
        return redirect("account_change_password")

    password_change_done = password_change

    def get_urls(self) -> list[Any]:
        """Django's, without the door that looks a row up in any table, cases' among them, by its number."""
        return [one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The first page by what things are for, whatever room they are kept in."""
        rows = [model for app in super().get_app_list(request, app_label) for model in app["models"]]
        sections = {
            model._meta.object_name: getattr(admin, "section", "") for model, admin in self._registry.items()
        }
        groups = [
            {
                "name": name,
                "app_label": section,
                "app_url": "",
                "has_module_perms": True,
                "models": [row for row in rows if sections[row["object_name"]] == section],
            }
            for section, name in SECTIONS.items()
        ]
        return [group for group in groups if group["models"]]


def actor(request: HttpRequest) -> User:
    """Whoever was let in."""
    return cast(User, request.user)


def houses(request: HttpRequest) -> list[int]:
    """The ids of the houses that this administrator administers."""
    return [place.house_id for place in actor(request).organisations(RoleClass.SYSTEM)]


def house(request: HttpRequest) -> Organisation:
    """The administrator's house; with several, the first."""
    return actor(request).organisations(RoleClass.SYSTEM)[0]


site = Site(name="admin")
site.disable_action("delete_selected")
