"""An answer that came by letter, recorded by the house: the kind, the letter, and what it says."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dadkar.cases import actions
from dadkar.cases.models import Answer, Referral
from dadkar.desk.access import StaffRequest, case_of, house_desk, referral_of
from dadkar.desk.forms.body import FORMS, AnswerForm
from dadkar.desk.forms.letters import ReceivedForm
from dadkar.desk.views.body_answers import ANSWERING
from dadkar.kernel.flow import FlowError
from dadkar.people.models import User
from dadkar.records.remake.errors import Refused

ABOUT_STEP = {Answer.Kind.CLAIM, Answer.Kind.EXTENSION}


def sent_referral(user: Any, uuid: UUID) -> Referral:
    """A referral of a case of this desk that has gone out in a letter."""
    row = referral_of(user, uuid)
    case_of(user, row.case_uuid)
    if row.letter is None:
        raise Http404
    return row


def possible(row: Referral, user: Any) -> list[str]:
    """The kinds of answers that the referral's state, or an open promise, leaves room for."""
    steps = list(actions.promises_of(row))
    names = sorted(ANSWERING, key=lambda name: (name != "claim", name == "extension"))
    return [name for name in names if actions.may_record(row, ANSWERING[name].kind, by=user, steps=steps)]


@house_desk
def kinds(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What does the letter say? One page for each kind of answer."""
    row = sent_referral(request.user, uuid)
    verbs = [
        {"url": reverse("letter-answer-kind", args=[row.uuid, name]), "verb": ANSWERING[name]}
        for name in possible(row, request.user)
    ]
    return render(request, "desk/letters/kinds.html", {"row": row, "verbs": verbs})


@house_desk
def answer(request: StaffRequest, uuid: UUID, name: str) -> HttpResponse:
    """The letter's number, dates and scan, and what it says."""
    row = sent_referral(request.user, uuid)
    if name not in ANSWERING or name not in possible(row, request.user):
        raise Http404
    view = ANSWERING[name]
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    received = ReceivedForm(data, files)
    form = FORMS[view.kind](row, data, by_letter=True)
    form.fields.pop("files", None)  # the scan is the evidence
    if data is not None and received.is_valid() & form.is_valid() and _after_ours(row, received):
        try:
            record(row, view.kind, received.cleaned_data, form, by=request.user)
        except FlowError as error:
            form.add_error(None, str(error.message))
        except Refused as refused:
            received.add_error("scan", refused.sentence())
        else:
            messages.success(request, _("Recorded. It counts from the day it was registered."))
            return redirect("case", row.case_uuid)
    context = {
        "row": row,
        "received": received,
        "form": form,
        "verb": view,
        "back": reverse("case", args=[row.case_uuid]),
    }
    status = 422 if form.errors or received.errors else 200
    return render(request, "desk/letters/answer.html", context, status=status)


def _after_ours(row: Referral, received: ReceivedForm) -> bool:
    """An answer can't have been registered before the letter that it answers."""
    said = received.cleaned_data
    field = "registry_date" if said["registry_date"] else "dated"
    if said[field] < timezone.localdate(row.sent_at):
        received.add_error(field, _("This lies before our own letter was sent."))
        return False
    return True


@transaction.atomic
def record(row: Referral, kind: str, said: dict[str, Any], form: AnswerForm, *, by: User) -> Answer:
    """Keep the letter, or find it when it was kept with another answer; then let its answer count."""
    values = {key: value for key, value in form.values().items() if key != "files"}
    letter = actions.keep_letter(row, by=by, **said)
    return actions.record_letter_answer(row, kind, by=by, letter=letter, **values)
