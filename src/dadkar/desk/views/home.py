"""The first page after signing in: each role's own desk."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from dadkar.desk.access import StaffRequest
from dadkar.people.models import RoleClass

HOMES = {
    RoleClass.DESK: "queue",
    RoleClass.BODY: "body-referrals",
    RoleClass.AUDIT: "audit",
    RoleClass.SYSTEM: "admin:index",
}


@login_required
def home(request: StaffRequest) -> HttpResponse:
    """Send everyone to the desk of their first role."""
    for role_class, name in HOMES.items():
        if request.user.has_class(role_class):
            return redirect(name)
    raise PermissionDenied
