"""Filing: the one form, and the receipt that follows it."""

from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dadkar.kernel import moment
from dadkar.kernel.sealing import receipts
from dadkar.portal import cookies
from dadkar.portal.filing import file
from dadkar.portal.forms import FilingForm
from dadkar.portal.views.pages import draw, page, see
from dadkar.records.remake.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@page
def write(request: HttpRequest) -> HttpResponse:
    """Write what happened. A second submit of the same form gives the same case, and its receipt again."""
    house = request.house  # type: ignore[attr-defined]
    if request.method != "POST":
        begun = {"nonce": receipts.sign_nonce(receipts.new_nonce())}
        return ask(request, FilingForm(house=house, initial=begun))
    form = FilingForm(request.POST, request.FILES, house=house)
    if form.is_looking:
        return ask(request, form, matches=form.matches())
    nonce = form.read_nonce()
    if form.is_valid() and nonce is None:
        form.add_error(
            None,
            ValidationError(_("The page had grown old. Read it through and press the button once more.")),
        )
    if nonce is None or not form.is_valid():
        return ask(request, form, status=422)
    try:
        case, code = file(form, nonce)
    except Refused as refusal:
        form.add_error("files", refusal.sentence())
        return ask(request, form, status=422)
    return receipt_of(request, case, code)


def ask(
    request: HttpRequest, form: FilingForm, *, status: int = 200, matches: list | None = None
) -> HttpResponse:
    """The form, with everything that was typed; a nonce that can't be used is replaced."""
    form.renew_nonce()
    if matches is None and form.is_bound:
        matches = form.matches() or None
    lost = [upload.name for name in request.FILES for upload in request.FILES.getlist(name)]
    return draw(request, "write", status, form=form, matches=matches, lost_files=lost)


def receipt_of(request: HttpRequest, case, code: str) -> HttpResponse:
    """To the page of the receipt, or the word that it is too late to show it."""
    left = receipts.SHOWN_FOR - (moment.now() - case.filed_at)
    if not code or left.total_seconds() <= 0:
        return draw(request, "late")
    response = see("receipt")
    cookies.show_code(response, code, life=left)
    return response
