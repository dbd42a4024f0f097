"""Files of a case: how a sealed file goes out."""

from uuid import UUID

from django.http import Http404, HttpResponseBase

from dadkar.cases.models import CaseFile, SharedFile
from dadkar.desk.access import StaffRequest, case_of, house_desk, referral_of
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
