"""Who can be tried out in the demo with one click, and what each of them sees."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dadkar.people.models import Membership, User

SIGN_INS = {
    "caseworker": _("The queue: take a case, look into it, write to the bodies, record answers."),
    "caseworker2": _("A colleague: agrees to a summary that another wrote, takes over a case."),
    "manager": _("The whole house: every branch’s cases, letters and lists."),
    "liaison": _("The labour directorate: referrals by deadline; drafts of answers."),
    "head": _("The same directorate’s manager: releases the drafts, names deputies."),
    "insurer": _("Social Security: sees its own referrals and nobody else’s."),
    "auditor": _("Every event with who and when, and no content."),
    "admin": _("People, organisations, calendar and tables; no case."),
}


def people() -> list[tuple[User, Membership, Any]]:
    """Each person who can be tried, with their role and what they see; none before the province is made."""
    users = User.objects.filter(is_active=True).in_bulk(list(SIGN_INS), field_name="username")
    return [
        (users[name], users[name].current_memberships[0], under)
        for name, under in SIGN_INS.items()
        if name in users and users[name].current_memberships
    ]


def doors(request: HttpRequest) -> dict[str, Callable[[], list[dict[str, Any]]]]:
    """Context: `demo_sign_ins`, read from the database only by the templates that show it."""
    return {"demo_sign_ins": _doors}


def _doors() -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("demo_sign_in"),
            "name": "as",
            "value": user.username,
            "label": f"{role.get_role_display()} · {user.full_name}",
            "under": under,
        }
        for user, role, under in people()
    ]
