"""News of the calendar that come late never bring an end nearer, and never rewrite what was told."""

from datetime import time

from dadkar.kernel.replay import replay
from dadkar.kernel.steps import StepKind
from dadkar.kernel.terms import working_days
from dadkar.kernel.tests.logs import LONG_AGO, PLAIN, day, holiday, known, log, on, started
from dadkar.kernel.work_calendar import Hours, HoursNotice


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
