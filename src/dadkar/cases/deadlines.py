"""Kept deadlines against their clocks: recomputed when the calendar has changed, compared every night.

`due_at` of cases, referrals and commitments is a cache of a replay. A declared holiday or an office's new
hours move many of them at once; nothing else should. With the deadline goes the case's place in the queues of
its desks: one that is open and in no queue would be forgotten.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from procrastinate.contrib.django import app

from dadkar.cases import access, actions
from dadkar.cases.models import Case, CaseQueue, Referral
from dadkar.cases.models.case_states import OPEN
from dadkar.cases.models.referral_states import CLOCK_RUNS
from dadkar.commitments.models import Commitment
from dadkar.kernel.actor import Actor, System
from dadkar.kernel.clock import Replay, replay_many
from dadkar.kernel.flow import MovedMeanwhile
from dadkar.kernel.together import together

logger = logging.getLogger(__name__)

BATCH = 500  # rows replayed at a time
WHY = "deadlines against their clocks"
Place: TypeAlias = tuple[int, str, datetime]
OWN_CLOCK = (Case.State.RECEIVED, Case.State.TRIAGE)


@dataclass(frozen=True)
class Stale:
    """A row whose kept deadline is not what its clock says, or that stands in a wrong place of the queues;
    `due_at` is what it should be."""

    row: Any
    due_at: datetime | None

    def __str__(self) -> str:
        name = f"{self.row._meta.model_name} {self.row.uuid}"
        if self.row.due_at == self.due_at:
            return f"{name}: it does not stand in its place in the queues"
        return f"{name}: {self.row.due_at} should be {self.due_at}"


def _of_clock(rows: list[Any]) -> Iterator[Stale]:
    replays = replay_many([row.uuid for row in rows])
    for row in rows:
        if row.due_at != replays[row.uuid].due_at:
            yield Stale(row, replays[row.uuid].due_at)


def _of_cases(cases: list[Case]) -> Iterator[Stale]:
    own, places = replay_many([case.uuid for case in cases if case.state in OWN_CLOCK]), _places_of(cases)
    for case in cases:
        due_at = _due(case, own)
        if due_at != case.due_at or not _stands_right(case, places[case.pk]):
            yield Stale(case, due_at)


def _due(case: Case, own: dict[UUID, Replay]) -> datetime | None:
    if not case.is_open:
        return case.due_at
    running = case.uuid in own and own[case.uuid].running
    return own[case.uuid].due_at if running else actions.standing(case)[1]


def _places_of(cases: list[Case]) -> dict[int, set[Place]]:
    """Where each case stands in queues."""
    found: dict[int, set[Place]] = {case.pk: set() for case in cases}
    rows = CaseQueue.objects.filter(case__in=cases)
    for pk, principal, state, due_at in rows.values_list("case", "principal", "state", "due_at"):
        found[pk].add((principal, state, due_at))
    return found


def _stands_right(case: Case, places: set[Place]) -> bool:
    """Whether it stands once with each of its desks, by its state, and its deadline if it has one; closed,
    with none.

    A voice stands there only while something of its own waits.
    """
    stands = case.is_open and (case.due_at or not case.is_voice)
    desks = access.desk_principals(case) if stands else []
    if case.due_at:
        return places == {(desk, case.state, case.due_at) for desk in desks}
    return sorted((desk, state) for desk, state, _at in places) == [
        (desk, case.state) for desk in sorted(desks)
    ]


def _renew_case(stale: Stale, by: Actor) -> None:
    stale.row.set(due_at=stale.due_at)
    actions.queue(stale.row)


def _renew_commitment(stale: Stale, by: Actor) -> None:
    stale.row.refresh_due(version=stale.row.version + 1)
    actions.keep_next(Referral.objects.as_system(WHY).filter(case_uuid=stale.row.owed_to))


def _renew_referral(stale: Stale, by: Actor) -> None:
    stale.row.refresh_due()
    actions.keep_next(Referral.objects.as_system(WHY).filter(pk=stale.row.pk))


def _followed() -> Any:
    """The open cases, and those that stand in a queue."""
    queued = Exists(CaseQueue.objects.filter(case=OuterRef("pk")))
    return Case.objects.as_system(WHY).filter(Q(state__in=OPEN) | queued)


@dataclass(frozen=True)
class Walk:
    """One kind of row: which of them have a running deadline, what is stale, how it is put right."""

    rows: Callable[[], Any]
    case_of: Callable[[Any], Case | None]
    stale: Callable[[list[Any]], Iterator[Stale]]
    renew: Callable[[Stale, Actor], None]


WALKS = [  # parts first: a case's deadline follows from theirs
    Walk(
        lambda: Referral.objects.as_system(WHY).filter(state__in=CLOCK_RUNS),
        lambda referral: referral.case,
        _of_clock,
        _renew_referral,
    ),
    Walk(
        lambda: Commitment.objects.as_system(WHY).running(),
        lambda commitment: Case.objects.as_system(WHY).filter(uuid=commitment.owed_to).first(),
        _of_clock,
        _renew_commitment,
    ),
    Walk(_followed, lambda case: case, _of_cases, _renew_case),
]


def stale_deadlines() -> Iterator[Stale]:
    """Every kept deadline that differs from its clock; nothing is locked or changed."""
    for walk in WALKS:
        yield from _stale(walk)


def refresh_deadlines(*, by: Actor) -> int:
    """Recompute every running deadline, each in a transaction of its own; returns how many moved.

    Stopped midway it has done what it has done; another run does the rest.
    """
    return sum(_put_right(walk, stale.row.pk, by) for walk in WALKS for stale in _stale(walk))


def _stale(walk: Walk) -> Iterator[Stale]:
    last = 0
    while rows := list(walk.rows().filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from walk.stale(rows)
        last = rows[-1].pk


def _put_right(walk: Walk, pk: int, by: Actor) -> bool:
    """Whether it was still to be done: a verb that came first has put right what it changed."""
    try:
        return _renew_held(walk, pk, by)
    except MovedMeanwhile:
        return False


@together
def _renew_held(walk: Walk, pk: int, by: Actor) -> bool:
    """Look once more with the case held, as every verb holds it: so none waits for another in a ring."""
    rows = walk.rows().filter(pk=pk)
    if (row := rows.first()) is None:
        return False
    if case := walk.case_of(row):
        actions.hold(case)
    stale = next(walk.stale(list(rows.all())), None)
    if stale:
        walk.renew(stale, by)
    return stale is not None


def misplaced() -> Any:
    """The referrals that don't stand in their body's list where their terms and promises put them."""
    should = actions.what_is_next()
    rows = Referral.objects.as_system(WHY).alias(should=should["next_at"], waits=should["is_claimed"])
    moved = Q(next_at__lt=F("should")) | Q(next_at__gt=F("should"))
    half = Q(next_at=None, should__isnull=False) | Q(next_at__isnull=False, should=None)
    return rows.filter(moved | half | ~Q(is_claimed=F("waits")))


@app.task(name="deadlines.refresh", lock="deadlines")
def refresh() -> None:
    """After the calendar changed; deferred in the transaction that changed it."""
    moved = refresh_deadlines(by=System("calendar"))
    logger.info("The calendar has changed: %d deadlines moved.", moved)


@app.periodic(cron="30 2 * * *")
@app.task(name="deadlines.check", lock="deadlines")
def check(timestamp: int, **_more: Any) -> None:
    """Every night: what differs from its clock is an error in the log, and is put right."""
    with transaction.atomic():
        found = [str(one) for one in stale_deadlines()]
    if found:
        logger.error("%d deadlines or places in queues are wrong. The first: %s", len(found), found[0])
        refresh_deadlines(by=System("deadline-check"))
    if moved := actions.keep_next(misplaced()):
        logger.error("%d referrals stood in the wrong place of their body's list.", moved)
