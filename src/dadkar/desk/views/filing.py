"""Filing for somebody: the form, and the receipt to hand over.

The receipt's code is not stored. The officer's browser holds the filing's nonce in a sealed cookie for a
quarter of an hour, bound to the officer, and the code is made from it again for the page and the slip.
"""

from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dadkar.cases.alike import alike, alike_to
from dadkar.cases.filing import file_case
from dadkar.cases.models import Case, Receipt
from dadkar.desk.access import StaffRequest, View, house_desk
from dadkar.desk.forms.filing import FilingForForm
from dadkar.kernel import moment
from dadkar.kernel.fields.date import shown_day
from dadkar.kernel.sealing import receipts
from dadkar.kernel.sealing.cookies import drop_cookie, read_cookie, set_cookie
from dadkar.people.models import Organisation, RoleClass, User
from dadkar.records.downloads import PDF, download
from dadkar.records.papers import Slip, slips_pdf
from dadkar.records.papers.picture import qr
from dadkar.records.remake.errors import Refused

COOKIE = "handover"
OLD_PAGE = _("The page had grown old. Read it through and save it once more.")


@house_desk
@require_http_methods(["GET", "HEAD", "POST"])
def file_for(request: StaffRequest) -> HttpResponse:
    """File for somebody. A second submit of the same form gives the same case, and its receipt again."""
    desk = desk_of(request.user)
    if request.method != "POST":
        begun = {"nonce": receipts.sign_nonce(receipts.new_nonce())}
        return ask(request, FilingForForm(house=desk.house, initial=begun))
    form = FilingForForm(request.POST, request.FILES, house=desk.house)
    if form.is_looking:
        found = form.matches()
        return ask(request, form, matches=found, alike=alike_to_what_is_typed(request, form, found))
    nonce = form.read_nonce()
    if form.is_valid() and nonce is None:
        form.add_error(None, OLD_PAGE)
    if nonce is None or not form.is_valid():
        return ask(request, form, status=422)
    filing = form.filing()
    if desk in filing.closed_to:
        desk = desk.house
    try:
        case, _code = file_case(
            filing, house=form.house, desk=desk, nonce=nonce, by=request.user, by_office=True
        )
    except Refused as refusal:
        form.add_error("files", refusal.sentence())
        return ask(request, form, status=422)
    return hand_over(request.user, case, nonce)


def desk_of(user: User) -> Organisation:
    """The desk at which the officer writes it down: the first one they work at."""
    return user.organisations(RoleClass.DESK)[0]


def alike_to_what_is_typed(request: StaffRequest, form: FilingForForm, found: list[Any]) -> list[Any]:
    """Before it is saved: what may be here already, told by somebody else at the one workplace found."""
    workplace = found[0].pk if len(found) == 1 else None
    said = request.POST.get("narrative", "")
    return alike(said, request.user, house=form.house.pk, workplace=workplace)


def ask(
    request: HttpRequest,
    form: FilingForForm,
    *,
    status: int = 200,
    matches: list[Any] | None = None,
    alike: Any = (),
) -> HttpResponse:
    """The form, with everything that was typed; a nonce that can't be used is replaced."""
    form.renew_nonce()
    if matches is None and form.is_bound:
        matches = form.matches() or None
    lost = [upload.name for name in request.FILES for upload in request.FILES.getlist(name)]
    context = {"form": form, "matches": matches, "lost_files": lost, "alike": alike}
    return render(request, "desk/filing/file_for.html", context, status=status)


# -- the receipt --------------------------------------------------------------------------------------


def hand_over(officer: User, case: Case, nonce: bytes) -> HttpResponse:
    """To the receipt, as long as it may still be shown."""
    response = redirect("file-for-receipt")
    left = receipts.SHOWN_FOR - (moment.now() - case.filed_at)
    if left > timedelta():
        set_cookie(response, COOKIE, officer.uuid.bytes + nonce, life=left)
    return response


def with_receipt(view: View) -> View:
    """Give the view the receipt and code that this officer may hand over; without one, go to the form."""

    @wraps(view)
    def inner(request: StaffRequest) -> HttpResponseBase:
        held = read_cookie(request, COOKIE) or b""
        officer, nonce = held[:16], held[16:]
        receipt = Receipt.filed_with(nonce) if officer == request.user.uuid.bytes else None
        code = receipt.code_for(nonce) if receipt else ""
        if not code:
            return render(request, "desk/filing/over.html")
        return view(request, receipt, code)

    return inner


@house_desk
@never_cache
@require_safe
@with_receipt
def receipt(request: StaffRequest, receipt: Receipt, code: str) -> HttpResponse:
    """The code, to read out, copy or print: shown for a quarter of an hour, and never again."""
    case = receipt.case
    is_seen = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    context = {
        "case": case,
        "alike": alike_to(case, request.user) if is_seen else [],
        "code": code,
        "qr": qr(code).svg_data_uri(scale=4, border=2, dark="#000", light="#fff"),
        "is_seen": is_seen,
    }
    return render(request, "desk/filing/receipt.html", context)


@house_desk
@never_cache
@require_POST
@with_receipt
def slip(request: HttpRequest, receipt: Receipt, code: str) -> HttpResponseBase:
    """The receipt as a slip to fold, for printing."""
    receipt.mark_printed()
    lang = get_language() or "fa"
    pdf = slips_pdf(
        [slip_of(receipt.case, code)], phone=phone_of(receipt.case), site=request.get_host(), lang=lang
    )
    return download([pdf], name="slip.pdf", mime=PDF)


@house_desk
@require_POST
@with_receipt
def handed(request: HttpRequest, receipt: Receipt, code: str) -> HttpResponse:
    """The holder has the code: forget it here, and go to the case."""
    seen = Case.objects.visible_to(request.user).filter(pk=receipt.case_id).exists()
    response = redirect(reverse("case", args=[receipt.case.uuid]) if seen else reverse("queue"))
    drop_cookie(response, COOKIE)
    return response


def slip_of(case: Case, code: str) -> Slip:
    """What a slip shows: outside, the office's own reference or the case's number."""
    return Slip(code=code, reference=case.office_reference or case.number, read_by=read_by(case))


def read_by(case: Case) -> str:
    """The day by which it is read, as the reader writes days."""
    if case.due_at is None:
        return ""
    return shown_day(timezone.localdate(case.due_at))


def phone_of(case: Case) -> str:
    """The number to ring: the desk's, or else the house's."""
    return case.desk.phone or case.house.phone
