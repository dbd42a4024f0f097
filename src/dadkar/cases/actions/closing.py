"""The applicant's key, and the other ways in which a case ends or begins again."""

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
from dadkar.cases.actions.speaking import end_one, settled_for, speak, take_word_back
from dadkar.cases.actions.standing import (
    CONFIRM_WITHIN,
    hold,
    referrals_of,
    settle,
)
from dadkar.cases.actions.telling import tell_applicant, tell_body, tell_debtor, tell_desk, tell_matter
from dadkar.cases.matter import (
    RUNNING,
    asked_at,
    asked_of,
    commitments_of,
    is_over,
    is_shared,
    lead_of,
    owed_in,
    voices_of,
    words_on,
)
from dadkar.cases.models import Call, Case, VoiceWord
from dadkar.commitments.models import Commitment, Confirmation, Outcome
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.together import together
from dadkar.people.models import User

SAFE_ATTEMPTS = 2


@together
def confirm(
    case: Case,
    commitment: Commitment,
    outcome: str,
    *,
    by: Actor,
    via: str,
    amount_rial: int | None = None,
    remains: str = "",
) -> Confirmation | VoiceWord:
    """It was done. In full, the case is settled once no other promise runs; else the next step is owed.

    One of several says it for themselves alone (decision 8), here and in the verbs below.
    """
    hold(case)
    if is_shared(case):
        said: dict[str, Any] = {"amount_rial": amount_rial, "remains": remains}
        return speak(case, commitment, kept=True, outcome=outcome, by=by, via=via, **said)
    confirmation = commitment.confirm(outcome, by=by, via=via, amount_rial=amount_rial, remains=remains)
    if outcome == Outcome.FULL and any(c.state in RUNNING for c in commitments_of(case)):
        end_own_referrals(case, commitment)
    elif outcome == Outcome.FULL:
        end_referrals(case, "outcome", by=by)
        case.confirm(by=by, via=via)
    else:
        _back_to_work(case, commitment, remains, by=by)
        owe_next_step(case, commitment, remains)
    settle(case, by=by)
    tell_debtor(commitment, "word", confirmation.uuid, by=by)
    tell_desk(case, "word", confirmation.uuid, by=by)
    return confirmation


@together
def dispute(
    case: Case, commitment: Commitment, remains: str, *, by: Actor, via: str
) -> Confirmation | VoiceWord:
    """It was not done: the commitment is open again, and the dispute is counted."""
    hold(case)
    if is_shared(case):
        return speak(case, commitment, kept=False, outcome=Outcome.NONE, by=by, via=via, remains=remains)
    confirmation = commitment.dispute(remains, by=by, via=via)
    _back_to_work(case, commitment, remains, by=by)
    settle(case, by=by)
    tell_debtor(commitment, "word", confirmation.uuid, by=by)
    tell_desk(case, "word", confirmation.uuid, by=by)
    return confirmation


@together
def settled(case: Case, *, by: Actor, via: str, amount_rial: int | None = None) -> None:
    """What was owed has come, said before any body claimed it: by its own word the applicant closes it.

    A promise that was running is kept, for those it was made to say so.
    """
    hold(case)
    if is_shared(case):
        settled_for(case, by=by, via=via, amount_rial=amount_rial)
        return
    for commitment in commitments_of(case):
        if commitment.state == Commitment.State.OPEN:
            word = commitment.acknowledge(by=by, via=via)
        elif commitment.state == Commitment.State.CLAIMED:
            word = commitment.confirm(Outcome.FULL, by=by, via=via)
        else:
            continue
        tell_debtor(commitment, "word", word.uuid, by=by)
    end_referrals(case, "outcome", by=by)
    tell_desk(case, "word", case.confirm(by=by, via=via, amount_rial=amount_rial).uid, by=by)
    settle(case, by=by)


@together
def take_back(case: Case, confirmation: Any, reason: str, *, by: Actor, via: str) -> None:
    """Take a confirmation, or one's own word among several, back.

    A case it had closed is open again, with all that was ended with it.
    """
    hold(case)
    if isinstance(confirmation, VoiceWord):
        take_word_back(case, confirmation, reason, by=by, via=via)
        return
    commitment = confirmation.commitment
    closed = case.state == Case.State.CONFIRMED
    commitment.take_back(confirmation, reason, by=by, via=via)
    _back_to_work(case, commitment, reason, by=by)
    if closed:
        reopen_ended_with_it(case, reason)
    settle(case, by=by)
    tell_debtor(commitment, "word", f"{confirmation.uuid}/back", by=by)
    tell_desk(case, "word", f"{confirmation.uuid}/back", by=by)
    tell_matter(case, "answer", f"{confirmation.uuid}/back", but=case)


@together
def take_back_last(case: Case, commitment: Commitment, reason: str, *, by: User, via: str) -> None:
    """Take back the confirmation of a promise that stands. Raises WrongState when there is none.

    Of several the word of this one; or, before others joined it, its own confirmation.
    """
    word: Any = words_on([commitment], [case]).get((case.pk, commitment.pk))
    if word is None and not case.is_voice:
        word = Confirmation.latest_of([commitment], kept=True, taken_back_at=None).get(commitment.pk)
    if word is None or word.by == access.VOICES.ref:
        raise WrongState(_("There is no confirmation that could be taken back."))
    take_back(case, word, reason, by=by, via=via)


def may_close_unconfirmed(case: Case) -> bool:
    """After a claim: ten working days without an answer, and two recorded safe attempts to ask.

    Each of several is asked, and waited for, by themselves.
    """
    commitments = owed_in(case)
    if any(c.state == Commitment.State.OPEN for c in commitments):
        return False  # another body still owes what it promised
    claimed = [] if is_over(case) else asked_of(case, commitments)
    claims = [asked_at(case, c) for c in claimed]
    if not claims:
        return False
    calendar = case.calendar
    over = calendar.add_working_days(calendar.day_of(max(claims)), CONFIRM_WITHIN)
    attempts = Call.objects.of(case).filter(safe=True, asked_to_confirm=True, at__gte=max(claims))
    return moment.today() > over and attempts.count() >= SAFE_ATTEMPTS


@together
def close_unconfirmed(case: Case, reason: str, *, by: User) -> None:
    """Close without the applicant's word; counted apart everywhere. Raises WrongState too early."""
    hold(case)
    if not may_close_unconfirmed(case):
        raise WrongState(
            _(
                "It can be closed as unconfirmed ten working days after the claim, "
                "with two safe attempts in the diary."
            )
        )
    if is_shared(case):
        _leave_one_unconfirmed(case, reason, by=by)
    else:
        for commitment in commitments_of(case):
            if commitment.state == Commitment.State.CLAIMED:
                commitment.leave_unconfirmed(reason, by=by)
        case.close_unconfirmed(reason, by=by)
        end_referrals(case, "unconfirmed", by=by)
        settle(case, by=by)
    _tell_closed(case)


def _leave_one_unconfirmed(case: Case, reason: str, *, by: User) -> None:
    if case.is_voice:
        case.close_unconfirmed(reason, by=by)
    else:
        access.permit(by, "close_unconfirmed", case)
    end_one(case, Case.State.UNCONFIRMED, by=by, reason=reason)


@together
def withdraw(case: Case, reason: str, *, by: Actor, via: str = "") -> None:
    """The applicant does not want to go on; what was promised is given up, and its bodies are told.

    `via`: how they said so, when an officer writes it down. One of several gives up for themselves alone.
    """
    hold(case)
    if is_shared(case) and case.is_open:
        _withdraw_one(case, reason, by=by, via=via)
    else:
        _withdraw_whole(case, reason, by=by, via=via)
    if isinstance(by, User):
        _tell_closed(case)
    tell_desk(case, "withdrawn", f"{case.uuid}/{case.reopened}", by=by)


def _withdraw_one(case: Case, reason: str, *, by: Actor, via: str) -> None:
    if case.is_voice:
        case.withdraw(reason, by=by, via=via)
    else:
        access.permit(by, "withdraw", case)
    end_one(case, Case.State.WITHDRAWN, by=by, via=via, reason=reason)


def _withdraw_whole(case: Case, reason: str, *, by: Actor, via: str) -> None:
    case.withdraw(reason, by=by, via=via)
    for referral in referrals_of(case).with_the_body():
        tell_body(referral, "ended", f"{referral.uuid}/{case.reopened}", by=by)
    for commitment in commitments_of(case):
        if commitment.state in RUNNING:
            commitment.withdraw(reason, by=by)
    end_referrals(case, "withdrawn", by=by)
    settle(case, by=by)


@together
def decline(case: Case, reason: str, *, by: User) -> None:
    """Nothing that the house can follow. Raises WrongState while others are followed together with it."""
    hold(case)
    if voices_of(case).open().exists():
        raise WrongState(_("Others are followed together with this case. Follow each by itself again first."))
    case.decline(reason, by=by)
    end_referrals(case, "declined", by=by)
    settle(case, by=by)
    if case.is_voice:
        end_one(case, Case.State.DECLINED, by=by)
    _tell_closed(case)


@together
def reopen(case: Case, reason: str, *, by: Actor) -> None:
    """Within a year of its closing. A voice whose matter has ended meanwhile is followed by itself."""
    hold(case)
    if case.ended_as:
        access.permit(by, "reopen", case)
        case.come_back(reason, by=by)
    else:
        case.reopen(reason, by=by)
    if case.is_voice and not lead_of(case).is_open:
        case.part("", by=access.CLOSING)
    settle(case, by=by)
    tell_desk(case, "reopened", f"{case.uuid}/{case.reopened}", by=by)


@together
def object_to_end(
    case: Case, confirmation: Confirmation | VoiceWord | None, reason: str, *, by: Actor, via: str
) -> None:
    """It is not settled after all: a confirmation that is still fresh is taken back, else it is reopened."""
    if confirmation:
        take_back(case, confirmation, reason, by=by, via=via)
    else:
        reopen(case, reason, by=by)


@together
def grant_extension(case: Case, commitment: Commitment, extension: Any, *, by: Actor) -> None:
    hold(case)
    commitment.extend(extension, by=by)
    settle(case, by=by)


def _tell_closed(case: Case) -> None:
    """Told once for each closing: a case that was opened again and is closed again is told again."""
    tell_applicant(case, "closed", f"{case.uuid}/{case.reopened}")


def _back_to_work(case: Case, commitment: Commitment, reason: str, *, by: Actor) -> None:
    """A word that says it is not settled opens what was closed: the case, and the promise's own referral.

    One that had ended for its own applicant alone goes on for them, too.
    """
    if not case.is_open:
        case.reopen(reason, by=by)
    elif case.ended_as:
        case.come_back(reason, by=by)
    promise_again(case, commitment, reason)
