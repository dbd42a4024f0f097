"""The board's track on the desk: the petition's page, and its papers. The verbs are in `board_verbs`."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from dadkar.cases import board
from dadkar.cases.models import Case, Hearing, Payment, Petition, Ruling
from dadkar.cases.reading import OF_A_CASE, part_seen_by
from dadkar.desk import petitions
from dadkar.desk.access import StaffRequest, house_desk
from dadkar.kernel.flow import FlowError
from dadkar.kernel.sealing.fields import open_all
from dadkar.records import downloads
from dadkar.records.papers import petition_docx, petition_pdf

NAMES = {"pdf": "PDF", "docx": "Word"}
DRAW = {"pdf": (petition_pdf, downloads.PDF), "docx": (petition_docx, downloads.DOCX)}


def part_of(user: Any, model: Any, uuid: UUID, *more: str) -> Any:
    """A part of a case that the user may see; otherwise it does not exist."""
    row = part_seen_by(user, model, uuid, *more)
    if row is None:
        raise Http404
    return row


def petition_of(user: Any, uuid: UUID) -> Petition:
    return part_of(user, Petition, uuid)


# -- the page -----------------------------------------------------------------------------------------


@house_desk
def petition(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One petition: what it asks, when it is heard, what was ruled, which day must not be missed."""
    row = petition_of(request.user, uuid)
    claims = row.claims.open()
    context = {
        "row": row,
        "claims": claims,
        "claimed": sum(claim["amount"] or 0 for claim in claims),
        "papers": petitions.check_list(row),
        "endings": [(reverse(f"petition-named-{one}", args=[row.uuid]), name) for one, name in NAMES.items()],
    }
    return render(request, "desk/board/petition.html", context | track(row))


def track(row: Petition) -> dict[str, Any]:
    """The sessions and rulings of a petition, with the applicant's terms against each ruling."""
    sessions = Hearing.objects.of(row.case).filter(petition=row).select_related("case")
    hearings = list(sessions.order_by("held_on", "id"))
    rulings: list[Any] = list(
        Ruling.objects.of(row.case).filter(petition=row).select_related("petition", "case__house")
    )
    open_all(hearings, "result")
    open_all(rulings, "summary")
    calendar = row.case.calendar
    for ruling in rulings:
        ruling.running = ruling.terms(calendar)
        ruling.came = list(Payment.objects.of(row.case).filter(ruling=ruling))
        ruling.paid = sum(payment.amount_rial for payment in ruling.came)
    return {"petition": row, "hearings": hearings, "rulings": rulings, "stage": stage(row, hearings, rulings)}


def stage(row: Petition, hearings: list[Hearing], rulings: list[Ruling]) -> Any:
    """Where a petition stands, in a word or two."""
    if rulings:
        last = rulings[-1]
        if last.enforcement_asked_on:
            return _("in enforcement")
        return _("ruled and served") if last.served_on else _("ruled, not yet served")
    if hearings:
        return _("heard") if hearings[-1].outcome else _("a session is set")
    if row.is_filed:
        return _("filed")
    return _("agreed to, not yet filed") if row.is_consented else _("draft")


def section(case: Case) -> list[dict[str, Any]]:
    """What the case's page shows of the board's track."""
    rows = Petition.objects.of(case).select_related(*OF_A_CASE)
    return [track(row) for row in rows]


# -- papers -------------------------------------------------------------------------------------------


@house_desk
def draft(request: StaffRequest, uuid: UUID, ending: str) -> HttpResponseBase:
    """The petition without any name."""
    return _paper(petition_of(request.user, uuid), ending, named=False)


@house_desk
@require_POST
def named(request: StaffRequest, uuid: UUID, ending: str) -> HttpResponseBase:
    """The petition with the claimant's name: only after consent, and an event each time."""
    row = petition_of(request.user, uuid)
    try:
        board.open_for_paper(row, by=request.user)
    except FlowError as error:
        messages.error(request, str(error.message))
        return redirect("petition", row.uuid)
    return _paper(row, ending, named=True)


def _paper(row: Petition, ending: str, *, named: bool) -> HttpResponseBase:
    draw, mime = DRAW[ending]
    made = draw(petitions.paper(row, named=named))
    return downloads.download([made], name=petitions.file_name(row, ending), mime=mime)
