"""Lists that are brought in: send the file, match its columns, look at the preview, approve it."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import File, Query, Schema, UploadedFile
from ninja.responses import Status
from pydantic import Field

from dadkar.api.access import Asked
from dadkar.api.answers import staff
from dadkar.api.endpoints import router
from dadkar.api.models import Scope
from dadkar.api.once import once
from dadkar.api.paging import PAGE, next_address
from dadkar.api.problems import Problem
from dadkar.api.schemas import lists as schemas
from dadkar.api.schemas.verbs import Nothing
from dadkar.cases.importing import drafts, running, tasks
from dadkar.cases.importing.headings import Matching
from dadkar.cases.importing.sheet import BadFile
from dadkar.cases.models import ImportBatch, ImportedRow
from dadkar.kernel.sealing.errors import Erased
from dadkar.kernel.sealing.fields import open_all
from dadkar.people.models import RoleClass

TAGS = ["Lists that are brought in"]
SHOWN = 50
READS = staff(schemas.ListOut, Scope.CASES_READ, RoleClass.DESK)


def _seen(request: Asked, uuid: UUID) -> ImportBatch:
    """The list, if it is of a desk at which the token's user works; otherwise it does not exist."""
    found = ImportBatch.objects.visible_to(request.user).select_related("house", "desk").filter(uuid=uuid)
    row = found.first()
    if row is None:
        raise Http404
    return row


def _now(row: ImportBatch) -> schemas.ListOut:
    return schemas.ListOut.of(ImportBatch.objects.get(pk=row.pk))


@router.get(
    "/lists", **staff(schemas.ListsOut, Scope.CASES_READ, RoleClass.DESK), url_name="lists", tags=TAGS
)
def list_lists(request: Asked) -> schemas.ListsOut:
    """The lists of the desks at which the token's user works."""
    rows = list(ImportBatch.objects.visible_to(request.user).order_by("-at")[:SHOWN])
    open_all(rows, "name", "layout", "preview")
    return schemas.ListsOut(results=[schemas.ListOut.of(row) for row in rows])


@router.post(
    "/lists/files",
    **staff(schemas.ListOut, Scope.CASES_WRITE, RoleClass.DESK, writes=True, status=201),
    url_name="list-files",
    tags=TAGS,
)
@once
def take_in(request: Asked, files: File[list[UploadedFile]]) -> Any:
    """Send one file, Excel or CSV, a row a case. The same file twice is the same list."""
    if len(files) != 1:
        raise Problem.of_field("files", _("One file, the list."))
    desk, upload = request.user.organisations(RoleClass.DESK)[0], files[0]
    try:
        row, _new = drafts.take_in(
            upload.read(), name=upload.name or "", house=desk.house, desk=desk, by=request.user
        )
    except BadFile as error:
        raise Problem.of_field("files", error.message, "file-refused") from None
    if not ImportBatch.objects.visible_to(request.user).filter(pk=row.pk).exists():
        raise Problem.of_field("files", drafts.OTHER_DESK)
    return Status(201, schemas.ListOut.of(row))


@router.get("/lists/{uuid:id}", **READS, url_name="list", tags=TAGS)
def read_list(request: Asked, id: UUID) -> schemas.ListOut:
    """One list, wherever it stands."""
    return schemas.ListOut.of(_seen(request, id))


@router.post(
    "/lists/{uuid:id}/match",
    **staff(schemas.ListOut, Scope.CASES_WRITE, RoleClass.DESK, writes=True),
    url_name="list-match",
    tags=TAGS,
)
@once
def match(request: Asked, id: UUID, said: schemas.MatchIn) -> schemas.ListOut:
    """Say which column is what; then every row is read so, a long list by a worker (`checking`)."""
    row = _seen(request, id)
    try:
        letters = row.layout.open()["letters"]
    except Erased:
        raise Problem(409, detail=drafts.NOT_A_DRAFT) from None
    if strange := sorted(set(said.columns) - set(letters)):
        raise Problem.of_field(f"columns.{strange[0]}", _("There is no such column in this list."))
    matching = Matching(said.heading, dict(said.columns), str(said.unit or ""))
    tasks.start(drafts.match(row, matching, by=request.user))
    return _now(row)


@router.post(
    "/lists/{uuid:id}/approve",
    **staff(schemas.ListOut, Scope.CASES_WRITE, RoleClass.DESK, writes=True),
    url_name="list-approve",
    tags=TAGS,
)
@once
def approve(request: Asked, id: UUID, said: schemas.ApproveIn) -> schemas.ListOut:
    """Bring it in: each good row becomes a case, a long list by a worker (`running`)."""
    row = _seen(request, id)
    tasks.start(running.approve(row, leave_out=said.leave_out, seen=said.seen, by=request.user))
    return _now(row)


class Discarded(Schema):
    """Nothing of that file was kept."""

    id: UUID


@router.post(
    "/lists/{uuid:id}/discard",
    **staff(Discarded, Scope.CASES_WRITE, RoleClass.DESK, writes=True),
    url_name="list-discard",
    tags=TAGS,
)
@once
def discard(request: Asked, id: UUID, said: Nothing) -> Discarded:
    """Forget a draft with all that was in it."""
    drafts.discard(_seen(request, id))
    return Discarded(id=id)


class Page(Schema):
    after: Annotated[int, Field(ge=0, le=2**31 - 1)] = Field(0, description="from `next`")


@router.get(
    "/lists/{uuid:id}/cases",
    **staff(schemas.BroughtInPage, Scope.CASES_READ, RoleClass.DESK),
    url_name="list-cases",
    tags=TAGS,
)
def cases_of_list(request: Asked, id: UUID, page: Query[Page]) -> schemas.BroughtInPage:
    """Which row has become which case, in the order of the list."""
    rows = ImportedRow.objects.visible_to(request.user).filter(batch=_seen(request, id), row__gt=page.after)
    found = list(rows.select_related("case").order_by("row")[: PAGE + 1])
    shown = found[:PAGE]
    more = next_address(request, "after", shown[-1].row) if len(found) > PAGE else None
    results = [schemas.BroughtIn(row=one.row, case=one.case.uuid) for one in shown]
    return schemas.BroughtInPage(results=results, next=more)
