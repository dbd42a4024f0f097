"""The clock in the database: one row a verb, nothing written when refused, lists in few queries."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from dadkar.kernel.actor import System
from dadkar.kernel.clock import (
    Clock,
    ClockError,
    Kind,
    calendar_days,
    clock_hours,
    replay_many,
    working_days,
)
from dadkar.kernel.models import ClockEvent, Holiday, WorkingTime
from dadkar.kernel.moment import moved_to
from dadkar.kernel.work_calendar import TEHRAN

pytestmark = pytest.mark.django_db

BY = System("test")
SATURDAY = date(2025, 11, 1)


def on(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment on the n-th day from a Saturday (day 0), Tehran time."""
    return datetime.combine(SATURDAY + timedelta(days=day), time(hour, minute), TEHRAN)


def day(number: int) -> date:
    return SATURDAY + timedelta(days=number)


@pytest.fixture
def clock() -> Clock:
    return Clock(uuid4(), house_id=1)


def at(moment: datetime, verb, *args, **more):
    """Do a verb with the clock of the world moved to a moment."""
    with moved_to(moment):
        return verb(*args, by=BY, **more)


def test_the_whole_story(clock):
    assert at(on(0), clock.start, working_days(5)).due_on == day(5)
    assert at(on(2), clock.pause, "منتظر مدارک", code="information").due_on is None
    assert at(on(3), clock.resume).due_on == day(7)
    assert at(on(4), clock.extend, "بازدید دوم", by_days=2).due_on == day(9)
    assert at(on(5), clock.extend, "نوبت آزمایش", to=day(12)).due_on == day(12)
    assert at(on(6), clock.set, day(11), reason="جلسهٔ هیئت").due_on == day(11)
    found = at(on(9), clock.stop)
    assert found.stopped
    assert not found.overdue(on(30))
    rows = ClockEvent.objects.filter(clock=clock.uuid).order_by("seq")
    assert [row.kind for row in rows] == [
        "started",
        "paused",
        "resumed",
        "extended",
        "extended",
        "set",
        "stopped",
    ]
    assert {row.by for row in rows} == {"system:test"}
    assert [row.seq for row in rows] == list(range(1, 8))
    assert rows[1].reason_code == "information"


def test_what_the_verb_returns_is_what_is_replayed_later(clock):
    at(on(0), clock.start, working_days(5))
    told = at(on(2), clock.extend, "دلیل", by_days=1)
    assert clock.replay().due_at == told.due_at == on(7, 14, 30)
    assert clock.replay(as_known=on(1)).due_at == on(5, 14, 30)
    assert not clock.replay(as_known=on(-1)).started


def test_hours_run_at_night(clock):
    assert at(on(5, 23), clock.start, clock_hours(4)).due_at == on(6, 3)
    assert at(on(6, 1), clock.extend, "راه بسته است", by_hours=2).due_at == on(6, 5)


def test_a_letter_s_registry_date_counts(clock):
    at(on(0), clock.start, working_days(3))
    found = at(on(9), clock.stop, at=on(3))
    assert not found.overdue(on(9))
    assert clock.replay(as_known=on(5)).overdue(on(5))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda clock: clock.start(working_days(3), by=BY),
        lambda clock: clock.resume(by=BY),
        lambda clock: clock.pause(" ", by=BY),
        lambda clock: clock.extend("", by_days=1, by=BY),
        lambda clock: clock.extend("دلیل", to=day(3), by=BY),
        lambda clock: clock.extend("دلیل", by_hours=3, by=BY),
        lambda clock: clock.set(day(9), by=BY),
        lambda clock: clock.stop(by=BY, at=on(2)),
        lambda clock: clock.pause("دلیل", by=BY, at=on(-1)),
    ],
)
def test_what_is_refused_writes_nothing(clock, wrong):
    at(on(0), clock.start, working_days(3))
    with moved_to(on(1)), pytest.raises(ClockError) as caught:
        wrong(clock)
    assert str(caught.value.message)
    assert ClockEvent.objects.count() == 1


def test_a_clock_that_never_ran_can_not_be_paused(clock):
    with pytest.raises(ClockError):
        clock.pause("دلیل", by=BY)
    with pytest.raises(TypeError):
        clock.start(working_days(1), by=None)
    with pytest.raises(TypeError):
        clock.extend("دلیل", by=BY)
    assert ClockEvent.objects.count() == 0


def test_a_stopped_clock_starts_anew(clock):
    at(on(0), clock.start, working_days(1))
    at(on(9), clock.stop)
    found = at(on(10), clock.start, calendar_days(2))
    assert found.running
    assert found.due_on == day(12)


def test_two_at_once_make_one_event(clock, monkeypatch):
    at(on(0), clock.start, working_days(3))
    stale = clock._events()
    at(on(1), clock.pause, "اول")
    monkeypatch.setattr(Clock, "_events", lambda self: stale)
    with moved_to(on(1, 11)), pytest.raises(ClockError), transaction.atomic():
        clock.pause("دوم", by=BY)
    assert ClockEvent.objects.filter(kind=Kind.PAUSED).count() == 1


@pytest.mark.parametrize("statement", ["UPDATE {} SET house_id = 2", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["kernel_clockevent", "kernel_workingtime", "kernel_holiday"])
def test_the_logs_are_append_only(clock, table, statement):
    at(on(0), clock.start, working_days(3))
    WorkingTime.set(uuid4(), house_id=1, since=day(0), by=BY)
    Holiday.declare(day(2), name_fa="تعطیل", by=BY)
    if table == "kernel_holiday":
        statement = statement.replace("house_id = 2", "area = 'x'")
    with (
        pytest.raises(ProgrammingError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_late_news_reach_a_running_clock_through_the_tables(clock):
    at(on(0), clock.start, working_days(3))
    with moved_to(on(1)):
        dust = Holiday.declare(day(2), name_fa="گرد و خاک", by=BY)
    assert clock.replay().due_on == day(4)
    with moved_to(on(1, 12)):
        dust.withdraw(by=BY)
    assert clock.replay().due_on == day(4)
    assert clock.replay().kept
    assert clock.replay(as_known=on(0, 12)).due_on == day(3)


def test_area_and_owner_choose_the_calendar():
    owner = uuid4()
    with moved_to(on(-1)):
        Holiday.declare(day(1), name_fa="سرما", area="kb/dena", by=BY)
        WorkingTime.set(owner, house_id=1, since=day(0), rest=[3, 4], by=BY)

    def due(**more):
        return at(on(0), Clock(uuid4(), 1, **more).start, working_days(5)).due_on

    assert due() == day(5)
    assert due(area="kb") == day(5)
    assert due(area="kb/dena") == day(7)
    assert due(owner=owner) == day(7)
    assert due(owner=owner, area="kb/dena") == day(8)


def test_the_first_event_s_calendar_holds_for_life(clock):
    with moved_to(on(-1)):
        Holiday.declare(day(1), name_fa="سرما", area="kb", by=BY)
    at(on(0), clock.start, working_days(2))
    moved = Clock(clock.uuid, 1, area="kb")
    assert moved.replay().due_on == day(2)
    assert at(on(1), moved.extend, "دلیل", by_days=1).due_on == day(3)
    assert replay_many([clock.uuid])[clock.uuid].due_on == day(3)


def test_many_clocks_are_replayed_in_as_many_queries_as_one(django_assert_num_queries):
    clocks = [Clock(uuid4(), 1, owner=uuid4(), area=f"kb/{n}") for n in range(20)]
    for number, clock in enumerate(clocks):
        at(on(0), clock.start, working_days(number + 1))
    idle = uuid4()
    Holiday.declare(day(40), name_fa="تعطیل", by=BY)  # the calendar has to be read anew
    with django_assert_num_queries(4):
        found = replay_many([clock.uuid for clock in clocks] + [idle])
    with django_assert_num_queries(2):
        assert replay_many([clock.uuid for clock in clocks])
    assert {uuid: one.due_at for uuid, one in found.items() if uuid != idle} == {
        clock.uuid: clock.replay().due_at for clock in clocks
    }
    assert not found[idle].started
