"""Deputies during leave: who stands in for whom, from when to when."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from dadkar.cases import access
from dadkar.cases.deputies import BODY_ROLES, colleagues_of, end_deputy, name_deputy
from dadkar.desk.access import StaffRequest, body_desk
from dadkar.desk.forms.body import DeputyForm
from dadkar.kernel import moment
from dadkar.kernel.flow import FlowError, NotAllowed
from dadkar.people.models import Membership, RoleClass


def held_roles(user: Any) -> list[Membership]:
    """The roles for which the user may name a deputy: their own, and as a manager everybody's there."""
    bodies = user.organisations(RoleClass.BODY)
    rows = Membership.objects.on().filter(organisation__in=bodies, role__in=BODY_ROLES, deputy_for=None)
    rows = rows.select_related("user", "organisation").order_by("organisation", "user__full_name")
    return [row for row in rows if _may(user, row)]


def _may(user: Any, membership: Membership) -> bool:
    try:
        access.permit_deputy(user, membership)
    except NotAllowed:
        return False
    return True


def deputies_in(user: Any) -> Any:
    """The deputies of the user's bodies whose time is not over."""
    bodies = user.organisations(RoleClass.BODY)
    rows = Membership.objects.filter(
        organisation__in=bodies, deputy_for__isnull=False, until__gte=moment.today()
    )
    return rows.select_related("user", "organisation", "deputy_for__user").order_by("since")


@body_desk
def deputies(request: StaffRequest) -> HttpResponse:
    """Who stands in now and soon; and naming somebody."""
    held = held_roles(request.user)
    colleagues = None
    for one in held:
        found = colleagues_of(one)
        colleagues = found if colleagues is None else colleagues | found
    form = DeputyForm(held, colleagues, request.POST or None) if held else None
    if form and form.is_valid():
        said = form.cleaned_data
        try:
            name_deputy(
                said["membership"], said["to"], since=said["since"], until=said["until"], by=request.user
            )
        except FlowError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("%(name)s stands in.") % {"name": said["to"]})
            return redirect("body-deputies")
    rows = [{"row": row, "may_end": _may(request.user, row.deputy_for)} for row in deputies_in(request.user)]
    status = 422 if form and form.errors else 200
    return render(
        request,
        "desk/body/deputies.html",
        {"rows": rows, "form": form, "today": moment.today()},
        status=status,
    )


@body_desk
@require_POST
def end(request: StaffRequest, deputy: int) -> HttpResponse:
    """End a deputy's time now."""
    row = deputies_in(request.user).filter(pk=deputy).first()
    if row is None or not _may(request.user, row.deputy_for):
        raise Http404
    end_deputy(row, by=request.user)
    messages.success(request, _("Ended."))
    return redirect("body-deputies")
