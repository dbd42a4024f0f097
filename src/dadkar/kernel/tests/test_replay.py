"""The clock, pure: every rule of counting, and what must hold whatever the events."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from dadkar.kernel.replay import replay
from dadkar.kernel.steps import StepKind
from dadkar.kernel.terms import (
    ClockError,
    Event,
    Kind,
    Term,
    Unit,
    calendar_days,
    clock_hours,
    working_days,
)
from dadkar.kernel.work_calendar import TEHRAN, DayOff, HolidayNotice, Hours, HoursNotice, KnownCalendar

SATURDAY = date(2025, 11, 1)  # 10 Aban 1404; no holiday near
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def on(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment on the n-th day from Saturday the 10th of Aban (day 0), Tehran time."""
    return datetime.combine(SATURDAY + timedelta(days=day), time(hour, minute), TEHRAN)


def day(number: int) -> date:
    return SATURDAY + timedelta(days=number)


def log(*events: tuple) -> list[Event]:
    """Events from (kind, at, facts…), each recorded when it happened."""
    made = []
    for seq, (kind, at, *facts) in enumerate(events, 1):
        more = dict(facts[0]) if facts else {}
        if term := more.pop("term", None):
            more |= {"amount": term.amount, "unit": term.unit}
        more.setdefault("recorded_at", at)
        made.append(Event(Kind(kind), at, seq=seq, **more))
    return made


def started(term: Term, at: datetime | None = None) -> tuple:
    return "started", at or on(0), {"term": term}


def known(*notices) -> KnownCalendar:
    return KnownCalendar(notices)


def holiday(number: int, since: datetime = LONG_AGO, **more) -> HolidayNotice:
    return HolidayNotice(since, DayOff(day(number), f"تعطیل {number}"), **more)


PLAIN = known()


# -- counting ------------------------------------------------------------------------------------------


def test_the_starting_day_is_not_counted():
    found = replay(log(started(working_days(3))), PLAIN)
    assert found.due_on == day(3)
    assert found.due_at == on(3, 14, 30)
    assert found.running


def test_friday_and_holidays_do_not_count():
    assert replay(log(started(working_days(6))), PLAIN).due_on == day(7)
    assert replay(log(started(working_days(6))), known(holiday(2))).due_on == day(8)


def test_a_clock_started_on_a_friday_night_counts_from_saturday():
    assert replay(log(started(working_days(1), on(6, 23))), PLAIN).due_on == day(7)


def test_calendar_days_count_every_day_but_do_not_end_on_one_that_is_off():
    assert replay(log(started(calendar_days(5))), PLAIN).due_on == day(5)
    assert replay(log(started(calendar_days(6))), PLAIN).due_on == day(7)
    assert replay(log(started(calendar_days(6))), known(holiday(7))).due_on == day(8)


def test_an_immediate_hazard_counts_night_and_friday():
    found = replay(log(started(clock_hours(24), on(5, 22))), known(holiday(6)))
    assert found.due_at == on(6, 22)
    assert found.due_on == day(6)
    assert not found.overdue(on(6, 22))
    assert found.overdue(on(6, 22, 1))


def test_hours_stand_still_in_a_pause_to_the_minute():
    found = replay(
        log(started(clock_hours(10), on(0, 20)), ("paused", on(0, 23, 15)), ("resumed", on(1, 7))), PLAIN
    )
    assert found.due_at == on(1, 13, 45)


def test_a_set_date_that_is_off_moves_on():
    assert replay(log(("set", on(0), {"date": day(5)})), PLAIN).due_on == day(5)
    assert replay(log(("set", on(0), {"date": day(6)})), PLAIN).due_on == day(7)


def test_a_set_date_may_lie_before_the_start():
    found = replay(log(("set", on(0), {"date": day(-3)})), PLAIN)
    assert found.due_on == day(-3)
    assert found.overdue(on(0))
    assert [step.kind for step in found.steps] == [StepKind.START]


def test_overdue_begins_when_the_office_has_closed():
    found = replay(log(started(working_days(1))), PLAIN)
    assert not found.overdue(on(1, 14, 30))
    assert found.overdue(on(1, 14, 31))


# -- pauses --------------------------------------------------------------------------------------------


def test_a_pause_gives_back_the_days_it_took():
    found = replay(log(started(working_days(5)), ("paused", on(2)), ("resumed", on(9))), PLAIN)
    assert found.due_on == day(12)  # day 1 counted; then 9, 10, 11 and 12
    assert [step.number for step in found.steps if step.number] == [1, 2, 3, 4, 5]


def test_nothing_is_due_in_a_pause():
    found = replay(log(started(working_days(5)), ("paused", on(2), {"reason": "مدارک"})), PLAIN)
    assert found.paused
    assert not found.running
    assert found.due_on is None
    assert found.due_at is None
    assert found.remaining == working_days(4)
    assert not found.overdue(on(60))


def test_a_pause_lifted_before_closing_takes_nothing():
    events = log(started(working_days(5)))
    for number in range(1, 5):
        events += [
            Event(Kind.PAUSED, on(number, 8), on(number, 8), seq=number * 2),
            Event(Kind.RESUMED, on(number, 12), on(number, 12), seq=number * 2 + 1),
        ]
    assert replay(events, PLAIN).due_on == replay(events[:1], PLAIN).due_on


def test_a_pause_from_evening_to_morning_takes_nothing():
    found = replay(log(started(working_days(5)), ("paused", on(2, 15)), ("resumed", on(3, 7))), PLAIN)
    assert found.due_on == day(5)


def test_a_pause_on_the_starting_day_gives_no_day_more():
    found = replay(log(started(working_days(5)), ("paused", on(0, 11)), ("resumed", on(0, 12))), PLAIN)
    assert found.due_on == day(5)


def test_a_pause_after_the_end_does_not_save_the_debtor():
    events = log(started(working_days(1)), ("paused", on(3)), ("resumed", on(5)))
    assert replay(events, PLAIN).due_on == day(1)
    assert replay(events[:2], PLAIN).due_on == day(1)
    assert replay(events[:2], PLAIN).overdue(on(3))


def test_calendar_days_stand_still_too():
    found = replay(log(started(calendar_days(5)), ("paused", on(2)), ("resumed", on(4))), PLAIN)
    assert found.due_on == day(7)
    waiting = replay(log(started(calendar_days(5)), ("paused", on(2))), PLAIN)
    assert waiting.remaining == calendar_days(4)


def test_a_pause_on_the_day_to_which_the_end_had_moved_leaves_that_day():
    events = log(started(calendar_days(6)), ("paused", on(7, 8)), ("resumed", on(9, 8)))
    assert replay(events[:2], PLAIN).remaining == calendar_days(1)
    assert replay(events, PLAIN).due_on == day(9)


@given(st.integers(1, 30), st.integers(0, 60 * 24), st.integers(0, 60 * 24), st.sets(st.integers(1, 90)))
def test_a_pause_preserves_what_was_left(amount, before, length, off):
    calendar = known(*(holiday(number) for number in off))
    pause, resume = on(0) + timedelta(hours=before), on(0) + timedelta(hours=before + length)
    whole = replay(log(started(working_days(amount))), calendar)
    events = log(started(working_days(amount)), ("paused", pause), ("resumed", resume))
    found, waiting = replay(events, calendar), replay(events[:2], calendar)
    assert found.due_on >= whole.due_on
    if waiting.remaining is None:
        assert found.due_on == whole.due_on
        return
    counted = [step for step in found.steps if step.kind == StepKind.COUNTED]
    assert len(counted) == amount
    after = [step for step in counted if calendar.as_known().closes_at(step.day) >= resume]
    assert len(after) == waiting.remaining.amount


# -- extensions ----------------------------------------------------------------------------------------


def test_an_extension_adds_to_the_end():
    assert replay(
        log(started(working_days(3)), ("extended", on(1), {"term": working_days(3)})), PLAIN
    ).due_on == day(7)
    assert replay(
        log(started(calendar_days(3)), ("extended", on(1), {"term": calendar_days(3)})), PLAIN
    ).due_on == day(7)
    assert replay(
        log(started(clock_hours(3)), ("extended", on(0), {"term": clock_hours(2)})), PLAIN
    ).due_at == on(0, 15)
    assert replay(log(started(working_days(3)), ("extended", on(1), {"date": day(9)})), PLAIN).due_on == day(
        9
    )


def test_an_extension_that_comes_too_late_adds_to_the_old_end():
    events = log(started(working_days(1)), ("extended", on(10), {"term": working_days(2)}))
    assert replay(events, PLAIN).due_on == day(3)


def test_an_extension_in_a_pause_is_there_after_it():
    events = log(
        started(working_days(3)),
        ("paused", on(2)),
        ("extended", on(3), {"term": working_days(2)}),
        ("resumed", on(9)),
    )
    assert replay(events[:3], PLAIN).remaining == working_days(4)
    assert replay(events, PLAIN).due_on == day(12)


def test_a_term_is_extended_in_its_own_unit():
    with pytest.raises(ClockError):
        replay(log(started(working_days(3)), ("extended", on(1), {"term": clock_hours(2)})), PLAIN)


# -- any log at all ------------------------------------------------------------------------------------

notices = st.lists(
    st.builds(
        lambda number, since, withdrawn: holiday(number, on(since, 6), withdrawn=withdrawn),
        st.integers(0, 60),
        st.integers(-5, 60),
        st.booleans(),
    )
    | st.builds(
        lambda rest, since: HoursNotice(on(since, 5), Hours(rest=rest)),
        st.frozensets(st.integers(0, 6), max_size=2),
        st.integers(-5, 60),
    ),
    max_size=12,
)


@st.composite
def logs(draw):
    """A possible history of one run, sometimes stopped at its end, each event recorded as it happened."""
    unit = draw(st.sampled_from(Unit))
    at, paused = on(0), False
    events = [("started", at, {"term": Term(draw(st.integers(1, 15)), unit)})]
    for _n in range(draw(st.integers(0, 6))):
        at += timedelta(hours=draw(st.integers(1, 200)))
        choice = draw(st.sampled_from(["toggle", "by", "to", "set"]))
        if choice == "toggle":
            events.append(("resumed" if paused else "paused", at))
            paused = not paused
        elif choice == "by":
            events.append(("extended", at, {"term": Term(draw(st.integers(1, 8)), unit)}))
        else:
            kind = "extended" if choice == "to" else "set"
            events.append((kind, at, {"date": draw(st.dates(day(0), day(60)))}))
    if draw(st.booleans()):
        events.append(("stopped", at + timedelta(hours=draw(st.integers(0, 300)))))
    return log(*events)


def nominal(found) -> datetime:
    """The end as if no pause lasted."""
    return found.told.due_at


@given(logs(), notices, st.randoms())
def test_the_order_of_insertion_does_not_matter(events, said, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    one, other = replay(events, known(*said)), replay(shuffled, known(*said))
    assert one == other
    assert one.steps == other.steps


@given(logs(), notices)
@settings(max_examples=300)
def test_news_of_the_calendar_never_brings_the_end_nearer(events, said):
    """What was told with less news stands with more, and the present calendar can't undercut it."""
    calendar = known(*said)
    moments = sorted({events[-1].recorded_at, *(one.known_since for one in said)})
    told = [nominal(replay(events, calendar, at)) for at in moments if at >= events[-1].recorded_at]
    assert told == sorted(told)
    found = replay(events, calendar)
    assert found.told.due_at >= found.run.due_at


@given(logs(), notices)
def test_an_extension_is_never_earlier(events, said):
    calendar = known(*said)
    before = None
    for count, event in enumerate(events, 1):
        found = replay(events[:count], calendar)
        if event.kind in (Kind.EXTENDED, Kind.RESUMED):
            assert nominal(found) >= before
        before = nominal(found)


@given(logs(), notices, st.integers(0, 60))
def test_replay_as_known_reproduces_the_past(events, said, number):
    moment = on(number)
    then = replay(
        [one for one in events if one.recorded_at <= moment],
        known(*(one for one in said if one.known_since <= moment)),
    )
    assert replay(events, known(*said), moment) == then


@given(logs(), notices)
def test_every_step_has_its_day_and_says_something(events, said):
    found = replay(events, known(*said))
    days = [step.day for step in found.steps]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert all(str(step) for step in found.steps)
    numbers = [step.number for step in found.steps if step.number]
    assert numbers == list(range(1, len(numbers) + 1))
    if found.due_on and found.due_on > days[0]:
        assert days[-1] == found.due_on


# -- late news -----------------------------------------------------------------------------------------


def test_a_late_holiday_inside_a_running_term_pushes_the_end():
    calendar = known(holiday(2, since=on(2, 7)))
    events = log(started(working_days(3)))
    assert replay(events, calendar, on(1)).due_on == day(3)
    assert replay(events, calendar).due_on == day(4)


def test_a_withdrawn_holiday_does_not_pull_the_end():
    calendar = known(holiday(2), holiday(2, since=on(1, 12), withdrawn=True))
    events = log(started(working_days(3)))
    found = replay(events, calendar)
    assert found.due_on == day(4)
    assert found.kept
    assert found.steps[-1].kind == StepKind.KEPT
    assert replay(log(started(working_days(3), on(1, 13))), calendar).due_on == day(4)
    assert not replay(log(started(working_days(3), on(1, 13))), calendar).kept


def test_a_kept_end_that_becomes_a_holiday_moves_on_and_stays():
    said = [holiday(2), holiday(2, since=on(1, 12), withdrawn=True), holiday(4, since=on(2))]
    events = log(started(working_days(3)))
    assert replay(events, known(*said)).due_on == day(5)
    assert replay(events, known(*said, holiday(4, since=on(3), withdrawn=True))).due_on == day(5)


def test_more_working_days_or_shorter_hours_do_not_pull_the_end():
    thursdays_too = HoursNotice(LONG_AGO, Hours(rest=frozenset({3, 4})))
    calendar = known(thursdays_too, HoursNotice(on(1), Hours(rest=frozenset({4}), closes=time(13))))
    found = replay(log(started(working_days(6))), calendar)
    assert found.due_on == day(8)
    assert found.due_at == on(8, 14, 30)
    same_day = known(HoursNotice(on(1), Hours(closes=time(13))))
    assert replay(log(started(working_days(3))), same_day).due_at == on(3, 14, 30)


def test_news_after_the_stop_changes_nothing():
    calendar = known(holiday(2, since=on(9)))
    events = log(started(working_days(3)), ("stopped", on(4)))
    assert replay(events, calendar).due_on == day(3)
    assert replay(events, calendar).overdue(on(30))


def test_news_before_a_new_run_is_forgotten():
    calendar = known(holiday(12), holiday(12, since=on(5), withdrawn=True))
    events = log(started(working_days(3)), ("stopped", on(4)), started(working_days(3), on(10)))
    assert replay(events, calendar).due_on == day(14)


def test_news_from_before_the_clock_was_recorded_was_never_told():
    calendar = known(holiday(3), holiday(3, since=on(1), withdrawn=True))
    events = log(("started", on(0), {"term": working_days(5), "recorded_at": on(2)}))
    assert replay(events, calendar).due_on == day(5)


def test_what_was_recorded_late_counts_from_when_it_happened():
    """An answer by letter: the agency's registry date is earlier than the day it was entered."""
    events = log(started(working_days(3)), ("stopped", on(3), {"recorded_at": on(8)}))
    assert replay(events, PLAIN, on(5)).overdue(on(5))
    assert not replay(events, PLAIN).overdue(on(9))


# -- states, errors, steps -----------------------------------------------------------------------------


def test_a_clock_without_events_says_nothing():
    found = replay([], PLAIN)
    assert (found.started, found.running, found.paused, found.stopped) == (False, False, False, False)
    assert found.due_on is None
    assert found.steps == []
    assert not found.overdue(on(0))


@pytest.mark.parametrize(
    "kinds",
    [
        ["paused"],
        ["resumed"],
        ["extended"],
        ["stopped"],
        ["started", "started"],
        ["started", "resumed"],
        ["started", "paused", "paused"],
        ["started", "paused", "resumed", "resumed"],
        ["started", "stopped", "stopped"],
        ["started", "stopped", "paused"],
    ],
)
def test_an_impossible_sequence_is_refused(kinds):
    facts = {"started": {"term": working_days(3)}, "extended": {"term": working_days(3)}}
    with pytest.raises(ClockError) as caught:
        replay(log(*((kind, on(n), facts.get(kind, {})) for n, kind in enumerate(kinds))), PLAIN)
    assert str(caught.value.message)


def test_a_term_is_at_least_one():
    with pytest.raises(ValueError, match="at least 1"):
        working_days(0)


def test_the_steps_say_why():
    events = log(
        started(working_days(3)),
        ("paused", on(2), {"reason": "مدارک"}),
        ("resumed", on(3)),
        ("extended", on(4), {"term": working_days(1), "reason": "بازدید"}),
    )
    found = replay(events, known(holiday(4)))
    with override("fa"):
        assert [str(step) for step in found.steps] == [
            "روز رویداد، به حساب نمی‌آید",
            "روز ۱",
            "مهلت متوقف بود: مدارک",
            "روز ۲",
            "تعطیل: تعطیل 4",
            "روز ۳",
            "تعطیل: تعطیل هفتگی (جمعه)",
            "روز ۴",
        ]
    assert [[event.kind for event in step.events] for step in found.steps][:5] == [
        ["started"],
        [],
        ["paused"],
        ["resumed"],
        ["extended"],
    ]


def test_the_steps_of_hours():
    found = replay(
        log(started(clock_hours(20), on(5, 22)), ("paused", on(6, 4)), ("resumed", on(8, 6))), PLAIN
    )
    assert [step.hours for step in found.steps] == [
        timedelta(hours=2),
        timedelta(hours=4),
        None,
        timedelta(hours=14),
    ]
    with override("en"):
        assert str(found.steps[0]) == "2:00 hours counted"


def test_the_steps_of_calendar_days_show_where_the_end_moved_on():
    found = replay(log(started(calendar_days(6))), PLAIN)
    assert [step.kind for step in found.steps][-2:] == [StepKind.MOVED, StepKind.COUNTED]


def test_rows_and_events_are_replayed_alike():
    events = log(started(working_days(3)), ("paused", on(1)), ("resumed", on(2)))
    rows = [SimpleNamespace(**{name: getattr(one, name) for name in Event.__slots__}) for one in events]
    assert replay(rows, PLAIN).due_at == replay(events, PLAIN).due_at
    utc = [replace(one, at=one.at.astimezone(UTC)) for one in events]
    assert replay(utc, PLAIN).due_at == replay(events, PLAIN).due_at
