"""One matter, many voices, at the desk: following cases together, and what each of their people says."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dadkar.cases import actions
from dadkar.cases.following import Following
from dadkar.cases.matter import asked_of, is_over, owed_in, words_on
from dadkar.cases.models import Case, VoiceWord
from dadkar.commitments.models import Commitment, Confirmation, Outcome
from dadkar.desk.forms import voices as forms
from dadkar.desk.forms.case import ReasonForm, ToldWhyForm
from dadkar.desk.views.triage import CaseVerb
from dadkar.kernel.flow import WrongState

SHOWN = 200
"""Voices that a page lists; a matter of more is told how many more there are."""


def section(row: Case, user: Any) -> dict[str, Any] | None:
    """What the page says of those that it is followed together with; None of a case by itself.

    Of its lead and of its voices only those that the reader may see.
    """
    voices = [] if row.is_voice else _voices(row, user)
    if not voices and not row.is_voice and not row.ended_as:
        return None
    commitments = owed_in(row)
    own = words_on(commitments, [row])
    lead = _lead(row, user) if row.is_voice else None
    return {
        "lead": lead,
        "promises": commitments if lead else [],
        "voices": _with_words(voices[:SHOWN], commitments),
        "more": len(voices) > SHOWN,
        "asked": asked_of(row, commitments),
        "words": list(own.values()),
        "fresh": _is_fresh(row, list(own.values())),
        "over": Case.State(is_over(row)).label if row.ended_as else "",
    }


def _lead(row: Case, user: Any) -> Case | None:
    seen = Case.objects.visible_to(user).select_related("topic", "county", "workplace")
    return seen.filter(voices=row.pk).first()


def _voices(row: Case, user: Any) -> list[Case]:
    seen = Case.objects.visible_to(user).filter(lead=row).defer("narrative", "workplace_typed")
    return list(seen.select_related("topic").order_by("pk")[: SHOWN + 1])


def _with_words(voices: list[Case], commitments: list[Commitment]) -> list[dict[str, Any]]:
    """Each voice with the last word it has said."""
    words = words_on(commitments, voices) if voices else {}
    last = {case: word for (case, _commitment), word in words.items()}
    return [{"case": voice, "word": last.get(voice.pk)} for voice in voices]


def _is_fresh(row: Case, words: list[VoiceWord]) -> bool:
    for word in words:
        word.case = row
    return any(word.is_fresh for word in words)


class Join(CaseVerb):
    heading = _("Follow together with another case")
    hint = _(
        "Both are followed in the letters of one. Each keeps its own code, messages, files and bars, and "
        "each is asked for itself whether it was done. It can be undone at any time."
    )
    button = _("Follow together")

    def form(self, row: Case, *args: Any) -> Any:
        seen = Case.objects.visible_to(self.request.user).exclude(pk=row.pk)
        wanted = self.request.GET.get("with", "")
        other = seen.filter(uuid=wanted).first() if _is_uuid(wanted) else None
        return forms.JoinForm(row, seen, *args[:1], other=other)

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        said = form.cleaned_data
        other = said["number"]
        case, lead = (row, other) if said["leads"] == forms.OTHER else (other, row)
        actions.join(case, lead, said["reason"], by=by)
        return _("They are followed together from now on.")


class Part(CaseVerb):
    heading = _("Follow by itself again")
    hint = _("Nothing is lost. It stands in the queue again, and the house’s own term runs from today.")
    form_class = ReasonForm

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        actions.part(row, form.cleaned_data["reason"], by=by)
        return _("It is followed by itself again.")


class Word(CaseVerb):
    """What one of several people says to a claim that was made to them all, by telephone or in person."""

    heading = _("What the applicant says")
    hint = _("Their word, not yours, and for themselves alone: the others are asked, too.")
    button = _("Write down")

    def form(self, row: Case, *args: Any) -> Any:
        return forms.WordForm(asked_of(row, owed_in(row)), *args[:1])

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        said = form.cleaned_data
        about, via, remains = said["about"], said["via"], said["remains"]
        if said["kept"] == "no":
            actions.dispute(row, about, remains, by=by, via=via)
            return _("Not confirmed: the promise is open again.")
        paid = {"amount_rial": said["amount"], "remains": remains}
        actions.confirm(row, about, said["outcome"], by=by, via=via, **paid)
        full = said["outcome"] == Outcome.FULL
        return _("Confirmed.") if full else _("Written down; the next step is owed.")


class WordBack(CaseVerb):
    heading = _("They take their confirmation back")
    hint = _(
        "They can, within ten working days of it. The promise is open again, "
        "for them and for whoever still waits."
    )
    button = _("Write down")
    form_class = ToldWhyForm

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        word = Following(row).fresh_confirmation
        if word is None:
            raise WrongState(Confirmation.TOO_LATE)
        actions.take_back(row, word, form.cleaned_data["reason"], by=by, via=form.cleaned_data["via"])
        return _("Taken back: the promise is open again.")


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
