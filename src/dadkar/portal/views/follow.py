"""Coming back with the code: one address for the code, the page that it opens, and all that is said on it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from dadkar.cases.following import opened_by
from dadkar.cases.models import Receipt
from dadkar.kernel.flow import FlowError
from dadkar.kernel.models.press import FIELD, Press, nonce_of
from dadkar.kernel.sealing import receipts
from dadkar.kernel.sealing.attempts import TooMany, address_of
from dadkar.kernel.sealing.receipt_field import ReceiptField
from dadkar.kernel.together import reading
from dadkar.portal import answers, cookies
from dadkar.portal.following import Following, open_case, reread
from dadkar.portal.questions import questions
from dadkar.portal.views.kept import dated
from dadkar.portal.views.pages import draw, page, see
from dadkar.portal.words import day_text
from dadkar.records.remake.errors import Refused
from dadkar.web.views import problem

KEPT = "kept-"
WRONG = _("We can show nothing with this code. Please type its digits once more from the receipt.")
MOVED_ON = _(
    "This has moved on meanwhile. Look at the page once more; what you typed is in the box at its end."
)

DONE_ALREADY = _("What you sent had reached us already; it was written down once.")


class CodeForm(forms.Form):
    """The twenty digits, as people type them."""

    code = ReceiptField(label=_("The code of 20 digits"))
    mark_optional = False


@require_http_methods(["GET", "HEAD", "POST"])
@page
def follow(request: HttpRequest) -> HttpResponse:
    """Without an open case, ask for the code; with one, show it, and take what is said about it."""
    if "code" in request.POST:
        return enter(request)
    if code := renewed(request):
        return to_receipt(code)
    uuid = cookies.opened(request)
    case = open_case(uuid) if uuid else None
    if case is None:
        return ask_code(request, kept=typed(request))
    following = Following(case)
    if request.method == "POST":
        return say(request, following)
    return show(request, following)


def renewed(request: HttpRequest) -> str:
    """The code that this very form has renewed: its answer was lost, and the page it stood on is closed."""
    nonce = nonce_of(request.POST.get(FIELD))
    if request.POST.get("key") != answers.Renew.do or nonce is None:
        return ""
    pressed = Press.objects.knows(nonce, within=receipts.SHOWN_FOR)
    return Receipt.renewed_with(nonce.bytes) if pressed else ""


def to_receipt(code: str) -> HttpResponse:
    """To the page of the receipt, which may show this code."""
    response = see("receipt")
    cookies.show_code(response, code)
    return response


# -- the code --------------------------------------------------------------------------------------------


def enter(request: HttpRequest) -> HttpResponse:
    """Open the case of a code. A mistyped one is told and not looked up; a wrong one gets one sentence."""
    form = CodeForm(request.POST)
    sent = request.POST.dict().items()
    kept = [(name.removeprefix(KEPT), value) for name, value in sent if name.startswith(KEPT)]
    if not form.is_valid():
        return ask_code(request, form, kept=kept, status=422)
    try:
        receipt = opened_by(form.cleaned_data["code"], address_of(request))
    except TooMany as many:
        response = problem(request, 429, house=request.house)  # type: ignore[attr-defined]
        response["Retry-After"] = str(many.retry_after)
        return response
    if receipt is None:
        form.add_error("code", WRONG)
        return ask_code(request, form, kept=kept, status=422)
    response = give_back(request, Following(reread(receipt.case)), kept) if kept else see("follow")
    cookies.open_page(response, receipt)
    return response


def ask_code(
    request: HttpRequest,
    form: CodeForm | None = None,
    *,
    kept: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The field for the code; `kept` is what was typed on a page whose half hour is over."""
    return draw(request, "code", status, form=form or CodeForm(), kept=kept or [])


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a page sent after its half hour."""
    return [(name, value) for name, value in request.POST.dict().items() if name != "csrfmiddlewaretoken"]


def give_back(request: HttpRequest, following: Following, kept: list[tuple[str, str]]) -> HttpResponse:
    """The page with what was typed before its half hour was over; nothing is said until it is sent again."""
    data = dict(kept)
    offered = answers.offers(following)
    saying = offered.get(data.get("key", ""))
    if saying is None:
        return show(request, following, offered, lost=longest(data))
    offered[saying.key] = type(saying)(following, saying.about, initial=data)
    offered[saying.key].was_typed = True
    return show(request, following, offered)


# -- the page --------------------------------------------------------------------------------------------


@reading()
def show(
    request: HttpRequest,
    following: Following,
    offered: dict[str, answers.Saying] | None = None,
    *,
    lost: str = "",
    status: int = 200,
) -> HttpResponse:
    """Where it stands, and what can be said about it."""
    offered = offered or answers.offers(following)
    if lost and "write" in offered:
        offered["write"] = answers.Write(following, initial={"text": lost})
        offered["write"].was_typed = True
    rights = [dated(right) for right in following.rights]
    asked = questions(following, offered)
    return draw(request, "follow", status, f=following, say=offered, questions=asked, rights=rights)


def say(request: HttpRequest, following: Following) -> HttpResponse:
    """Do what was pressed; whatever goes wrong, what was typed is still there."""
    if Press.objects.knows(request.POST.get(FIELD)):
        messages.success(request, DONE_ALREADY)
        return see("follow")
    offered = answers.offers(following)
    saying = offered.get(request.POST.get("key", ""))
    if saying is None:
        messages.warning(request, MOVED_ON)
        return show(request, following, offered, lost=longest(request.POST.dict()), status=409)
    said = offered[saying.key] = saying.again(request.POST, request.FILES)
    said.was_typed = True
    if said.is_valid():
        try:
            answer = answers.do(said)
        except FlowError as error:
            said.add_error(None, str(error.message))
        except Refused as refusal:
            said.add_error("files", refusal.sentence())
        else:
            return thank(request, said, answer)
    return show(request, Following(reread(following.case)), offered, status=422)


def thank(request: HttpRequest, said: answers.Saying, answer: Any) -> HttpResponse:
    """Back to the page; a renewed code is shown like a new receipt."""
    if isinstance(said, answers.Renew):
        return to_receipt(answer or renewed(request))
    if isinstance(said, answers.MakeFeed) and answer:
        return draw(request, "feed", address=request.build_absolute_uri(reverse("news", args=[answer])))
    messages.success(request, said.done)
    return see("follow")


def longest(data: dict[str, str]) -> str:
    """The text that somebody took the trouble to write."""
    texts = [value for name, value in data.items() if name not in ("csrfmiddlewaretoken", "key", FIELD)]
    return max(texts, key=len, default="")


@require_safe
@page
def why(request: HttpRequest, number: int) -> HttpResponse:
    """Day by day, why a date fell where it did. `number` is the clock's place in `Following.clocks`."""
    uuid = cookies.opened(request)
    case = open_case(uuid) if uuid else None
    clocks = Following(case).clocks if case else []
    if number >= len(clocks):
        return see("follow")
    replay = clocks[number].replay()
    steps = [{"when": day_text(step.day), "text": str(step), "kind": step.kind} for step in replay.steps]
    return draw(request, "why", steps=steps, due=day_text(replay.due_at) if replay.due_at else "")
