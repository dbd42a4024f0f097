"""The body's desk: its referrals by deadline, one referral, its letter and its files."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions
from dadkar.cases.bands import band_of
from dadkar.cases.models import Answer, Referral, SharedFile
from dadkar.cases.reading import bodys_referrals, sent_to_bodies_of
from dadkar.commitments.models import Extension
from dadkar.desk import letters
from dadkar.desk.access import StaffRequest, body_desk
from dadkar.desk.body_list import (
    SHORT,
    Group,
    counts,
    in_order,
    kept_this_year,
    shown,
    whole,
)
from dadkar.desk.body_story import body_story
from dadkar.desk.views.body_answers import ANSWERING
from dadkar.kernel.persian import normalise
from dadkar.kernel.sealing.fields import open_all
from dadkar.kernel.together import reading
from dadkar.people.models import RoleClass
from dadkar.records import downloads

PAGE = 50
SHOWN_AT_FIRST = 10


def body_referral_of(user: Any, uuid: UUID) -> Referral:
    """A referral that was sent to one of the user's bodies; any other does not exist."""
    row = sent_to_bodies_of(user, uuid)
    if row is None:
        raise Http404
    return row


@body_desk
def referrals(request: StaffRequest) -> HttpResponse:
    """What the body owes, most pressing first; one group alone, or what a letter's number finds."""
    rows, typed = bodys_referrals(request.user), request.GET.get("q", "").strip()[:40]
    if typed:
        rows = rows.filter(letter__number__contains=normalise(typed))
    tab = request.GET.get("tab", "")
    number = counts(rows)
    if tab in Group.values:
        groups, next_url = _one_group(request, rows, Group(tab))
    else:
        tab, next_url, open_ones = "", "", [group for group in Group if group != Group.ENDED or typed]
        groups = whole({group: in_order(rows, group)[:SHOWN_AT_FIRST] for group in open_ones})
    context = {
        "groups": [_block(group, found, number[group], typed) for group, found in groups if found],
        "tabs": _tabs(tab, number, typed),
        "whole": tab,
        "typed": typed,
        "next_url": next_url,
        "kept": kept_this_year(request.user),
        "several": len(request.user.organisations(RoleClass.BODY)) > 1,
    }
    return render(request, "desk/body/referrals.html", context)


def _one_group(request: StaffRequest, rows: Any, group: Group) -> tuple[list[Any], str]:
    start = request.GET.get("after", "")
    after = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 0
    ((_group, found),) = whole({group: in_order(rows, group)[after : after + PAGE + 1]})
    more = _url(tab=group.value, q=request.GET.get("q", ""), after=after + PAGE) if len(found) > PAGE else ""
    return [(group, found[:PAGE])], more


def _block(group: Group, rows: list[Referral], count: int, typed: str) -> dict[str, Any]:
    for row in rows:
        row.band = band_of(row)  # type: ignore[attr-defined]
    return {
        "group": group,
        "rows": rows,
        "count": shown(count),
        "more": count - len(rows),
        "url": _url(tab=group.value, q=typed),
    }


def _tabs(tab: str, number: dict[str, int], typed: str) -> list[dict[str, Any]]:
    running = sum(count for name, count in number.items() if name != Group.ENDED)
    first = {"url": _url(q=typed), "label": _("Open"), "count": shown(running), "current": not tab}
    return [first] + [
        {
            "url": _url(tab=group.value, q=typed),
            "label": SHORT[group],
            "count": shown(number[group]),
            "current": tab == group,
        }
        for group in Group
    ]


def _url(**values: Any) -> str:
    query = urlencode({key: value for key, value in values.items() if value})
    return f"{reverse('body-referrals')}{'?' + query if query else ''}"


@body_desk
@reading()
def referral(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One referral: what is asked, by when, what was promised, and every answer that can be given now."""
    row = body_referral_of(request.user, uuid)
    steps = list(actions.promises_of(row))
    asked = Extension.latest_of(steps)
    for step in steps:
        step.asked = asked.get(step.pk)
    open_all(steps, "what")
    drafts = Answer.objects.of(row).filter(state__in=[Answer.State.DRAFT, Answer.State.RETURNED])
    context = {
        "row": row,
        "steps": steps,
        "band": band_of(row),
        "place": letters.place_of(row),
        "drafts": list(drafts.select_related("author")),
        "shared": list(SharedFile.objects.of(row).filter(from_body=False).select_related("attachment")),
        "evidence": list(
            SharedFile.objects.of(row).filter(from_body=True).sent().select_related("attachment")
        ),
        "story": body_story(row, steps, request.user),
        "verbs": [
            {"url": reverse(f"body-{name}", args=[row.uuid]), "verb": view}
            for name, view in ANSWERING.items()
            if view.can_be_said(row, steps, request.user)
        ],
        "clock": row.clock.replay(),
    }
    return render(request, "desk/body/referral.html", context)


@body_desk
def shared_file(request: StaffRequest, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file that was shown to this body, or its own evidence."""
    row = body_referral_of(request.user, uuid)
    shared = SharedFile.objects.of(row).select_related("attachment").filter(attachment__uuid=file).first()
    if shared is None:
        raise Http404
    return downloads.attachment(request, shared.attachment)


@body_desk
def letter_pdf(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The letter that brought the referral, for those who may see all it carries."""
    row = body_referral_of(request.user, uuid)
    if row.letter is None or not letters.may_read(request.user, row.letter):
        raise Http404
    return downloads.download(
        [letters.pdf(row.letter)], name=letters.file_name(row.letter, "pdf"), mime=downloads.PDF
    )
