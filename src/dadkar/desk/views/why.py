"""Why this day: a clock's days told one by one, for those whose date it sets."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from dadkar.cases import actions
from dadkar.cases.models import Case, Referral
from dadkar.cases.reading import case_seen_by
from dadkar.desk.access import StaffRequest, case_of, for_class, house_desk, referral_of
from dadkar.people.models import RoleClass


@house_desk
def of_case(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Why the house's own date fell on that day."""
    row = case_of(request.user, uuid)
    return _told(request, row.clock, _("The house’s own term"), case=row)


@for_class(RoleClass.BODY, RoleClass.DESK)
def of_referral(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Why a body's answer is due when it is."""
    row = referral_of(request.user, uuid)
    whose = _("The term for the answer of %(body)s") % {"body": row.body}
    return _told(request, row.clock, whose, case=_of_the_desk(request, row), referral=row)


@for_class(RoleClass.BODY, RoleClass.DESK)
def of_promise(request: StaffRequest, uuid: UUID, step: UUID) -> HttpResponse:
    """Why a promised step is due when it is."""
    row = referral_of(request.user, uuid)
    promise = get_object_or_404(actions.promises_of(row), uuid=step)
    whose = _("Promised by %(body)s: %(step)s") % {"body": row.body, "step": promise.get_step_display()}
    return _told(request, promise.clock, whose, case=_of_the_desk(request, row), referral=row)


def _of_the_desk(request: StaffRequest, referral: Referral) -> Case | None:
    """The referral's case, where it is the user's to see, too: a body knows of none."""
    return case_seen_by(request.user, referral.case_uuid)


def _told(
    request: StaffRequest, clock: Any, whose: str, *, case: Case | None, referral: Referral | None = None
) -> HttpResponse:
    context = {"replay": clock.replay(), "whose": whose, "about": case, "row": referral}
    return render(request, "desk/why.html", context)
