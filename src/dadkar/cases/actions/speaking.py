"""Two keys in a matter of many voices: each says for itself whether it was done; nobody says it for another.

A no opens the promise again, once for a claim. The second key is turned when nobody is awaited any more. What
one person writes is sealed with their own case and stands in no other.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.cases.actions.ending import (
    end_own_referrals,
    end_referrals,
    owe_next_step,
    promise_again,
    reopen_ended_with_it,
)
from dadkar.cases.actions.standing import referrals_of, settle
from dadkar.cases.actions.telling import tell_body, tell_debtor, tell_desk, tell_matter
from dadkar.cases.matter import (
    RUNNING,
    asked_of,
    is_awaited,
    lead_of,
    owed_in,
    standing_in,
    voices_of,
    words_on,
)
from dadkar.cases.models import Case, VoiceWord
from dadkar.commitments.models import Commitment, Confirmation, Outcome
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.together import together

State, Promise, VOICES = Case.State, Commitment.State, access.VOICES


@together
def speak(
    case: Case,
    commitment: Commitment,
    *,
    kept: bool,
    outcome: str,
    by: Actor,
    via: str,
    amount_rial: int | None = None,
    remains: str = "",
) -> VoiceWord:
    """One of several answers a claim for themselves. The matter is held. Raises WrongState unless asked."""
    access.permit(by, "confirm", case)
    commitment.refresh_from_db(fields=["state", "claimed_at", "disputes"])
    if commitment not in asked_of(case, owed_in(case)):
        raise WrongState(_("This has been answered already, or it is not said to be done now."))
    lead = lead_of(case)
    said = {"kept": kept, "outcome": outcome, "amount_rial": amount_rial, "via": via}
    word = VoiceWord.objects.create(case=case, commitment=commitment, remains=remains, by=by.ref, **said)
    body = {"remains": remains} if remains else None
    case.record("word", by=by, commitment=str(commitment.uuid), body=body, **said)
    if not word.is_full:
        _wake(case, lead, remains, by=by)
    if not kept:
        _open_again(lead, commitment, via)
    elif not word.is_full:
        promise_again(lead, commitment, "")
        owe_next_step(lead, commitment, "")
    elif _has_all(case, lead):
        _end_in_full(case, by=by, via=via, amount_rial=amount_rial)
    if commitment.state == Promise.UNCONFIRMED:
        _turn(lead, commitment)
    conclude(lead)
    settle(lead, by=by)
    tell_desk(case, "word", word.uuid, by=by)
    if not word.is_full:
        tell_debtor(commitment, "word", word.uuid, by=by)
    if not kept:
        tell_matter(lead, "answer", word.uuid, but=case)
    commitment.refresh_from_db(fields=["state"])
    return word


@together
def settled_for(case: Case, *, by: Actor, via: str, amount_rial: int | None = None) -> None:
    """What was owed has come for one of several; the others are asked as before. The matter is held."""
    access.permit(by, "confirm", case)
    lead, running = lead_of(case), [c for c in owed_in(case) if c.state in RUNNING]
    words = words_on(running, [case])
    full = {"kept": True, "outcome": Outcome.FULL, "via": via, "by": by.ref}
    for commitment in running:
        word = words.get((case.pk, commitment.pk))
        if not (word and word.is_full):
            VoiceWord.objects.create(case=case, commitment=commitment, **full)
    _end_in_full(case, by=by, via=via, amount_rial=amount_rial)
    conclude(lead)
    settle(lead, by=by)
    tell_desk(case, "word", f"{case.uuid}/settled", by=by)


@together
def take_word_back(case: Case, word: VoiceWord, reason: str, *, by: Actor, via: str) -> None:
    """Within ten working days: the promise is open again, for whoever said so and for those not closed."""
    access.permit(by, "confirm", case)
    lead, commitment = lead_of(case), word.commitment
    if commitment.owed_to != lead.uuid:
        raise WrongState(Confirmation.TOO_LATE)
    word.take_back()
    commitment.refresh_from_db(fields=["state", "claimed_at", "disputes"])
    was_closed = not lead.is_open
    said = {"commitment": str(commitment.uuid), "via": via}
    case.record("word_back", by=by, body={"reason": reason}, **said)
    _wake(case, lead, reason, by=by)
    _open_again(lead, commitment, via)
    if was_closed:
        reopen_ended_with_it(lead, "")
    settle(lead, by=by)
    tell_debtor(commitment, "word", f"{word.uuid}/back", by=by)
    tell_desk(case, "word", f"{word.uuid}/back", by=by)
    tell_matter(lead, "answer", f"{word.uuid}/back", but=case)


def end_one(case: Case, ended_as: Case.State, *, by: Actor, **said: Any) -> None:
    """One of several has ended otherwise than by their own yes: given up, declined or left unconfirmed."""
    lead = lead_of(case)
    if case == lead:
        case.end_for_applicant(ended_as, by=by, **said)
    conclude(lead)
    settle(lead, by=by)


def conclude(lead: Case) -> None:
    """Turn the second key of every claim for which nobody is awaited; end the matter when nobody stands."""
    running = [c for c in owed_in(lead) if c.state in RUNNING]
    standing = standing_in(lead)
    words = words_on(running, standing)
    for commitment in running:
        waits = [one for one in standing if is_awaited(one, commitment, words)]
        if not standing or (commitment.state == Promise.CLAIMED and not waits):
            _turn(lead, commitment)
    if lead.is_open and not standing:
        _end_matter(lead)


def _has_all(case: Case, lead: Case) -> bool:
    """Whether everything that still runs has come in full, by this case's own word."""
    running = [c for c in owed_in(lead) if c.state in RUNNING]
    words = words_on(running, [case])
    return all((word := words.get((case.pk, c.pk))) and word.is_full for c in running)


def _end_in_full(case: Case, *, by: Actor, via: str, amount_rial: int | None) -> None:
    if case.is_voice or not case.is_open:
        case.confirm(by=by, via=via, amount_rial=amount_rial)
    else:
        case.end_for_applicant(State.CONFIRMED, by=by, via=via)


def _wake(case: Case, lead: Case, reason: str, *, by: Actor) -> None:
    """Whoever says that it is not settled is followed again, and so is what they are followed in."""
    if not case.is_open:
        case.reopen(reason, by=by)
    elif case.ended_as:
        case.come_back(reason, by=by)
    if not lead.is_open:
        lead.carry_on(by=VOICES)


def _open_again(lead: Case, commitment: Commitment, via: str) -> None:
    """A no of one person: whatever the others have said, the promise is not kept."""
    if commitment.state in (Promise.CLAIMED, Promise.UNCONFIRMED):
        commitment.dispute("", by=VOICES, via=via)
    elif commitment.state == Promise.CONFIRMED:
        turned = Confirmation.latest_of([commitment], kept=True, taken_back_at=None)[commitment.pk]
        commitment.take_back(turned, "", by=VOICES, via=via)
    promise_again(lead, commitment, "")


def _turn(lead: Case, commitment: Commitment) -> None:
    """What the promise has come to, by all the words together; without any, it is left as the people are."""
    people = [lead, *voices_of(lead)]
    words = [word for word in words_on([commitment], people).values() if word.answers(commitment)]
    kept = [word for word in words if word.kept]
    if commitment.state == Promise.OPEN:
        _give_up_or_keep(commitment, [word for word in kept if word.is_full])
    elif kept:
        _confirm(lead, commitment, kept)
    elif _ended(people) & {State.UNCONFIRMED}:
        commitment.leave_unconfirmed("", by=VOICES)
    else:
        commitment.withdraw("", by=VOICES)


def _give_up_or_keep(commitment: Commitment, full: list[VoiceWord]) -> None:
    """Nobody had claimed it, and nobody is left to ask."""
    if full:
        commitment.acknowledge(by=VOICES, via=full[-1].via)
    else:
        commitment.withdraw("", by=VOICES)


def _confirm(lead: Case, commitment: Commitment, kept: list[VoiceWord]) -> None:
    """The last word says through which channel; amounts add up."""
    said = {word.outcome for word in kept}
    outcome = said.pop() if len(said) == 1 else Outcome.PART
    came = [word.amount_rial for word in kept if word.amount_rial is not None]
    commitment.confirm(outcome, by=VOICES, via=kept[-1].via, amount_rial=sum(came) if came else None)
    if outcome != Outcome.FULL:
        owe_next_step(lead, commitment, "")
    elif any(c.state in RUNNING for c in owed_in(lead)):
        end_own_referrals(lead, commitment)
    tell_debtor(commitment, "word", f"{commitment.uuid}/{kept[-1].uuid}", by=VOICES)


def _end_matter(lead: Case) -> None:
    """Nobody stands in it any more: its referrals end as its people have ended, and the lead with them."""
    ended = _ended([lead, *voices_of(lead)])
    if State.CONFIRMED in ended:
        why = "outcome"
    else:
        why = "unconfirmed" if State.UNCONFIRMED in ended else "withdrawn"
    if why == "withdrawn":
        for referral in referrals_of(lead).with_the_body():
            tell_body(referral, "ended", f"{referral.uuid}/{lead.reopened}", by=VOICES)
    end_referrals(lead, why, by=access.CLOSING)
    lead.rest(by=VOICES)


def _ended(people: list[Case]) -> set[str]:
    return {one.ended_as or one.state for one in people}
