"""Drafts of a body's answers: what waits for the manager, its release, its return, its second writing."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions
from dadkar.cases.models import Answer
from dadkar.cases.models.answer import FLOW as ANSWER_FLOW
from dadkar.desk.access import StaffRequest, body_desk
from dadkar.desk.body_list import unsent
from dadkar.desk.forms import body as forms
from dadkar.desk.verbs import VerbPage
from dadkar.desk.views.body_answers import CannotKeep
from dadkar.records.models import Event
from dadkar.records.remake.errors import Refused

VERBS = ("release", "return", "redraft", "drop")


@body_desk
def drafts(request: StaffRequest) -> HttpResponse:
    """What waits for the manager, and what the manager gave back."""
    found = list(unsent(request.user).order_by("drafted_at")[:200])
    context = {
        "waiting": [answer for answer in found if answer.state == Answer.State.DRAFT],
        "returned": [answer for answer in found if answer.state == Answer.State.RETURNED],
    }
    return render(request, "desk/body/drafts.html", context)


class DraftVerb(VerbPage):
    """A verb on a draft of the user's body."""

    def row_of(self, request: StaffRequest, uuid: UUID) -> Answer:
        user: Any = request.user
        row = unsent(user).filter(uuid=uuid).first()
        if row is None:
            raise Http404
        self.may = {verb for verb in VERBS if ANSWER_FLOW.allows(row, verb, user)}
        return row

    def back_to(self, row: Answer) -> str:
        return reverse("body-drafts")

    def up(self, row: Answer) -> Any:
        return _("Drafts")


class Release(DraftVerb):
    """The draft's own page: what will be sent; its button sends it."""

    template_name = "desk/body/draft.html"
    heading = _("Draft of an answer")
    button = _("Release and send")

    def page(
        self, request: StaffRequest, row: Answer, form: django_forms.Form, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            "row": row,
            "form": form,
            "verb": self,
            "may": self.may,
            "back": self.back_to(row),
            "evidence": list(row.evidence.as_system("of a draft in sight").select_related("attachment")),
            "returned_why": returned_why(row) if row.state == Answer.State.RETURNED else "",
        }
        return render(request, self.template_name, context, status=status)

    def perform(self, row: Answer, form: Any, *, by: Any) -> Any:
        actions.release(row, by=by)
        return _("Sent to the house.")


class Return(DraftVerb):
    heading = _("Return the draft")
    hint = _("Its writer reads why, and writes it anew.")
    button = _("Return it")
    form_class = forms.ReturnForm

    def perform(self, row: Answer, form: Any, *, by: Any) -> Any:
        row.return_to_author(form.cleaned_data["reason"], by=by)
        return _("Returned to its writer.")


class Redraft(DraftVerb):
    heading = _("Write the answer anew")
    button = _("Give to the manager for release")

    def form(self, row: Answer, *args: Any) -> Any:
        form_class = forms.FORMS[row.kind]
        return form_class(row.referral, *args, initial=form_class.initial_of(row))

    def perform(self, row: Answer, form: Any, *, by: Any) -> Any:
        try:
            actions.redraft_answer(row, by=by, **form.values())
        except Refused as refused:
            raise CannotKeep(refused.sentence()) from refused
        return _("Written. It goes out when the manager releases it.")


class Drop(DraftVerb):
    heading = _("Set the draft aside")
    hint = _("It will not be sent. That it was written stays in your records.")
    button = _("Set aside")
    danger = True

    def perform(self, row: Answer, form: Any, *, by: Any) -> Any:
        row.drop(by=by)
        return _("Set aside.")


def returned_why(answer: Answer) -> str:
    """What the manager wrote when returning it last."""
    events = Event.objects.timeline([answer.referral.uuid])
    said = [
        event.body.get("reason", "")
        for event in events
        if event.kind == "referral.answer_return" and event.facts.get("answer") == str(answer.uuid)
    ]
    return said[-1] if said else ""
