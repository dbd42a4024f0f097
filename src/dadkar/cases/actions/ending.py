"""What follows for referrals when a promise, a case or a whole matter has ended, or begins again."""

from dadkar.cases import access
from dadkar.cases.actions.standing import referrals_of
from dadkar.cases.models import Answer, Case, Referral
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor


def end_referrals(case: Case, why: str, *, by: Actor) -> None:
    for referral in referrals_of(case).exclude(state=Referral.State.ENDED):
        referral.end(why, by=access.CLOSING)


def end_own_referrals(case: Case, commitment: Commitment) -> None:
    """What this body owed is reached. What others have promised stays open, until they are asked, too."""
    own = referrals_of(case).filter(answers__commitment=commitment, state=Referral.State.PROMISED).distinct()
    for referral in own:
        running = Commitment.objects.as_system("of one referral").running()
        if not running.filter(answers__referral=referral).exists():
            referral.end("outcome", by=access.CLOSING)


def promise_again(case: Case, commitment: Commitment, reason: str) -> None:
    """The promise is open again, and so is the referral that it was made in."""
    ended = referrals_of(case).filter(answers__commitment=commitment, state=Referral.State.ENDED)
    for referral in ended.distinct():
        referral.reopen(reason, by=access.CLOSING)
        referral.answer("promise", by=access.CLOSING)


def reopen_ended_with_it(case: Case, reason: str) -> None:
    """What ended only because the case was closed: those bodies have not done what was asked of them."""
    ended = referrals_of(case).filter(state=Referral.State.ENDED, ended_why="outcome")
    kept = Answer.objects.as_system("of one case").filter(
        referral__case=case, commitment__state=Commitment.State.CONFIRMED
    )
    for referral in ended.exclude(pk__in=kept.values("referral")):
        referral.reopen(reason, by=access.CLOSING)
        if referral.hearing_on and referral.hearing_on >= moment.today():
            referral.answer("before_board", by=access.CLOSING, hearing_on=referral.hearing_on)


def owe_next_step(case: Case, commitment: Commitment, remains: str) -> None:
    """The step is done and the outcome is not: unless another promise runs, the body must answer again."""
    made_in = referrals_of(case).filter(answers__commitment=commitment, state=Referral.State.PROMISED)
    for referral in made_in.distinct():
        running = Commitment.objects.as_system("of one referral").running().exclude(pk=commitment.pk)
        if not running.filter(answers__referral=referral).exists():
            referral.next_step(remains, by=access.CLOSING)
