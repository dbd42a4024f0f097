"""The sweep of the ladder: every running deadline that has reached a rung is told, once.

What runs: promises, referrals that wait for an answer, and the house's own reading. What waits lawfully does
not: information was asked for, a board has it, a petition is needed. It may run twice, late, or on two
workers at once; `commitments.climbing` gives each rung to one of them.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from procrastinate.contrib.django import app

from dadkar.cases.actions.telling import for_user
from dadkar.cases.models import Case, Referral
from dadkar.cases.models.case_states import Urgency
from dadkar.cases.models.referral_states import CLOCK_RUNS
from dadkar.commitments.climbing import BY_DATE, Climbing, calendars, climb
from dadkar.commitments.ladder import Rung, rung_at, rung_by_the_clock
from dadkar.commitments.models import Commitment, Told
from dadkar.kernel import moment
from dadkar.kernel.actor import System
from dadkar.kernel.together import together
from dadkar.people.models import Membership, Principal, Role, User
from dadkar.records import sending
from dadkar.records.models import Notice

logger = logging.getLogger(__name__)

BY = System("ladder")
WHY = "the ladder"
LAWFUL_WAITS = [Referral.State.INFO, Referral.State.PETITION, Referral.State.BOARD]
READING = [Case.State.RECEIVED, Case.State.TRIAGE]


@dataclass(frozen=True)
class Kind:
    """One kind of deadline: its rows, whose hours count, since when it runs, and whose case it is."""

    rows: Callable[[], Any]
    office: str
    since: Callable[[Any], datetime]
    hazards: Q
    case: tuple[str, str]  # which of its columns is which of the case's
    version: Any = BY_DATE
    with_body: bool = True

    def climbing(self, *, by_the_clock: bool) -> Climbing:
        rows = self.rows().filter(self.hazards if by_the_clock else ~self.hazards)
        return Climbing(rows, self.office, self.version, by_the_clock=by_the_clock)

    def on_the_last_rung(self) -> Any:
        """Those of a case (a subquery) whose present date has brought them before the working group."""
        column, of_case = self.case
        told = Told.objects.filter(subject=OuterRef("uuid"), version=OuterRef("kept"), rung=Rung.GROUP)
        rows = self.rows().annotate(kept=self.version)
        return rows.filter(Exists(told), **{column: OuterRef(of_case)})


def _promises() -> Any:
    waits = Referral.objects.as_system(WHY).filter(
        answers__commitment=OuterRef("pk"), answers__kind="promise", state__in=LAWFUL_WAITS
    )
    return Commitment.objects.as_system(WHY).filter(~Exists(waits), state=Commitment.State.OPEN)


def _of_hazards() -> Any:
    return Case.objects.as_system(WHY).filter(urgency=Urgency.HAZARD).values("uuid")


KINDS = [
    Kind(
        _promises,
        "debtor",
        lambda row: row.made_at,
        Q(owed_to__in=_of_hazards()),
        ("owed_to", "uuid"),
        F("version"),
    ),
    Kind(
        lambda: Referral.objects.as_system(WHY).filter(state__in=CLOCK_RUNS, due_at__isnull=False),
        "body",
        lambda row: row.sent_at,
        Q(case__urgency=Urgency.HAZARD) | Q(topic__hours__isnull=False),
        ("case", "pk"),
    ),
    Kind(
        lambda: Case.objects.as_system(WHY).filter(state__in=READING, due_at__isnull=False),
        "house",
        lambda row: row.filed_at,
        Q(urgency=Urgency.HAZARD),
        ("pk", "pk"),
        with_body=False,
    ),
]


def sweep(now: datetime | None = None) -> int:
    """Tell every rung that has been reached; returns how many. Batch by batch, each in its transaction."""
    now, told = now or moment.now(), 0
    for kind in KINDS:
        for by_the_clock in (True, False):
            climbing = kind.climbing(by_the_clock=by_the_clock)
            while here := _batch(kind, climbing, now):
                told += here
    return told


@together
def _batch(kind: Kind, climbing: Climbing, now: datetime) -> int:
    found = climb(climbing, now)
    rows = list(kind.rows().filter(uuid__in=found).select_related(climbing.office, "house")) if found else []
    news = list(_news(kind, climbing, rows, {row.uuid: found[row.uuid] for row in rows}, now))
    _tell(kind, climbing, news)
    return len(found)


def _news(
    kind: Kind, climbing: Climbing, rows: list[Any], found: dict[Any, Rung], now: datetime
) -> Iterator[tuple[Any, Rung]]:
    """The rungs that are news: not those whose day had come before the deadline was made."""
    hours = {} if climbing.by_the_clock else calendars([getattr(row, f"{kind.office}_id") for row in rows])
    for row in rows:
        since = kind.since(row)
        if climbing.by_the_clock:
            rung = rung_by_the_clock(now, row.due_at, since=since)
        else:
            calendar = hours[getattr(row, f"{kind.office}_id")]
            rung = rung_at(now, row.due_at, calendar, since=since)
        if rung == found[row.uuid]:
            yield row, rung


def before_the_group(cases: Any) -> Any:
    """Those of these cases that are the working group's: something is ten working days past its date and
    still runs, or the applicant asked it to look at a refusal.
    """
    asked = Referral.objects.as_system(WHY).filter(case=OuterRef("pk"), state=Referral.State.APPEALED)
    flagged = Q(Exists(asked))
    for kind in KINDS:
        flagged |= Q(Exists(kind.on_the_last_rung()))
    return cases.filter(flagged)


# -- who is told ---------------------------------------------------------------------------------------


def _tell(kind: Kind, climbing: Climbing, news: list[tuple[Any, Rung]]) -> None:
    if not news:
        return
    staff = Staff(kind, [row for row, _rung in news])
    notices = []
    for row, rung in news:
        key = f"ladder/{row.uuid}/{getattr(row, 'version', None) or int(row.due_at.timestamp())}/{rung.name}"
        for user in staff.told(row, rung):
            notices += for_user(user, row, _slug(rung, climbing), key)
        if climbing.by_the_clock:
            notices.append(_call(kind, row, rung, key))
        if rung == Rung.GROUP and isinstance(row, Commitment):
            row.escalate(row.house, by=BY)
    sending.queue(notices)


def _slug(rung: Rung, climbing: Climbing) -> str:
    return f"{'hazard' if climbing.by_the_clock else 'due'}-{rung.name.lower()}"


def _call(kind: Kind, row: Any, rung: Rung, key: str) -> Notice:
    """Life may be in danger: somebody calls, at any hour."""
    above = rung == Rung.GROUP or not kind.with_body
    return Notice(
        key=f"{key}/call",
        house_id=row.house_id,
        organisation=row.house if above else getattr(row, kind.office),
        channel=Notice.Channel.CALL,
        kind=f"hazard-{rung.name.lower()}",
        about="case",
        subject=_case_uuid(row),
    )


class Staff:
    """Who is told about the rows of one batch, read in a handful of queries; only who may see the row."""

    def __init__(self, kind: Kind, rows: list[Any]) -> None:
        self.kind = kind
        self.cases = self._cases(rows)
        offices = {getattr(row, f"{kind.office}_id") for row in rows}
        offices |= {place for case in self.cases.values() for place in (case.house_id, case.desk_id)}
        self.at: dict[tuple[int, str], list[User]] = {}
        held = Membership.objects.on(moment.today()).filter(organisation__in=offices, user__is_active=True)
        for one in held.select_related("user"):
            self.at.setdefault((one.organisation_id, one.role), []).append(one.user)
        users = {user for some in self.at.values() for user in some}
        users |= {case.officer for case in self.cases.values() if case.officer}
        self.seen = type(rows[0]).scope().seen_by(rows, Principal.objects.of_users(users))

    def _cases(self, rows: list[Any]) -> dict[Any, Case]:
        uuids = [_case_uuid(row) for row in rows]
        found = Case.objects.as_system(WHY).filter(uuid__in=uuids).select_related("officer")
        return {case.uuid: case for case in found}

    def told(self, row: Any, rung: Rung) -> list[User]:
        """At the body its liaisons, then its manager, then the working group's side; never nobody."""
        case = self.cases[_case_uuid(row)]
        desk = [case.officer] if case.officer else self._at(case.desk_id, Role.CASE_WORKER)
        managers = self._at(case.house_id, Role.HOUSE_MANAGER)
        if rung == Rung.GROUP:
            wanted = managers + desk
        elif not self.kind.with_body:
            wanted = managers if rung == Rung.MANAGER else desk
        else:
            wanted = self._at_body(getattr(row, f"{self.kind.office}_id"), rung, desk)
        seeing = self.seen[row.pk]
        return [user for user in dict.fromkeys(wanted) if user in seeing]

    def _at_body(self, body: int, rung: Rung, desk: list[User]) -> list[User]:
        liaisons, managers = self._at(body, Role.LIAISON), self._at(body, Role.AGENCY_MANAGER)
        if rung == Rung.MANAGER:
            return managers + desk
        return liaisons or managers or desk

    def _at(self, place: int, role: str) -> list[User]:
        return self.at.get((place, role), [])


def _case_uuid(row: Any) -> Any:
    if isinstance(row, Case):
        return row.uuid
    return row.case_uuid if isinstance(row, Referral) else row.owed_to


@app.periodic(cron="*/5 * * * *")
@app.task(name="ladder.sweep", lock="ladder")
def climb_on(timestamp: int, **_more: Any) -> None:
    """Every five minutes: deadlines are told in office hours, a hazard at any."""
    if told := sweep():
        logger.info("The ladder: %d deadlines have reached a rung.", told)
