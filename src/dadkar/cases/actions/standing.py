"""Where a case stands: what follows from its referrals and commitments, and its place in the queues."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import Case as SqlCase
from django.db.models import Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.cases.matter import (
    Words,
    asked_at,
    commitments_of,
    has_voices,
    is_awaited,
    lead_of,
    owed_in,
    voices_of,
    words_on,
)
from dadkar.cases.models import (
    Answer,
    Case,
    CaseQueue,
    Petition,
    Referral,
)
from dadkar.cases.models.case_states import CLOSED
from dadkar.cases.models.referral_states import WITH_THE_BODY
from dadkar.commitments.models import Commitment
from dadkar.kernel import columns, moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import MovedMeanwhile
from dadkar.kernel.prepared import AnyOf, Prepared, PreparedUpdate, Slot
from dadkar.kernel.together import together

CONFIRM_WITHIN = 10  # working days for the applicant's answer to a claim
DECIDE_WITHIN = 3  # working days for the house to answer a body


def referrals_of(case: Case) -> Any:
    return Referral.objects.as_system("of one case").filter(case=case).order_by("id")


def hold(case: Case) -> None:
    """Lock the case until the verb ends: what spans its parts is done by one verb after another.

    Every action begins with it, before it touches a referral or a commitment; so none waits for another
    that waits for it. Of a voice the lead is locked, and first. Raises MovedMeanwhile when somebody has
    joined or parted it since it was read.
    """
    found = {row.pk: row for row in _HELD.all(cases=[case.pk, case.lead_id or case.pk])}
    now = found[case.pk]
    case.ended_as = now.ended_as
    if now.lead_id != case.lead_id:
        raise MovedMeanwhile(
            _("Somebody else has changed with what this is followed together. Look at the page once more.")
        )
    if case.lead:
        columns.read(case.lead, "state", "ended_as", "closed_at")


_HELD = Prepared[Case](
    lambda: (
        Case.objects.as_system("one verb at a time")
        .filter(AnyOf("pk", Slot("cases")))
        .only("pk", "lead", "ended_as")
        .select_for_update()
        .order_by(F("lead").desc(nulls_first=True))
    )
)


@together
def settle(case: Case, *, by: Actor) -> None:
    """Put the case where its referrals and commitments have brought it, and in its place in the queues."""
    columns.read(case, "state", "due_at", "urgency", "lead", "ended_as")
    if case.is_voice:
        settle_voices(lead_of(case), [case])
    else:
        _settle_lead(case, by)


def _settle_lead(case: Case, by: Actor) -> None:
    if case.state != Case.State.RECEIVED and case.is_open:
        state, due_at = standing(case)
        case.follow(state, by=access.CLOSING, due_at=_own_clock(case, state, by) or due_at)
    _KEEP_NEXT(case=case.pk)
    queue(case)
    settle_voices(case)


def settle_voices(lead: Case, voices: list[Case] | None = None) -> None:
    """Put the voices of a case, or these of them, where the matter and their own words have brought them.

    A bounded number of queries, however many they are.
    """
    if voices is None and not has_voices(lead):
        return
    if voices is None:
        voices = list(_unsettled(lead).select_related("house", "county"))
    if not voices:
        return
    stands, moved, later = of_voices(lead, voices), defaultdict(list), []
    closed = [voice for voice in voices if not voice.is_open]
    for voice in voices:
        state, due_at = stands[voice.pk]
        if voice.is_open and state != voice.state:
            moved[state].append(voice)
        if voice.due_at != due_at:
            voice.due_at = due_at
            later.append(voice)
    for state, some in moved.items():
        Case.follow_all(some, state, by=access.CLOSING)
    Case._base_manager.bulk_update(later, ["due_at"])
    queue(*{voice.pk: voice for voice in [*later, *chain(*moved.values()), *closed]}.values())


def _unsettled(lead: Case) -> Any:
    """The open voices, and those that have been closed and still stand in a queue."""
    queued = Exists(CaseQueue.objects.filter(case=OuterRef("pk")))
    return voices_of(lead).filter(~Q(state__in=CLOSED) | queued)


def of_voices(lead: Case, voices: Sequence[Case]) -> dict[int, tuple[Case.State, datetime | None]]:
    """By id, the state of voices and the next moment by which somebody must act for each of them alone."""
    commitments = owed_in(lead)
    words, days = words_on(commitments, voices), _days_at_boards(voices)
    return {voice.pk: _of_voice(voice, lead, commitments, words, days[voice.pk]) for voice in voices}


def _of_voice(
    voice: Case, lead: Case, commitments: list[Commitment], words: Words, days: list[date]
) -> tuple[Case.State, datetime | None]:
    if not voice.is_open:
        return Case.State(voice.state), None
    calendar = voice.calendar
    asked = [asked_at(voice, c) for c in commitments if is_awaited(voice, c, words)]
    waits = [calendar.closes_at(day) for day in days]
    waits += [_after(calendar, at, CONFIRM_WITHIN) for at in asked]
    due_at = min(waits) if waits else None
    if asked:
        return Case.State.CLAIMED, due_at
    if any(c.state == Commitment.State.OPEN for c in commitments):
        return Case.State.PROMISED, due_at
    idle = lead.state in (Case.State.RECEIVED, Case.State.TRIAGE) and not waits
    return (Case.State.TRIAGE if idle else Case.State.REFERRED), due_at


def keep_next(referrals: Any) -> int:
    """Write down when the bodies of these referrals next owe something; returns how many rows that were."""
    return referrals.order_by().update(**what_is_next())


_KEEP_NEXT = PreparedUpdate(
    lambda: (
        Referral.objects.as_system("of one case").filter(case=Slot("case")).order_by(),
        what_is_next(),
    )
)


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
    if case.is_voice:
        return of_voices(lead_of(case), [case])[case.pk]
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
    for referral in _WITH_BODIES.all(case=case.pk):
        since = referral.answered_at or referral.sent_at
        if referral.state == Referral.State.SENT and referral.due_at:
            waits.append(referral.due_at)
        elif referral.state == Referral.State.BOARD and referral.hearing_on:
            waits.append(calendar.closes_at(referral.hearing_on))
        elif referral.state != Referral.State.PROMISED and since:
            waits.append(_after(calendar, since, DECIDE_WITHIN))
    return waits + [calendar.closes_at(day) for day in _days_at_boards([case])[case.pk]]


_WITH_BODIES = Prepared[Referral](
    lambda: (
        Referral.objects.as_system("of one case").filter(case=Slot("case")).with_the_body().defer("summary")
    )
)


def _days_at_boards(cases: Sequence[Case]) -> dict[int, list[date]]:
    """The next days of these cases' own petitions."""
    found: dict[int, list[date]] = defaultdict(list)
    for petition in _AT_BOARDS.all(cases=[case.pk for case in cases]):
        if petition.next_on:
            found[petition.case_id].append(petition.next_on)
    return found


_AT_BOARDS = Prepared[Petition](
    lambda: (
        Petition.objects.as_system("of one matter")
        .filter(AnyOf("case", Slot("cases")))
        .only("case", "next_on")
        .order_by()
    )
)


def _after(calendar: Any, since: datetime, days: int) -> datetime:
    """The close of office `days` working days after a moment."""
    day: date = calendar.add_working_days(calendar.day_of(since), days)
    return calendar.closes_at(day)


def queue(*cases: Case) -> None:
    """Write the cases' places in the queues of their desks; a closed case has none.

    An open case always has one: should no clock say when, it is due now. A voice has one only while
    something of its own waits: otherwise its lead stands there.
    """
    if not cases:
        return
    CaseQueue._base_manager.filter(case__in=cases).delete()
    desks = {(c.house_id, c.desk_id): c for c in cases}
    principals = {desk: access.desk_principals(case) for desk, case in desks.items()}
    columns.insert(
        CaseQueue(principal_id=one, due_at=case.due_at or moment.now(), case=case, state=case.state)
        for case in cases
        if case.is_open and (case.due_at or not case.is_voice)
        for one in principals[case.house_id, case.desk_id]
    )
