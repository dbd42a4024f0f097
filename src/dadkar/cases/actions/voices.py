"""Following cases of one matter together, and each by itself again. Nothing is merged, so nothing is lost."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.cases.actions.speaking import conclude
from dadkar.cases.actions.standing import hold, queue, referrals_of, settle
from dadkar.cases.actions.telling import tell_applicant
from dadkar.cases.matter import lead_of, voices_of
from dadkar.cases.models import Case, Referral
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.together import together
from dadkar.people.models import User


@together
def join(case: Case, lead: Case, reason: str, *, by: User) -> None:
    """Follow a case in the referrals of another one; its code, messages, files and bars stay its own.

    Raises WrongState or NotAllowed with a sentence for whoever tried.
    """
    hold(lead)
    hold(case)
    for one in (lead, case):
        one.refresh_from_db(fields=["state", "lead", "ended_as", "officer", "urgency"])
        access.permit(by, "join", one)
    _require_may_join(case, lead)
    if case.topic is None:
        case.classify(topic=lead.topic, by=by)
    access.require_as_urgent(lead, case)
    joined = case.join(lead, reason, by=by)
    lead.record("joined", by=by, voice=str(case.uuid))
    queue(case)
    settle(lead, by=by)
    case.refresh_from_db(fields=["state", "due_at"])
    tell_applicant(case, "together", joined.uid)


@together
def part(case: Case, reason: str, *, by: Actor) -> None:
    """Follow a voice by itself again: the house's own clock runs anew, and the matter goes on without it."""
    hold(case)
    access.permit(by, "part", case)
    if not case.is_voice or not case.is_open:
        raise WrongState(_("It is not followed together with another case."))
    lead = lead_of(case)
    parted = case.part(reason, by=by)
    lead.record("parted", by=by, voice=str(case.uuid))
    settle(case, by=by)
    conclude(lead)
    settle(lead, by=by)
    tell_applicant(case, "apart", parted.uid)


def _require_may_join(case: Case, lead: Case) -> None:
    if sentence := next((said for refused, said in _obstacles(case, lead) if refused), None):
        raise WrongState(sentence)
    for referral in referrals_of(lead).exclude(state=Referral.State.ENDED).select_related("body"):
        access.require_not_complained_about(referral.body, case)


def _obstacles(case: Case, lead: Case) -> Iterator[tuple[Any, Any]]:
    """What stands against it, each with its sentence; the cheapest to ask comes first."""
    yield case == lead, _("A case can't be followed together with itself.")
    yield case.house_id != lead.house_id, _("Only cases of one house can be followed together.")
    yield case.is_voice, _("It is followed together with another case already.")
    yield lead.is_voice, _("That case is itself followed together with another one: choose that one.")
    yield not (case.is_open and lead.is_open), _("What is closed can't be followed together with another.")
    yield lead.state == Case.State.RECEIVED, _("Take the other case first: it is to lead.")
    yield (
        voices_of(case).exists(),
        _("Others are followed together with this: join the other one to it."),
    )
    yield (
        referrals_of(case).exclude(sent_at=None).exists(),
        _("This case has gone to a body already: join the other one to it, if that has not."),
    )
    yield (
        referrals_of(case).exclude(state=Referral.State.ENDED).exists(),
        _("This case has a summary that was not sent. End it first, so that it is not forgotten."),
    )
