"""Files: of a receipt's holder, of the desk's cases, with a body's answers; in, and out again."""

from typing import Any
from uuid import UUID

from django.http import Http404, StreamingHttpResponse
from ninja import File, UploadedFile
from ninja.responses import Status

from dadkar.api.access import Asked
from dadkar.api.answers import file_for, holder, staff
from dadkar.api.endpoints import router
from dadkar.api.endpoints.cases import seen
from dadkar.api.endpoints.referrals import bodys_answer, sent_to_body
from dadkar.api.models import Scope
from dadkar.api.once import once
from dadkar.api.problems import Problem
from dadkar.api.schemas.out import FileOut
from dadkar.api.uploads import FilesDone, require_good
from dadkar.cases import actions
from dadkar.cases.following import Following
from dadkar.cases.models import CaseFile, SharedFile
from dadkar.kernel.sealing.errors import Erased
from dadkar.people.models import RoleClass
from dadkar.records import downloads

TAGS = ["Files"]


def _kept(rows: list[Any]) -> Status:
    return Status(201, FilesDone(files=[FileOut.of(row.attachment) for row in rows]))


@router.post(
    "/receipt/files", **holder(FilesDone, writes=True, status=201), url_name="receipt-files", tags=TAGS
)
@once
def add_to_receipt(request: Asked, files: File[list[UploadedFile]]) -> Any:
    """Add photos, papers or recordings, all of them or none: at most ten, of at most 25 MB each."""
    following: Following = request.auth
    return _kept(actions.add_files(following.case, require_good(files), by=following.by))


@router.post(
    "/cases/{uuid:id}/files",
    **staff(FilesDone, Scope.CASES_WRITE, RoleClass.DESK, writes=True, status=201),
    url_name="case-files",
    tags=TAGS,
)
@once
def add_to_case(request: Asked, id: UUID, files: File[list[UploadedFile]]) -> Any:
    """Add files to a case, all of them or none: at most ten, of at most 25 MB each."""
    return _kept(actions.add_files(seen(request, id), require_good(files), by=request.user))


@router.get(
    "/cases/{uuid:id}/files/{uuid:file}",
    **file_for(Scope.CASES_READ, RoleClass.DESK),
    url_name="case-file",
    tags=TAGS,
)
def read_of_case(request: Asked, id: UUID, file: UUID) -> StreamingHttpResponse:
    """A file of a case, opened on its way out."""
    return _opened(CaseFile.objects.of(seen(request, id)), file)


@router.post(
    "/answers/{uuid:id}/files",
    **staff(FilesDone, Scope.REFERRALS_WRITE, RoleClass.BODY, writes=True, status=201),
    url_name="answer-files",
    tags=TAGS,
)
@once
def add_evidence(request: Asked, id: UUID, files: File[list[UploadedFile]]) -> Any:
    """Add evidence to a draft; the house sees it when the answer is released."""
    row = bodys_answer(request, id)
    return _kept(actions.add_evidence(row, require_good(files), by=request.user))


@router.get(
    "/referrals/{uuid:id}/files/{uuid:file}",
    **file_for(Scope.REFERRALS_READ, RoleClass.BODY),
    url_name="referral-file",
    tags=TAGS,
)
def read_of_referral(request: Asked, id: UUID, file: UUID) -> StreamingHttpResponse:
    """A file that was shown to the body, or its own evidence."""
    return _opened(SharedFile.objects.of(sent_to_body(request, id)), file)


def _opened(rows: Any, uuid: UUID) -> StreamingHttpResponse:
    row = rows.select_related("attachment").filter(attachment__uuid=uuid).first()
    if row is None:
        raise Http404
    try:
        chunks = row.attachment.read()
    except Erased:
        raise Problem(410) from None
    return downloads.download(chunks, name=row.attachment.download_name, mime=row.attachment.mime)
