"""The receipt: the code, shown for a quarter of an hour, and the proof that it was kept."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from dadkar.cases.models import Case, Receipt
from dadkar.kernel.persian import to_latin_digits
from dadkar.portal import cookies
from dadkar.portal.following import reread, running_rights
from dadkar.portal.views.pages import draw, page, see
from dadkar.portal.words import day_text
from dadkar.records.papers.picture import qr, receipt_png

LAST = 4
SOON_DAYS = 7
PICTURE_NAME = "image.png"


class LastDigits(forms.Form):
    """The proof that the code was copied: a lost code is the commonest complaint about such systems."""

    last = forms.CharField(
        label=_("Type the last four digits of the code"), max_length=40, required=False,
        help_text=_("So that you are sure that you have it."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "size": "6", "class": "short"}
        ),
    )  # fmt: skip

    mark_optional = False

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code

    def clean_last(self) -> str:
        typed = "".join(letter for letter in to_latin_digits(self.cleaned_data["last"]) if letter.isdigit())
        if typed[-LAST:] != self.code[-LAST:]:
            raise forms.ValidationError(
                _("These are not its last four digits. Compare what you wrote down once more.")
            )
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
@page
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the code; with its last digits typed back, go on to the page that it opens."""
    code = cookies.shown_code(request)
    held = Receipt.opened_by(code) if code else None
    if not code or held is None:
        return see("follow")
    form = LastDigits(request.POST if request.method == "POST" else None, code=code)
    if form.is_bound and form.is_valid():
        held.prove_kept()
        response = see("follow")
        cookies.open_page(response, held)
        cookies.hide_code(response)
        return response
    facts = facts_of(reread(held.case), code)
    return draw(request, "kept", 422 if form.is_bound else 200, form=form, **facts)


def facts_of(case: Case, code: str) -> dict[str, Any]:
    """What stands on the receipt beside the code."""
    return {
        "code": code,
        "qr": qr(code).svg_data_uri(scale=4, border=2, dark="#000", light="#fff"),
        "desk": case.desk if case.desk.phone else case.house,
        "read_by": day_text(case.due_at) if case.due_at and case.state == Case.State.RECEIVED else "",
        "in_hours": case.urgency == Case.Urgency.HAZARD,
        "rights": [dated(right) for right in running_rights(case)],
    }


def dated(right: Any) -> dict[str, Any]:
    """A right with its last day in words, and whether that is near."""
    kind = "soon" if right.days_left <= SOON_DAYS else "ok"
    return {"right": right.right, "is_over": right.is_over, "text": day_text(right.last_day), "kind": kind}


@require_safe
@page
def picture(request: HttpRequest) -> HttpResponse:
    """The code as a picture to keep, with a name that says nothing."""
    code = cookies.shown_code(request)
    if not code:
        return see("follow")
    response = HttpResponse(receipt_png(code, get_language() or "fa"), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{PICTURE_NAME}"'
    return response
