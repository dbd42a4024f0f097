"""Where a case stands: what follows from its referrals and commitments, and its place in the queues."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case as SqlCase
from django.db.models import Exists, OuterRef, Subquery, When
from django.db.models.functions import Least

from dadkar.cases import access
from dadkar.cases.models import (
    Answer,
    Case,
    CaseQueue,
    Petition,
    Referral,
)
from dadkar.cases.models.referral_states import WITH_THE_BODY
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.together import together

CONFIRM_WITHIN = 10  # working days for the applicant's answer to a claim
DECIDE_WITHIN = 3  # working days for the house to answer a body


def commitments_of(case: Case) -> list[Commitment]:
    """What is owed to the people of a case."""
    owed = Commitment.objects.as_system("of one case").filter(owed_to=case.uuid)
    return list(owed.select_related("debtor__county").order_by("id"))


def referrals_of(case: Case) -> Any:
    return Referral.objects.as_system("of one case").filter(case=case).order_by("id")


def hold(case: Case) -> None:
    """Lock the case until the verb ends: what spans its parts is done by one verb after another.

    Every action begins with it, before it touches a referral or a commitment; so none waits for another
    that waits for it.
    """
    Case.objects.as_system("one verb at a time").select_for_update().only("pk").get(pk=case.pk)


@together
def settle(case: Case, *, by: Actor) -> None:
    """Put the case where its referrals and commitments have brought it, and in its place in the queues."""
    case.refresh_from_db(fields=["state", "due_at", "urgency"])
    queued = case.is_open, case.due_at
    if case.state != Case.State.RECEIVED and case.is_open:
        state, due_at = standing(case)
        case.follow(state, by=access.CLOSING, due_at=_own_clock(case, state, by) or due_at)
    keep_next(referrals_of(case))
    if queued != (case.is_open, case.due_at) or not case.is_open:
        queue(case)


def keep_next(referrals: Any) -> int:
    """Write down when the bodies of these referrals next owe something; returns how many rows that were."""
    return referrals.order_by().update(**what_is_next())


def what_is_next() -> dict[str, Any]:
    """`next_at` and `is_claimed` of a referral as they follow from its own term and its promises."""
    steps = Commitment.objects.as_system("steps of a referral").filter(
        answers__referral=OuterRef("pk"), answers__kind=Answer.Kind.PROMISE
    )
    nearest = steps.filter(state=Commitment.State.OPEN).order_by("due_at").values("due_at")[:1]
    answer_due = SqlCase(When(state=Referral.State.SENT, then="due_at"))
    owes = Least(answer_due, Subquery(nearest))  # NULLs are left out by PostgreSQL
    return {
        "next_at": SqlCase(When(state__in=WITH_THE_BODY, then=owes)),
        "is_claimed": Exists(steps.filter(state=Commitment.State.CLAIMED)),
    }


def _own_clock(case: Case, state: str, by: Actor) -> datetime | None:
    """The house's own clock runs exactly while nobody else has to move."""
    if state != Case.State.TRIAGE:
        case.clock.stop_if_running(by=by)
        return None
    reading = case.clock.replay()
    return reading.due_at if reading.running else case.start_reading(by=by)


def standing(case: Case) -> tuple[Case.State, datetime | None]:
    """The state that follows from the parts, and the next moment by which somebody must act."""
    commitments = commitments_of(case)
    waits = _waits(case, commitments)
    due_at = min(waits) if waits else None
    if any(c.state == Commitment.State.CLAIMED for c in commitments):
        return Case.State.CLAIMED, due_at
    if any(c.state == Commitment.State.OPEN for c in commitments):
        return Case.State.PROMISED, due_at
    if waits:
        return Case.State.REFERRED, due_at
    return Case.State.TRIAGE, None


def _waits(case: Case, commitments: list[Commitment]) -> list[datetime]:
    calendar = case.calendar
    waits = []
    for commitment in commitments:
        if commitment.state == Commitment.State.OPEN:
            waits.append(commitment.due_at)
        elif commitment.state == Commitment.State.CLAIMED and commitment.claimed_at:
            waits.append(_after(calendar, commitment.claimed_at, CONFIRM_WITHIN))
    for referral in referrals_of(case).with_the_body():
        if referral.state == Referral.State.SENT:
            waits.append(referral.due_at)
        elif referral.state == Referral.State.BOARD and referral.hearing_on:
            waits.append(calendar.closes_at(referral.hearing_on))
        elif referral.state != Referral.State.PROMISED:
            waits.append(_after(calendar, referral.answered_at or referral.sent_at, DECIDE_WITHIN))
    before_boards = Petition.objects.of(case).exclude(next_on=None).values_list("next_on", flat=True)
    return waits + [calendar.closes_at(day) for day in before_boards if day]


def _after(calendar: Any, since: datetime, days: int) -> datetime:
    """The close of office `days` working days after a moment."""
    day: date = calendar.add_working_days(calendar.day_of(since), days)
    return calendar.closes_at(day)


def queue(case: Case) -> None:
    """Write the case's place in the queues of its desks; a closed case has none.

    An open case always has one: should no clock say when, it is due now.
    """
    CaseQueue._base_manager.filter(case=case).delete()
    if case.is_open:
        due_at = case.due_at or moment.now()
        CaseQueue._base_manager.bulk_create(
            [CaseQueue(principal_id=one, due_at=due_at, case=case) for one in access.desk_principals(case)]
        )
