"""Writing a letter: choose agreed referrals to one body, write, look at it, send. Nothing is kept on the way:
what was typed travels in the form."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dadkar.cases import actions, letter_words
from dadkar.cases.models import Referral
from dadkar.cases.reading import ready_for_letter
from dadkar.desk import letters
from dadkar.desk.access import StaffRequest, house_desk
from dadkar.desk.forms.letters import LetterForm
from dadkar.kernel.flow import FlowError
from dadkar.kernel.persian import digits
from dadkar.kernel.sealing.fields import open_all
from dadkar.records.models import Letter
from dadkar.records.papers.letter import printed_letter

MOST_IN_ONE = 200
LOOKED_AT, MOST_TO_ANSWER = 300, 50  # of the letters that came last


def choose(request: StaffRequest) -> HttpResponse:
    """The agreed referrals, body by body; several to one body make one letter."""
    rows = list(ready_for_letter(request.user)[:500])
    open_all(rows, "summary")
    bodies = [(body, list(found)) for body, found in groupby(rows, key=lambda row: row.body)]
    return render(request, "desk/letters/choose.html", {"bodies": bodies})


@house_desk
def write(request: StaffRequest) -> HttpResponse:
    """The letter's form; `look` shows it as it will be printed, `send` numbers and sends it.

    Without a referral in the address: the choice of them.
    """
    chosen = chosen_referrals(request)
    if not chosen:
        return choose(request)
    received = newest_received(request.user, chosen[0].body)
    if request.method != "POST":
        form = LetterForm(received, initial=letter_words.first_words(chosen))
        return _page(request, chosen, form)
    form = LetterForm(received, request.POST)
    if not form.is_valid() or request.POST.get("then") == "change":
        return _page(request, chosen, form, status=422 if form.errors else 200)
    content = letter_words.content_of(chosen, form.cleaned_data)
    if request.POST.get("then") != "send":
        return _page(request, chosen, form, paper=printed_letter(letters.preview(content, chosen)))
    try:
        sent = actions.send_referrals(
            chosen, by=request.user, content=content, in_reply_to=form.cleaned_data["in_reply_to"]
        )
    except FlowError as error:
        form.add_error(None, str(error.message))
        return _page(request, chosen, form, status=422)
    messages.success(request, _("Sent as letter %(number)s.") % {"number": digits(sent.number)})
    return redirect("letter", sent.uuid)


def newest_received(user: Any, body: Any) -> Any:
    """The letters that came from a body last, to choose from those that this one answers."""
    came = Letter.objects.filter(direction=Letter.Direction.IN, correspondent=body).order_by("-id")
    newest = list(came.values_list("pk", flat=True)[:LOOKED_AT])
    seen = letters.visible_letters(user).filter(pk__in=newest).order_by("-id")
    offered = list(seen.values_list("pk", flat=True)[:MOST_TO_ANSWER]) if newest else []
    return Letter.objects.filter(pk__in=offered).order_by("-id")


def chosen_referrals(request: StaffRequest) -> list[Referral]:
    """The referrals named in the address that are still ready; Http404 when they go to different bodies."""
    wanted = {UUID(text) for text in request.GET.getlist("referral")[:MOST_IN_ONE] if is_uuid(text)}
    rows = sorted(ready_for_letter(request.user).filter(uuid__in=wanted), key=lambda row: row.pk)
    if len({row.body_id for row in rows}) > 1:
        raise Http404
    if len(rows) < len(wanted):
        messages.warning(request, _("Some have been sent or changed meanwhile; they are left out."))
    return rows


def is_uuid(text: str) -> bool:
    """Whether the text is a uuid as our addresses write it."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _page(
    request: StaffRequest, chosen: list[Referral], form: LetterForm, *, paper: Any = None, status: int = 200
) -> HttpResponse:
    open_all(chosen, "summary")
    context = {"form": form, "referrals": chosen, "body": chosen[0].body, "paper": paper}
    return render(request, "desk/letters/write.html", context, status=status)
