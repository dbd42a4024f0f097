"""The sections bar: for each role its own, with what waits in each."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dadkar.desk.access import managed_houses
from dadkar.desk.body_list import drafts_for
from dadkar.desk.notice_list import calls_for
from dadkar.people.models import RoleClass
from dadkar.records.models import Notice

SECTIONS = {
    RoleClass.DESK: [
        ("queue", _("Queue")),
        ("summaries", _("To agree")),
        ("letters", _("Letters")),
        ("file-for", _("File for somebody")),
        ("imports", _("Lists")),
        ("calls", _("Calls")),
        ("outbox", _("Outbox")),
        ("boards", _("Boards")),
        ("releases", _("Releases")),
    ],
    RoleClass.BODY: [
        ("body-referrals", _("Referrals")),
        ("body-drafts", _("Drafts")),
        ("body-deputies", _("Deputies")),
        ("own-board", _("Our numbers")),
        ("body-releases", _("Before release")),
    ],
    RoleClass.AUDIT: [("audit", _("Events"))],
}
COMMON = [("notices", _("Notices"))]
COUNTS: dict[str, Callable[[Any], int]] = {
    "body-drafts": drafts_for,
    "calls": lambda user: calls_for(user).count(),
    "notices": lambda user: Notice.objects.unread(user).count(),
}
MAY: dict[str, Callable[[Any], Any]] = {"outbox": managed_houses}


def sections(request: HttpRequest) -> dict[str, Any]:
    """Context for the desk's shell: the sections of the user's roles, the organisation and the search box."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    rows = [
        {
            "url": reverse(name),
            "label": label,
            "current": _is_here(request, name),
            "count": COUNTS[name](user) if name in COUNTS else None,
        }
        for name, label in _names(user)
        if name not in MAY or MAY[name](user)
    ]
    memberships = user.current_memberships
    return {
        "sections": rows,
        "organisation": memberships[0].organisation if memberships else None,
        "guide_url": reverse("guide"),
        "search_url": reverse("search") if user.has_class(RoleClass.DESK) else "",
    }


def _names(user: Any) -> list[tuple[str, Any]]:
    held = [role_class for role_class in SECTIONS if user.has_class(role_class)]
    common = COMMON if {RoleClass.DESK, RoleClass.BODY} & set(held) else []
    return [one for role_class in held for one in SECTIONS[role_class]] + common


def _is_here(request: HttpRequest, name: str) -> bool:
    match = request.resolver_match
    return bool(
        match and (match.url_name == name or (request.path.startswith(reverse(name)) and name != "queue"))
    )
