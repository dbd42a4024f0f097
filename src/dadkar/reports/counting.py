"""From cases to facts: the one place where it is decided what counts as what."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from dadkar.cases.models import OPEN, Answer, Case, Referral
from dadkar.cases.models.referral_states import ANSWERS
from dadkar.cases.models.referral_states import State as Letter
from dadkar.commitments.models import Commitment, Confirmation
from dadkar.commitments.models import State as Promise
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.known_calendar import cache
from dadkar.kernel.models import ClockEvent
from dadkar.kernel.terms import Kind as Ticks
from dadkar.kernel.work_calendar import KnownCalendar
from dadkar.records.models import Event
from dadkar.reports.marks import Mark
from dadkar.reports.models.fact import Fact, Kind
from dadkar.reports.working import Wait, days_between, waits_of

WHY = "the counts of the boards"
LAWFUL = [Letter.INFO, Letter.PETITION, Letter.BOARD]
MOVES = [f"referral.{verb}" for verb in (*ANSWERS, "send_back", "next_step", "end", "reopen",
                                         "agree_not_competent", "appeal")]  # fmt: skip
ANSWERED = {f"referral.{verb}" for verb in ANSWERS}
TOLD = (Confirmation.Via.PHONE, Confirmation.Via.VISIT)


def month_of(at: datetime | date) -> int:
    """The Solar-Hijri month of a moment or a day: 140407."""
    day = timezone.localdate(at) if isinstance(at, datetime) else at
    found = Jalali.from_date(day)
    return found.year * 100 + found.month


def facts_of(case_ids: Sequence[int]) -> list[Fact]:
    """The facts of these cases as they stand now, none of them saved; at most nine queries."""
    return Count(case_ids).facts()


class Count:
    """A batch of cases with all that is needed to count them."""

    def __init__(self, case_ids: Sequence[int]) -> None:
        self.now = moment.now()
        cases = Case.objects.as_system(WHY).filter(pk__in=case_ids)
        self.cases = {case.pk: case for case in cases.select_related("county", "house").defer("narrative")}
        sent = Referral.objects.as_system(WHY).filter(case__in=self.cases, sent_at__isnull=False)
        self.letters = list(sent.select_related("body__county").defer("summary").order_by("pk"))
        self.promises = self._promises()
        self.told = self._confirmations()
        self.ticks = self._ticks()
        self.moves = self._moves()
        self.calendars = self._calendars()

    # -- reading ---------------------------------------------------------------------------------

    def _promises(self) -> dict[int, list[Commitment]]:
        """By referral; each promise once, at the referral in which it was made."""
        made = Answer.objects.as_system(WHY).filter(referral__in=self.letters, kind=Answer.Kind.PROMISE)
        where = dict(made.exclude(commitment=None).values_list("commitment", "referral"))
        found: dict[int, list[Commitment]] = defaultdict(list)
        for promise in Commitment.objects.as_system(WHY).filter(pk__in=where).defer("what").order_by("pk"):
            found[where[promise.pk]].append(promise)
        return found

    def _confirmations(self) -> dict[int, str]:
        """Through which channel each promise was confirmed, where that still holds."""
        promises = [promise for many in self.promises.values() for promise in many]
        held = Confirmation.objects.as_system(WHY).filter(kept=True, taken_back_at=None)
        return dict(held.filter(commitment__in=promises).order_by("pk").values_list("commitment", "via"))

    def _ticks(self) -> dict[UUID, list[ClockEvent]]:
        found: dict[UUID, list[ClockEvent]] = defaultdict(list)
        clocks = [letter.uuid for letter in self.letters]
        for tick in ClockEvent.objects.filter(clock__in=clocks).order_by("clock", "seq"):
            found[tick.clock].append(tick)
        return found

    def _moves(self) -> dict[UUID, list[tuple[datetime, str, str]]]:
        """By referral: when, which verb, and to which state."""
        found: dict[UUID, list[tuple[datetime, str, str]]] = defaultdict(list)
        subjects = [letter.uuid for letter in self.letters]
        moves = Event.objects.filter(subject__in=subjects, kind__in=MOVES).order_by("at", "id")
        for at, kind, subject, payload in moves.values_list("at", "kind", "subject", "payload"):
            found[subject].append((at, kind, json.loads(payload)["facts"].get("after", "")))
        return found

    def _calendars(self) -> dict[tuple[str, UUID | None], KnownCalendar]:
        keys: set[tuple[str, UUID | None]] = {(one.body.area, one.body.uuid) for one in self.letters}
        keys |= {_house_calendar(case) for case in self.cases.values()}
        ordered = sorted(keys, key=str)
        return dict(zip(ordered, cache.get(ordered), strict=True))

    # -- counting --------------------------------------------------------------------------------

    def facts(self) -> list[Fact]:
        found, at_bodies = [self._case(case) for case in self.cases.values()], set()
        for letter in self.letters:
            found.append(self._letter(letter))
            if (letter.case_id, letter.body_id) not in at_bodies:
                at_bodies.add((letter.case_id, letter.body_id))
                found.append(self._pair(letter))
            found += [
                self._promise(promise, letter)
                for promise in self.promises[letter.pk]
                if promise.state != Promise.WITHDRAWN
            ]
        return found

    def _fact(self, kind: Kind, source: Any, case: Case, letter: Referral | None, **more: Any) -> Fact:
        return Fact(
            kind=kind,
            source=source.pk,
            case=case.pk,
            house_id=case.house_id,
            desk=case.desk_id,
            body=letter.body_id if letter else None,
            topic=letter.topic_id if letter else case.topic_id,
            county=case.county_id or "",
            workplace=case.workplace_id,
            told_workplace=letter.workplace_id if letter else None,
            channel=case.channel,
            **more,
        )

    def _case(self, case: Case) -> Fact:
        return self._fact(Kind.CASE, case, case, None, month=month_of(case.filed_at), marks=_case_marks(case))

    def _pair(self, letter: Referral) -> Fact:
        case = self.cases[letter.case_id]
        return self._fact(Kind.PAIR, letter, case, letter, month=_sent_in(letter), marks=_case_marks(case))

    def _letter(self, letter: Referral) -> Fact:
        marks, due_at = Mark.SENT, letter.due_at if letter.state == Letter.SENT else None
        if due_at:
            marks |= Mark.LATE if due_at < self.now else Mark.UNANSWERED
        elif letter.state in LAWFUL:
            marks |= Mark.LAWFUL
        elif letter.state == Letter.ENDED and letter.ended_why == "redirected":
            marks |= Mark.REDIRECTED
        return self._fact(
            Kind.LETTER,
            letter,
            self.cases[letter.case_id],
            letter,
            month=_sent_in(letter),
            marks=marks,
            due_at=due_at,
            answer=self._to_answer(letter),
        )

    def _promise(self, promise: Commitment, letter: Referral) -> Fact:
        claimed = promise.state in (Promise.CLAIMED, Promise.CONFIRMED, Promise.UNCONFIRMED)
        return self._fact(
            Kind.PROMISE,
            promise,
            self.cases[letter.case_id],
            letter,
            month=month_of(promise.due_on),
            marks=self._promise_marks(promise, letter),
            due_at=promise.due_at if promise.state == Promise.OPEN else None,
            due_on=promise.due_on,
            claim=self._to_claim(promise, letter) if claimed and promise.claimed_at else None,
            confirm=self._to_confirm(promise, letter) if promise.state == Promise.CONFIRMED else None,
        )

    def _promise_marks(self, promise: Commitment, letter: Referral) -> Mark:
        standing = {
            Promise.CONFIRMED: Mark.CONFIRMED,
            Promise.CLAIMED: Mark.CLAIMED,
            Promise.UNCONFIRMED: Mark.UNCONFIRMED,
        }.get(Promise(promise.state))
        if standing is None and letter.state in LAWFUL:
            standing = Mark.WAITING
        elif standing is None:
            standing = Mark.OVERDUE if promise.due_at < self.now else Mark.IN_TIME
        via = self.told.get(promise.pk) if standing == Mark.CONFIRMED else None
        return (
            standing
            | (Mark.DISPUTED if promise.disputes else Mark(0))
            | (Mark.OFFICE if via == Confirmation.Via.OFFICE_CODE else Mark(0))
            | (Mark.TOLD if via in TOLD else Mark(0))
        )

    # -- working days ----------------------------------------------------------------------------

    def _to_answer(self, letter: Referral) -> int | None:
        """From sending to the body's first answer, by the run of its clock that the answer stopped."""
        answered = next((at for at, kind, _to in self.moves[letter.uuid] if kind in ANSWERED), None)
        start = None
        for tick in self.ticks[letter.uuid]:
            if tick.kind == Ticks.STARTED:
                start = tick.at
            elif tick.kind == Ticks.STOPPED and answered and start and tick.recorded_at >= answered:
                return self._days(letter, start, tick.at, tick.recorded_at, self._pauses(letter))
        return None

    def _to_claim(self, promise: Commitment, letter: Referral) -> int:
        """From the promise to the claim that stands: one that was refused has not ended the wait."""
        end, states = promise.claimed_at, [(at, to) for at, _kind, to in self.moves[letter.uuid]]
        waits = self._pauses(letter) + waits_of(states, LAWFUL)
        return self._days(letter, promise.made_at, end, end, waits)

    def _pauses(self, letter: Referral) -> list[Wait]:
        """While the body's own clock stood still, because it had asked for something."""
        return waits_of([(tick.at, tick.kind) for tick in self.ticks[letter.uuid]], [Ticks.PAUSED])

    def _days(self, letter: Referral, start: datetime, end: Any, known: Any, waits: list[Wait]) -> int:
        """In the body's working days, as they were known by then."""
        calendar = self.calendars[letter.body.area, letter.body.uuid].as_known(known)
        return days_between(calendar, start, end, waits)

    def _to_confirm(self, promise: Commitment, letter: Referral) -> int | None:
        """From the claim to the people's word, in the working days of the house."""
        if promise.claimed_at is None or promise.ended_at is None:
            return None
        key = _house_calendar(self.cases[letter.case_id])
        calendar = self.calendars[key].as_known(promise.ended_at)
        return days_between(calendar, promise.claimed_at, promise.ended_at)


def _house_calendar(case: Case) -> tuple[str, UUID | None]:
    return (case.county.area if case.county else case.house.area), case.house.uuid


def _sent_in(letter: Referral) -> int:
    assert letter.sent_at  # only what was sent is counted
    return month_of(letter.sent_at)


def _case_marks(case: Case) -> Mark:
    reopened = Mark.REOPENED if case.reopened else Mark(0)
    return Mark.CASES | reopened | (Mark.OPEN if case.state in OPEN else Mark(0))


def cases_behind(subjects: Iterable[UUID]) -> set[int]:
    """The ids of the cases that these events were about: by case, referral or promise."""
    wanted = list(subjects)
    found = set(Case.objects.as_system(WHY).filter(uuid__in=wanted).values_list("pk", flat=True))
    letters = Referral.objects.as_system(WHY).filter(uuid__in=wanted)
    owed = Commitment.objects.as_system(WHY).filter(uuid__in=wanted).values("owed_to")
    found |= set(letters.values_list("case", flat=True))
    return found | set(Case.objects.as_system(WHY).filter(uuid__in=owed).values_list("pk", flat=True))
