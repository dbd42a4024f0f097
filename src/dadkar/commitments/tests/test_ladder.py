"""The ladder's rule, over any calendar: each rung on its day, in office hours, and only the highest."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dadkar.commitments.ladder import Rung, day_of, last_due, rung_at, rung_by_the_clock
from dadkar.kernel.work_calendar import TEHRAN, DayOff, Hours, WorkCalendar

BEGIN = date(2026, 1, 3)
DAYS = st.integers(0, 90).map(lambda n: BEGIN + timedelta(days=n))
MOMENTS = st.builds(
    lambda day, minute: at(day) + timedelta(minutes=minute), DAYS, st.integers(0, 24 * 60 - 1)
)
CALENDARS = st.builds(
    lambda offs, rest: WorkCalendar(
        {day: DayOff(day, "تعطیل") for day in offs}, [Hours(rest=frozenset(rest))]
    ),
    st.sets(DAYS, max_size=25),
    st.sampled_from([{4}, {3, 4}, {4, 5}]),
)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), TEHRAN)


def week(*offs: date) -> WorkCalendar:
    """Friday rest, and these holidays."""
    return WorkCalendar({day: DayOff(day, "تعطیل") for day in offs})


SATURDAY = date(2026, 1, 3)
DUE = at(date(2026, 1, 14), 14)  # a Wednesday


def told_on(calendar: WorkCalendar, due: datetime = DUE, since: datetime = LONG_AGO) -> dict[date, Rung]:
    """What a sweep every noon would tell, from two weeks before to four after."""
    found: dict[date, Rung] = {}
    for n in range(-14, 40):
        day = calendar.day_of(due) + timedelta(days=n)
        rung = rung_at(at(day, 12), due, calendar, since=since, told=found.values())
        if rung is not None:
            found[day] = rung
    return found


def test_each_rung_on_its_working_day() -> None:
    assert told_on(week()) == {
        date(2026, 1, 11): Rung.SOON,
        date(2026, 1, 14): Rung.TODAY,
        date(2026, 1, 18): Rung.MANAGER,
        date(2026, 1, 26): Rung.GROUP,
    }


def test_a_holiday_moves_what_lies_behind_it() -> None:
    assert told_on(week(date(2026, 1, 12), date(2026, 1, 17))) == {
        date(2026, 1, 10): Rung.SOON,
        date(2026, 1, 14): Rung.TODAY,
        date(2026, 1, 19): Rung.MANAGER,
        date(2026, 1, 27): Rung.GROUP,
    }


def test_whoever_sets_a_near_date_is_not_told_that_it_is_near() -> None:
    since = at(date(2026, 1, 12), 9)
    assert list(told_on(week(), since=since).values()) == [Rung.TODAY, Rung.MANAGER, Rung.GROUP]


@given(CALENDARS, MOMENTS, DAYS)
def test_never_at_night_nor_on_a_rest_day(calendar: WorkCalendar, now: datetime, due: date) -> None:
    rung = rung_at(now, at(due, 14), calendar, since=LONG_AGO)
    if not calendar.is_open(now):
        assert rung is None
    elif day_of(Rung.SOON, due, calendar) <= calendar.day_of(now):
        assert rung is not None


@given(CALENDARS, DAYS, DAYS)
def test_the_sweeps_inverse_is_the_rule(calendar: WorkCalendar, due: date, today: date) -> None:
    today = calendar.on_or_after(today)
    for rung in Rung:
        reached = day_of(rung, due, calendar) <= today
        assert (due <= last_due(rung, today, calendar)) == reached, rung


@given(CALENDARS, DAYS, st.lists(MOMENTS, max_size=30))
def test_each_rung_once_and_upward_however_often_and_late_it_is_swept(
    calendar: WorkCalendar, due: date, sweeps: list[datetime]
) -> None:
    told: list[Rung] = []
    for now in sorted(sweeps):
        rung = rung_at(now, at(due, 14), calendar, since=LONG_AGO, told=told)
        if rung is not None:
            assert day_of(rung, due, calendar) <= calendar.day_of(now)
            told.append(rung)
    assert told == sorted(set(told))


@given(CALENDARS, DAYS, MOMENTS)
def test_a_late_sweep_tells_the_highest_alone(calendar: WorkCalendar, due: date, now: datetime) -> None:
    rung = rung_at(now, at(due, 14), calendar, since=LONG_AGO)
    if rung is not None:
        assert rung_at(now, at(due, 14), calendar, since=LONG_AGO, told=[rung]) is None
        higher = [one for one in Rung if one > rung]
        assert all(day_of(one, due, calendar) > calendar.day_of(now) for one in higher)


@given(MOMENTS, MOMENTS)
def test_a_hazard_is_told_by_the_hour_day_and_night(due: datetime, now: datetime) -> None:
    rung = rung_by_the_clock(now, due, since=LONG_AGO)
    behind = (now - due) / timedelta(hours=1)
    expected = [one for one in Rung if one <= behind]
    assert rung == max(expected, default=None)
