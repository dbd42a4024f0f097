"""The page of summaries that wait."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from dadkar.cases.models import Referral
from dadkar.desk.access import StaffRequest, house_desk
from dadkar.kernel.prepared import AnyOf
from dadkar.kernel.written import Written

SHOWN = 100


@house_desk
def summaries(request: StaffRequest) -> HttpResponse:
    """Summaries that wait for a second case worker, and those agreed that wait for their letter."""
    context = {
        "proposed": _waiting(request.user, Referral.State.PROPOSED, "id"),
        "agreed": _waiting(request.user, Referral.State.AGREED, "body_id", "id"),
    }
    return render(request, "desk/summaries.html", context)


def _waiting(user: Any, state: str, *order: str) -> list[Referral]:
    """The first referrals in a state; by a narrow query and one by ids, as a wide one takes long to plan."""
    seen = Referral.objects.visible_to(user)
    ids = seen.filter(state=Written(state)).order_by(*order).values_list("pk", flat=True)[:SHOWN]
    rows = seen.select_related("body", "topic", "workplace", "written_by", "case")
    return list(rows.filter(AnyOf("pk", list(ids))).order_by(*order))
