"""The clock, pure: every rule of counting."""

from dataclasses import replace
from datetime import UTC, timedelta
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dadkar.kernel.replay import replay
from dadkar.kernel.steps import StepKind
from dadkar.kernel.terms import (
    ClockError,
    Event,
    Kind,
    calendar_days,
    clock_hours,
    working_days,
)
from dadkar.kernel.tests.logs import PLAIN, day, holiday, known, log, on, started

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
