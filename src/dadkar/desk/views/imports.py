"""Lists that are brought in: send the file, match its columns, look, bring it in, print the slips."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dadkar.cases.importing import drafts, running, slips, tasks
from dadkar.cases.importing.headings import Matching, suggest
from dadkar.cases.importing.sheet import BadFile
from dadkar.cases.models import ImportBatch, ImportedRow, Topic
from dadkar.desk.access import StaffRequest, house_desk
from dadkar.desk.forms.imports import FileForm, MatchingForm
from dadkar.desk.views.filing import desk_of, phone_of, slip_of
from dadkar.kernel.flow import FlowError
from dadkar.kernel.sealing.fields import clear, open_all
from dadkar.people.models import County
from dadkar.records.downloads import PDF, download
from dadkar.records.papers import slips_pdf, table_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_LISTS, SHOWN_CASES = 50, 50
State = ImportBatch.State


def batch_of(user: Any, uuid: UUID) -> ImportBatch:
    """The list, if it is of a desk at which the user works; otherwise it does not exist."""
    found = ImportBatch.objects.visible_to(user).select_related("house", "desk").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@house_desk
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: StaffRequest) -> HttpResponse:
    """The lists of this desk, newest first, and the place to send one."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        try:
            return taken_in(request, form.cleaned_data["file"])
        except BadFile as error:
            form.add_error("file", str(error.message))
    batches = list(ImportBatch.objects.visible_to(request.user).order_by("-at")[:SHOWN_LISTS])
    open_all(batches, "name")
    context = {"form": form, "batches": batches}
    return render(request, "desk/imports/lists.html", context, status=422 if form.is_bound else 200)


def taken_in(request: StaffRequest, upload: Any) -> HttpResponse:
    """Keep the file as a sealed draft and go to its columns; one that is known, to what became of it."""
    desk = desk_of(request.user)
    batch, is_new = drafts.take_in(
        upload.read(), name=upload.name, house=desk.house, desk=desk, by=request.user
    )
    if not ImportBatch.objects.visible_to(request.user).filter(pk=batch.pk).exists():
        raise BadFile(drafts.OTHER_DESK)
    if not is_new:
        messages.info(request, _("This very file is here already; nothing is made twice."))
    return redirect("import", batch.uuid)


@house_desk
@never_cache
@require_safe
def batch(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One list, wherever it stands."""
    row = batch_of(request.user, uuid)
    if row.state in running.UNDER_WAY:
        return render(request, "desk/imports/under_way.html", progress_of(row))
    if row.state == State.DONE:
        return render(request, "desk/imports/done.html", outcome_of(request, row))
    if row.preview is None:
        return redirect("import-columns", row.uuid)
    return render(request, "desk/imports/preview.html", preview_of(row, row.preview.open()))


def preview_of(row: ImportBatch, found: dict[str, Any]) -> dict[str, Any]:
    """The preview as it was kept, its codes as names in the reader's language."""
    topics = {topic.code: topic for topic in Topic.objects.filter(house=row.house)}
    counties = County.objects.in_bulk({one["county"] for one in found["first"]})
    for one in found["first"]:
        one |= {"topic": topics.get(one["topic"], ""), "county": counties.get(one["county"], "")}
        one["office_date"] = parse_date(one["office_date"])
    return {"batch": row, "found": found, "seen": row.moved_at.isoformat(), "layout": row.layout.open()}


def progress_of(row: ImportBatch) -> dict[str, Any]:
    return {"batch": row, "is_stalled": running.is_stalled(row), "checking": row.state == State.CHECKING}


@house_desk
@never_cache
@require_safe
def progress(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """How far it is, for the page that asks every other second; the whole page anew once it is over."""
    row = batch_of(request.user, uuid)
    response = render(request, "desk/imports/progress.html", progress_of(row))
    if row.state not in running.UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@house_desk
@require_POST
def go_on(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take a list up again whose worker has died."""
    row = batch_of(request.user, uuid)
    if running.is_stalled(row):
        tasks.start(row)
    return redirect("import", row.uuid)


# -- the draft ----------------------------------------------------------------------------------------------


@house_desk
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Which column is what: suggested by the headings, decided by the officer."""
    row = batch_of(request.user, uuid)
    if row.state != State.DRAFT:
        return redirect("import", row.uuid)
    layout, matching = row.layout.open(), Matching.from_json(row.matching)
    form = MatchingForm(layout, matching, *([request.POST] if request.method == "POST" else []))
    if form.is_bound and form.is_reading_anew:
        number = form._heading_number(matching)
        form = MatchingForm(layout, suggest(drafts.headings_in(layout, number), number))
    elif form.is_bound and form.is_valid():
        try:
            tasks.start(drafts.match(row, form.matching(), by=request.user))
        except FlowError as error:
            form.add_error(None, str(error.message))
        else:
            return redirect("import", row.uuid)
    context = {"batch": row, "form": form, "layout": layout}
    return render(request, "desk/imports/columns.html", context, status=422 if form.errors else 200)


@house_desk
@require_POST
def approve(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Bring it in; rows that can't be read only stay out when the officer says so."""
    row = batch_of(request.user, uuid)
    try:
        tasks.start(
            running.approve(
                row, leave_out="leave_out" in request.POST, seen=request.POST.get("seen"), by=request.user
            )
        )
    except FlowError as error:
        messages.error(request, str(error.message))
    return redirect("import", row.uuid)


@house_desk
@require_POST
def discard(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Forget a draft."""
    row = batch_of(request.user, uuid)
    try:
        drafts.discard(row)
    except FlowError as error:
        messages.error(request, str(error.message))
        return redirect("import", row.uuid)
    messages.success(request, _("Forgotten; nothing of that file was kept."))
    return redirect("imports")


@house_desk
@never_cache
@require_safe
def left_out(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The rows that can't be read, with their reasons, as a workbook to correct and send again."""
    row = batch_of(request.user, uuid)
    kept = left_out_of(row)
    if not kept:
        raise Http404
    layout = row.layout.open()
    headings = drafts.headings_in(layout, row.matching["heading"])
    titles = [_("Row"), *(headings[letter] or letter for letter in layout["letters"]), _("What is wrong")]
    rows = [
        [one["row"], *(one["cells"].get(letter, "") for letter in layout["letters"]), one["why"]]
        for one in kept
    ]
    book = table_xlsx(_("Rows left out"), titles, rows, lang=get_language() or "fa")
    return download([book], name="left-out.xlsx", mime=XLSX)


def left_out_of(row: ImportBatch) -> list[dict[str, Any]]:
    """The rows left out, while they are kept."""
    return clear(row.left_out, [])


# -- the outcome --------------------------------------------------------------------------------------------


def outcome_of(request: StaffRequest, row: ImportBatch) -> dict[str, Any]:
    """What became of a list, and the slips that can still be printed."""
    imported = ImportedRow.objects.visible_to(request.user).filter(batch=row).order_by("row")
    return {
        "batch": row,
        "imported": list(
            imported.select_related("case__topic", "case__workplace", "case__county")[:SHOWN_CASES]
        ),
        "left_out": len(left_out_of(row)),
        "parts": slips.parts(row),
    }


@house_desk
@never_cache
@require_POST
def print_slips(request: StaffRequest, uuid: UUID, part: int) -> HttpResponseBase:
    """A part of the slips as a PDF to print, cut and fold."""
    row = batch_of(request.user, uuid)
    try:
        found = slips.codes(row, part, by=request.user)
    except FlowError as error:
        messages.error(request, str(error.message))
        return redirect("import", row.uuid)
    if not found:
        raise Http404
    made = [slip_of(case, code) for case, code in found]
    pdf = slips_pdf(made, phone=phone_of(found[0][0]), site=request.get_host(), lang=get_language() or "fa")
    return download([pdf], name=f"slips-{part + 1}.pdf", mime=PDF)


@house_desk
@require_POST
def forget_slips(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The slips are printed: nobody can make these codes again."""
    row = batch_of(request.user, uuid)
    slips.forget(row, by=request.user)
    messages.success(request, _("The slips can no longer be made; a lost code is replaced in person."))
    return redirect("import", row.uuid)
