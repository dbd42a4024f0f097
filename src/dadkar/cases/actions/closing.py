"""The applicant's key, and the other ways in which a case ends or begins again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.cases.actions.standing import (
    CONFIRM_WITHIN,
    commitments_of,
    hold,
    referrals_of,
    settle,
)
from dadkar.cases.actions.telling import tell_applicant, tell_body, tell_debtor, tell_desk
from dadkar.cases.models import (
    Answer,
    Call,
    Case,
    Referral,
)
from dadkar.commitments.models import Commitment, Confirmation, Outcome
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.together import together
from dadkar.people.models import User

SAFE_ATTEMPTS = 2
RUNNING = (Commitment.State.OPEN, Commitment.State.CLAIMED)


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
) -> Confirmation:
    """It was done. In full, the case is settled once no other promise runs; else the next step is owed."""
    hold(case)
    confirmation = commitment.confirm(outcome, by=by, via=via, amount_rial=amount_rial, remains=remains)
    if outcome == Outcome.FULL and any(c.state in RUNNING for c in commitments_of(case)):
        _end_own_referrals(case, commitment)
    elif outcome == Outcome.FULL:
        _end_referrals(case, "outcome", by=by)
        case.confirm(by=by, via=via)
    else:
        _back_to_work(case, commitment, remains, by=by)
        _owe_next_step(case, commitment, remains, by=by)
    settle(case, by=by)
    tell_debtor(commitment, "word", confirmation.uuid, by=by)
    tell_desk(case, "word", confirmation.uuid, by=by)
    return confirmation


@together
def dispute(case: Case, commitment: Commitment, remains: str, *, by: Actor, via: str) -> Confirmation:
    """It was not done: the commitment is open again, and the dispute is counted."""
    hold(case)
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
    for commitment in commitments_of(case):
        if commitment.state == Commitment.State.OPEN:
            word = commitment.acknowledge(by=by, via=via)
        elif commitment.state == Commitment.State.CLAIMED:
            word = commitment.confirm(Outcome.FULL, by=by, via=via)
        else:
            continue
        tell_debtor(commitment, "word", word.uuid, by=by)
    _end_referrals(case, "outcome", by=by)
    tell_desk(case, "word", case.confirm(by=by, via=via, amount_rial=amount_rial).uid, by=by)
    settle(case, by=by)


@together
def take_back(case: Case, confirmation: Confirmation, reason: str, *, by: Actor, via: str) -> None:
    """Take a confirmation back; a case it had closed is open again, with all that was ended with it."""
    hold(case)
    commitment = confirmation.commitment
    closed = case.state == Case.State.CONFIRMED
    commitment.take_back(confirmation, reason, by=by, via=via)
    _back_to_work(case, commitment, reason, by=by)
    if closed:
        _reopen_ended_with_it(case, reason)
    settle(case, by=by)
    tell_debtor(commitment, "word", f"{confirmation.uuid}/back", by=by)
    tell_desk(case, "word", f"{confirmation.uuid}/back", by=by)


@together
def take_back_last(case: Case, commitment: Commitment, reason: str, *, by: User, via: str) -> None:
    """Take back the confirmation of a promise that stands. Raises WrongState when there is none."""
    word = Confirmation.latest_of([commitment], kept=True, taken_back_at=None).get(commitment.pk)
    if word is None:
        raise WrongState(_("There is no confirmation that could be taken back."))
    take_back(case, word, reason, by=by, via=via)


def may_close_unconfirmed(case: Case) -> bool:
    """After a claim: ten working days without an answer, and two recorded safe attempts to ask."""
    commitments = commitments_of(case)
    if any(c.state == Commitment.State.OPEN for c in commitments):
        return False  # another body still owes what it promised
    claimed = [c for c in commitments if c.state == Commitment.State.CLAIMED]
    claims = [c.claimed_at for c in claimed if c.claimed_at]
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
    for commitment in commitments_of(case):
        if commitment.state == Commitment.State.CLAIMED:
            commitment.leave_unconfirmed(reason, by=by)
    case.close_unconfirmed(reason, by=by)
    _end_referrals(case, "unconfirmed", by=by)
    settle(case, by=by)
    _tell_closed(case)


@together
def withdraw(case: Case, reason: str, *, by: Actor, via: str = "") -> None:
    """The applicant does not want to go on; what was promised is given up, and its bodies are told.

    `via`: how they said so, when an officer writes it down.
    """
    hold(case)
    case.withdraw(reason, by=by, via=via)
    for referral in referrals_of(case).with_the_body():
        tell_body(referral, "ended", f"{referral.uuid}/{case.reopened}", by=by)
    for commitment in commitments_of(case):
        if commitment.state in RUNNING:
            commitment.withdraw(reason, by=by)
    _end_referrals(case, "withdrawn", by=by)
    settle(case, by=by)
    if isinstance(by, User):
        _tell_closed(case)
    tell_desk(case, "withdrawn", f"{case.uuid}/{case.reopened}", by=by)


@together
def decline(case: Case, reason: str, *, by: User) -> None:
    hold(case)
    case.decline(reason, by=by)
    _end_referrals(case, "declined", by=by)
    settle(case, by=by)
    _tell_closed(case)


@together
def reopen(case: Case, reason: str, *, by: Actor) -> None:
    hold(case)
    case.reopen(reason, by=by)
    settle(case, by=by)
    tell_desk(case, "reopened", f"{case.uuid}/{case.reopened}", by=by)


@together
def object_to_end(case: Case, confirmation: Confirmation | None, reason: str, *, by: Actor, via: str) -> None:
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


def _end_referrals(case: Case, why: str, *, by: Actor) -> None:
    for referral in referrals_of(case).exclude(state=Referral.State.ENDED):
        referral.end(why, by=access.CLOSING)


def _end_own_referrals(case: Case, commitment: Commitment) -> None:
    """What this body owed is reached. What others have promised stays open, until they are asked, too."""
    own = referrals_of(case).filter(answers__commitment=commitment, state=Referral.State.PROMISED).distinct()
    for referral in own:
        running = Commitment.objects.as_system("of one referral").running()
        if not running.filter(answers__referral=referral).exists():
            referral.end("outcome", by=access.CLOSING)


def _back_to_work(case: Case, commitment: Commitment, reason: str, *, by: Actor) -> None:
    """A word that says it is not settled opens what was closed: the case, and the promise's own referral."""
    if not case.is_open:
        case.reopen(reason, by=by)
    ended = referrals_of(case).filter(answers__commitment=commitment, state=Referral.State.ENDED)
    for referral in ended.distinct():
        referral.reopen(reason, by=access.CLOSING)
        referral.answer("promise", by=access.CLOSING)


def _reopen_ended_with_it(case: Case, reason: str) -> None:
    """What ended only because the case was closed: those bodies have not done what was asked of them."""
    ended = referrals_of(case).filter(state=Referral.State.ENDED, ended_why="outcome")
    kept = Answer.objects.as_system("of one case").filter(
        referral__case=case, commitment__state=Commitment.State.CONFIRMED
    )
    for referral in ended.exclude(pk__in=kept.values("referral")):
        referral.reopen(reason, by=access.CLOSING)
        if referral.hearing_on and referral.hearing_on >= moment.today():
            referral.answer("before_board", by=access.CLOSING, hearing_on=referral.hearing_on)


def _owe_next_step(case: Case, commitment: Commitment, remains: str, *, by: Actor) -> None:
    """The step is done and the outcome is not: unless another promise runs, the body must answer again."""
    for referral in (
        referrals_of(case).filter(answers__commitment=commitment, state=Referral.State.PROMISED).distinct()
    ):
        running = Commitment.objects.as_system("of one referral").running()
        if not running.filter(answers__referral=referral).exists():
            referral.next_step(remains, by=access.CLOSING)
