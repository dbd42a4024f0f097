"""The auditor's page: who did what, when; never content, never a name of an applicant."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dadkar.desk.access import StaffRequest, audit_desk
from dadkar.desk.audit_words import KINDS, says
from dadkar.desk.story import names_of
from dadkar.people.models import RoleClass
from dadkar.records.models import Event

PAGE = 100


@audit_desk
def audit(request: StaffRequest) -> HttpResponse:
    """The events of the auditor's houses, newest first, each with whether its hash still holds."""
    houses = request.user.houses(RoleClass.AUDIT)
    events = Event.objects.filter(house_id__in=houses)
    before, kind = request.GET.get("before", ""), request.GET.get("kind", "")
    if before.isascii() and before.isdigit():
        events = events.filter(id__lt=int(before[:18]))
    if kind in KINDS:
        events = events.filter(kind=kind)
    page = list(events.order_by("-id")[: PAGE + 1])
    more = len(page) > PAGE
    page = page[:PAGE]
    names = names_of(page)
    rows = [{"event": one, "says": says(one.kind), "who": names.get(one.actor, one.actor)} for one in page]
    context = {
        "rows": rows,
        "kinds": [(one, says(one)) for one in KINDS],
        "kind": kind,
        "next_url": f"{reverse('audit')}?kind={kind}&before={page[-1].id}" if more else "",
    }
    return render(request, "desk/audit.html", context)
