"""Every number of every board equals a plain recount, whatever has happened to the promises."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.cases import actions
from dadkar.cases.models import Case, Topic
from dadkar.cases.tests.drama import case_of
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.people.models import Organisation, Role, RoleClass, User
from dadkar.people.tests.cast import person
from dadkar.reports import boards, rollup
from dadkar.reports.marks import NAMES, SPANS
from dadkar.reports.models import By, Cell, Spread
from dadkar.reports.tests.recount import month, recount


def days_later(days: float) -> Any:
    return moment.moved_to(moment.now() + timedelta(days=days))


def differing(user: User, by: str, period: str, *, role_class: RoleClass = RoleClass.DESK) -> list[Any]:
    """(value, what, board, recount) of each number that differs."""
    seen = boards.board(user, by, period, role_class=role_class)
    wanted = recount(user, by, seen.period.months, body_desk=role_class == RoleClass.BODY)
    whole = recount(user, "", seen.period.months, body_desk=role_class == RoleClass.BODY)
    pairs = [(row.value, row.tally, wanted.pop(row.value, None)) for row in seen.rows if _any(row.tally)]
    pairs.append(("total", seen.total, whole.get("")))
    assert not {value: tally for value, tally in wanted.items() if _any(tally)}, "rows that no board shows"
    return [
        (value, name, got, want)
        for value, tally, other in pairs
        for name, got, want in _numbers(tally, other)
        if got != want
    ]


def _any(tally: Any) -> bool:
    return any(tally.counts.values())


def _numbers(tally: Any, other: Any) -> list[tuple[str, Any, Any]]:
    assert other is not None or not _any(tally)
    counts = [(name, tally.counts[name], other.counts[name] if other else 0) for name in NAMES]
    spans = [(span, +tally.spans[span], +other.spans[span] if other else {}) for span in SPANS]
    return counts + spans


@pytest.fixture
def life(cast: Any, play: SimpleNamespace) -> SimpleNamespace:
    """A year of every kind of story, at desks and bodies of their own."""
    house = cast.house
    cast.gachsaran = Organisation.objects.create(kind="branch", parent=house, house=house, fa="شعبهٔ گچساران")
    cast.neighbour = person("neighbour", "لیلا حسینی", cast.gachsaran, Role.CASE_WORKER)
    cast.inspector = person("inspector", "فرهاد ملکی", cast.inspection, Role.AGENCY_MANAGER)
    Topic.objects.create(house=house, code="safety", fa="ایمنی", bodies=["labour"], days=5)
    here = SimpleNamespace(cast=cast, play=play)
    with days_later(-150):
        here.confirmed = play.claimed()
        here.kept = play.promised()
        here.waits = play.sent()
        here.info = play.sent()
    with days_later(-144):
        play.answered(here.info, "ask_info", "کد کارگاه؟")
    with days_later(-138):
        actions.give_info(here.info, "۱۲۳", by=cast.worker)
    with days_later(-135):
        here.second = play.promised(here.info, days=40)
        by = Applicant(here.confirmed.owed_to)
        actions.confirm(case_of(here.confirmed), here.confirmed, "full", by=by, via="code")
    with days_later(-60):
        here.disputed = play.claimed()
        here.told = play.claimed()
        here.office = play.claimed(play.promised(play.sent(body=cast.labour), days=30))
        board = play.sent()
        play.answered(board, "before_board", "نوبت", day=moment.today() + timedelta(days=20))
        play.filed(channel="phone", county=None)
    with days_later(-50):
        for one, via in ((here.told, "phone"), (here.office, "office-code")):
            actions.confirm(case_of(one), one, "full", by=cast.worker, via=via)
        actions.dispute(case_of(here.disputed), here.disputed, "نه", by=cast.worker, via="phone")
    here.running = play.promised(days=4)
    here.withdrawn = play.promised(days=4)
    actions.withdraw(case_of(here.withdrawn), "", by=cast.worker)
    return here


EVERY = [*By]
YEARS = sorted(
    {month(moment.now() - timedelta(days=n)) // 100 for n in (0, 160)} | {month(moment.now()) // 100}
)


@pytest.mark.parametrize("by", EVERY)
def test_a_board_is_what_a_recount_says(life: Any, by: str) -> None:
    rollup.refresh(life.cast.house)
    for year in YEARS:
        for user in (life.cast.manager, life.cast.worker, life.cast.neighbour):
            assert differing(user, by, str(year)) == []


@pytest.mark.parametrize("by", boards.BODY_BY)
def test_a_bodys_board_is_its_own(life: Any, by: str) -> None:
    rollup.refresh(life.cast.house)
    for year in YEARS:
        for user in (life.cast.head, life.cast.insurer, life.cast.inspector):
            assert differing(user, by, str(year), role_class=RoleClass.BODY) == []
    assert boards.board(life.cast.insurer, "topic", str(YEARS[-1]), role_class=RoleClass.BODY).total.sent == 0


def test_what_happens_after_the_count_is_taken_up_by_the_next(life: Any) -> None:
    """Dispute, take back, re-open, withdraw, recusal and passing deadlines, each against a recount."""
    house, cast = life.cast.house, life.cast
    rollup.refresh(house)
    steps = [
        lambda: actions.dispute(
            case_of(life.kept), life.play.claimed(life.kept), "نه", by=cast.worker, via="phone"
        ),
        lambda: _confirm(life.running, life),
        lambda: actions.take_back(
            case_of(life.running),
            life.running.confirmations.as_system("test").get(),
            "نیامد",
            by=cast.worker,
            via="phone",
        ),
        lambda: actions.reopen(case_of(life.withdrawn), "باز", by=cast.worker),
        lambda: actions.withdraw(case_of(life.second), "", by=Applicant(life.second.owed_to)),
        lambda: life.play.answered(life.waits, "before_board", "نوبت", day=moment.today()),
        lambda: actions.classify(
            case_of(life.confirmed), by=cast.worker, topic=Topic.objects.get(code="safety")
        ),
        lambda: actions.recuse(case_of(life.kept), "خویشاوند", by=cast.colleague),
    ]
    for step in steps:
        step()
        rollup.refresh(house)
        for user in (cast.manager, cast.colleague):
            for year in YEARS:
                assert differing(user, "agency", str(year)) == []
                assert differing(user, "topic", str(year)) == []
    with days_later(12):  # its date passes, and no event says so
        rollup.refresh(house)
        assert differing(cast.manager, "agency", str(YEARS[-1])) == []


def _confirm(promise: Any, life: Any) -> None:
    claimed = life.play.claimed(promise)
    actions.confirm(case_of(claimed), claimed, "full", by=life.cast.worker, via="visit")
    promise.refresh_from_db()


def test_refreshing_gives_what_recounting_gives(life: Any) -> None:
    house = life.cast.house
    rollup.refresh(house)
    life.play.claimed(life.running)
    actions.reopen(case_of(life.withdrawn), "باز", by=life.cast.worker)
    rollup.refresh(house)
    kept = _kept()
    rollup.refresh(house)
    assert _kept() == kept, "a second look changes nothing"
    rollup.recount(house)
    assert _kept() == kept


def _kept() -> tuple[Any, Any]:
    cells = Cell.objects.values_list("scope", "by", "value", "month", *NAMES)
    spreads = Spread.objects.values_list("scope", "by", "value", "month", "span", "days", "n")
    return {row for row in cells if any(row[4:])}, {row for row in spreads if row[-1]}


def test_the_board_says_what_the_desks_own_tally_says(life: Any) -> None:
    rollup.refresh(life.cast.house)
    total = {"all": 0, "confirmed": 0, "claimed": 0, "said": 0, "overdue": 0, "in_time": 0}
    for year in {month(row.due_on) // 100 for row in Commitment.objects.as_system("test")}:
        tally = boards.board(life.cast.manager, "agency", str(year)).total
        total["all"] += tally.promises
        total["confirmed"] += tally.confirmed
        total["claimed"] += tally.only_said
        total["said"] += tally.said
        total["overdue"] += tally.overdue
        total["in_time"] += tally.in_time
    assert total == Commitment.objects.visible_to(life.cast.manager).tally()


def test_a_recused_colleague_does_not_see_it_counted(life: Any) -> None:
    actions.recuse(case_of(life.running), "خویشاوند", by=life.cast.colleague)
    rollup.refresh(life.cast.house)
    year = str(YEARS[-1])
    seen = [boards.board(user, "agency", year) for user in (life.cast.worker, life.cast.colleague)]
    assert seen[0].total.in_time - seen[1].total.in_time == 1
    assert sum(seen[0].ahead.values()) - sum(seen[1].ahead.values()) == 1
    assert Case.objects.visible_to(life.cast.colleague).count() + 1 == (
        Case.objects.visible_to(life.cast.worker).count()
    )
