"""Files and dates of a case: how a sealed file goes out, and why a date fell where it did."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from dadkar.cases.models import CaseFile, SharedFile
from dadkar.commitments.models import Commitment
from dadkar.desk.access import StaffRequest, case_of, for_class, house_desk, referral_of
from dadkar.people.models import RoleClass
from dadkar.records import downloads


@house_desk
def case_file(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """A file of a case, opened for its desk."""
    file = CaseFile.objects.visible_to(request.user).select_related("attachment").filter(uuid=uuid).first()
    if file is None:
        raise Http404
    return downloads.attachment(request, file.attachment)


@house_desk
def evidence(request: StaffRequest, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file that was shown to a body, or that came with its answer."""
    row = referral_of(request.user, uuid)
    case_of(request.user, row.case_uuid)
    sent = SharedFile.objects.of(row).sent().select_related("attachment")
    found = sent.filter(attachment__uuid=file).first()
    if found is None:
        raise Http404
    return downloads.attachment(request, found.attachment)


@house_desk
def case_why(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Why the house's own date fell on that day."""
    row = case_of(request.user, uuid)
    context = {"replay": row.clock.replay(), "about": row}
    return render(request, "desk/why.html", context)


@for_class(RoleClass.DESK, RoleClass.BODY)
def promise_why(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Why a promise is due on that day."""
    row = (
        Commitment.objects.visible_to(request.user).select_related("debtor__county").filter(uuid=uuid).first()
    )
    if row is None:
        raise Http404
    case = case_of(request.user, row.owed_to) if request.user.has_class(RoleClass.DESK) else None
    return render(request, "desk/why.html", {"replay": row.clock.replay(), "about": case})
