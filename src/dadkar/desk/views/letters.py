"""The house's letters: the list, one letter with its PDF and Word file, and a received letter's scan."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Answer, Referral
from dadkar.desk import letters
from dadkar.desk.access import StaffRequest, house_desk
from dadkar.kernel.persian import normalise, to_latin_digits
from dadkar.kernel.written import Written
from dadkar.people.models import Organisation
from dadkar.records import downloads
from dadkar.records.models import Letter
from dadkar.records.papers.letter import printed_letter

PAGE = 50
TABS = {"": _("All"), "out": _("Sent"), "in": _("Received")}


def letter_of(user: Any, uuid: UUID) -> Letter:
    """The letter, if the user may see all that it carries; otherwise it does not exist."""
    found = letters.visible_letters(user).select_related("house", "correspondent", "in_reply_to", "scan")
    letter = found.filter(uuid=uuid).first()
    if letter is None:
        raise Http404
    return letter


@house_desk
def index(request: StaffRequest) -> HttpResponse:
    """Letters newest first, by direction, number or body."""
    typed, tab = request.GET.get("q", "").strip()[:80], request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    rows = letters.visible_letters(request.user).select_related("correspondent", "in_reply_to")
    if tab:
        rows = rows.filter(direction=tab)
    if typed:
        rows = rows.filter(_named(typed))
    before = request.GET.get("before", "")
    older = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    page = letters.newest(rows, request.user, limit=PAGE + 1, before=older)
    context = {
        "rows": page[:PAGE],
        "tabs": [
            {"url": _url(tab=name, q=typed), "label": label, "current": name == tab}
            for name, label in TABS.items()
        ],
        "tab": tab,
        "typed": typed,
        "next_url": _url(tab=tab, q=typed, before=page[PAGE - 1].pk) if len(page) > PAGE else "",
        "ready": Referral.objects.visible_to(request.user)
        .filter(state=Written(Referral.State.AGREED))
        .count(),
    }
    return render(request, "desk/letters/index.html", context)


def _named(typed: str) -> Q:
    number = to_latin_digits(normalise(typed))
    bodies = Organisation.objects.named_like(typed).exclude(kind=Organisation.Kind.WORKPLACE)
    return Q(number__contains=number) | Q(registry_number__contains=number) | Q(correspondent__in=bodies)


def _url(**values: Any) -> str:
    query = urlencode({key: value for key, value in values.items() if value})
    return f"{reverse('letters')}{'?' + query if query else ''}"


@house_desk
def letter(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One letter as it was printed, what it carries, and what came of it."""
    row = letter_of(request.user, uuid)
    context = {
        "row": row,
        "referrals": letters.carried(row),
        "replies": letters.visible_letters(request.user).filter(in_reply_to=row).order_by("id"),
    }
    if row.direction == Letter.Direction.OUT:
        context["paper"] = printed_letter(letters.paper(row))
    else:
        answers = Answer.objects.visible_to(request.user).filter(letter=row)
        context["answers"] = list(answers.select_related("referral__topic", "referral__case", "other_body"))
    return render(request, "desk/letters/letter.html", context)


def _sent(request: StaffRequest, uuid: UUID) -> Letter:
    row = letter_of(request.user, uuid)
    if row.direction != Letter.Direction.OUT:
        raise Http404
    return row


@house_desk
def letter_pdf(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    row = _sent(request, uuid)
    return downloads.download([letters.pdf(row)], name=letters.file_name(row, "pdf"), mime=downloads.PDF)


@house_desk
def letter_docx(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    row = _sent(request, uuid)
    return downloads.download([letters.docx(row)], name=letters.file_name(row, "docx"), mime=downloads.DOCX)


@house_desk
def scan(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The scan of a letter that came."""
    row = letter_of(request.user, uuid)
    if row.scan is None:
        raise Http404
    return downloads.attachment(request, row.scan)
