"""Working days: which days count, what was known when, and office hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dadkar.kernel.calendar import Jalali
from dadkar.kernel.rights import add_calendar_term
from dadkar.kernel.work_calendar import (
    TEHRAN,
    DayOff,
    HolidayNotice,
    Hours,
    HoursNotice,
    KnownCalendar,
    WorkCalendar,
)

START = date(2025, 3, 1)
near = st.dates(START, START + timedelta(days=120))
counts = st.integers(0, 40)


@st.composite
def calendars(draw):
    """Calendars with any rest days and a dense scatter of holidays."""
    off = draw(st.sets(near, max_size=40))
    rest = draw(st.frozensets(st.integers(0, 6), max_size=3))
    return WorkCalendar({day: DayOff(day, "تعطیل") for day in off}, [Hours(rest=rest)])


def nowruz_1404() -> WorkCalendar:
    """Nowruz 1404 as it was: 29 Esfand to 4 Farvardin off, with the Eid on 11 and 12, and the 13th."""
    off = [(1403, 12, 29), (1403, 12, 30)] + [(1404, 1, day) for day in (1, 2, 3, 4, 11, 12, 13)]
    days = [Jalali(*name).to_date() for name in off]
    return WorkCalendar({day: DayOff(day, "نوروز", "Nowruz") for day in days})


@given(calendars(), near, counts)
def test_adding_and_counting_are_a_round_trip(calendar, day, count):
    end = calendar.add_working_days(day, count)
    assert calendar.is_working(end)
    if count:
        assert calendar.working_days_between(day, end) == count
        assert calendar.working_days_between(end, day) == -count


@given(calendars(), near, st.integers(1, 40))
def test_going_back_undoes_going_on_from_a_working_day(calendar, day, count):
    start = calendar.on_or_after(day)
    assert calendar.add_working_days(calendar.add_working_days(start, count), -count) == start


@given(calendars(), near, near, counts, counts)
def test_adding_is_monotone(calendar, one, other, few, many):
    one, other = sorted((one, other))
    few, many = sorted((few, many))
    assert calendar.add_working_days(one, few) <= calendar.add_working_days(other, many)


@given(calendars(), near)
def test_adding_zero_keeps_a_working_day_and_leaves_a_day_off(calendar, day):
    end = calendar.add_working_days(day, 0)
    assert end == day if calendar.is_working(day) else end == calendar.add_working_days(day, 1)


@given(calendars(), near, counts, near)
def test_another_holiday_never_brings_a_day_nearer(calendar, day, count, new):
    more = WorkCalendar({**calendar.holidays, new: DayOff(new, "تعطیل")}, calendar.hours)
    assert more.add_working_days(day, count) >= calendar.add_working_days(day, count)


def test_nowruz_is_stepped_over():
    calendar = nowruz_1404()
    before = Jalali(1403, 12, 28).to_date()
    assert calendar.add_working_days(before, 1) == Jalali(1404, 1, 5).to_date()
    assert calendar.working_days_between(before, Jalali(1404, 1, 14).to_date()) == 6
    assert str(calendar.why_not(date(2025, 3, 21))) == "نوروز"
    with override("en"):
        assert str(calendar.why_not(date(2025, 3, 21))) == "Nowruz"
        assert str(calendar.why_not(date(2025, 3, 28))) == "Weekly rest (Friday)"
    with override("fa"):
        assert str(calendar.why_not(date(2025, 3, 28))) == "تعطیل هفتگی (جمعه)"
    assert calendar.why_not(date(2025, 3, 27)) is None


def test_hours_hold_from_day_to_day():
    summer = Hours(frozenset({3, 4}), time(6), time(13), date(2025, 6, 5), date(2025, 9, 6))
    calendar = WorkCalendar(hours=[summer])
    assert calendar.is_working(date(2025, 5, 29))
    assert not calendar.is_working(date(2025, 6, 5))
    assert calendar.is_working(date(2025, 9, 11))
    assert calendar.closes_at(date(2025, 6, 7)) == datetime(2025, 6, 7, 13, tzinfo=TEHRAN)
    assert calendar.closes_at(date(2025, 9, 6)).time() == time(13)
    assert calendar.closes_at(date(2025, 9, 7)).time() == time(14, 30)
    assert calendar.opens_at(date(2025, 9, 7)) == datetime(2025, 9, 7, 4, 0, tzinfo=UTC)


def test_the_office_is_open_in_its_hours_alone():
    calendar = nowruz_1404()
    sunday = datetime(2025, 4, 6, 10, tzinfo=TEHRAN)
    assert calendar.is_open(sunday)
    assert not calendar.is_open(sunday.replace(hour=15))
    assert not calendar.is_open(sunday.replace(day=4))
    assert calendar.day_of(datetime(2025, 4, 5, 20, 31, tzinfo=UTC)) == date(2025, 4, 6)


@pytest.mark.parametrize(
    "wrong",
    [{"rest": frozenset(range(7))}, {"rest": frozenset({7})}, {"opens": time(15)}, {"closes": time(7, 30)}],
)
def test_hours_that_leave_no_time_to_work_are_refused(wrong):
    with pytest.raises(ValueError, match=r"rest days|opens before"):
        Hours(**wrong)


def test_a_calendar_can_not_be_changed():
    calendar = nowruz_1404()
    with pytest.raises(TypeError):
        calendar.holidays[START] = DayOff(START, "تعطیل")


def test_what_was_known_when():
    eid, other = date(2025, 3, 31), date(2025, 3, 30)
    spring, moon, later = (datetime(2025, 3, day, tzinfo=UTC) for day in (1, 29, 30))
    known = KnownCalendar(
        [
            HolidayNotice(moon, DayOff(eid, "عید فطر"), withdrawn=True),
            HolidayNotice(spring, DayOff(eid, "عید فطر")),
            HolidayNotice(moon, DayOff(other, "عید فطر")),
            HoursNotice(later, Hours(rest=frozenset({3, 4}))),
        ]
    )
    assert known.as_known(spring - timedelta(seconds=1)).is_working(eid)
    assert not known.as_known(spring).is_working(eid)
    assert known.as_known(moon).is_working(eid)
    assert not known.as_known(moon).is_working(other)
    assert known.as_known(moon).is_working(date(2025, 3, 27))
    assert not known.as_known().is_working(date(2025, 3, 27))
    assert [moment for moment, _notices in known.changes(spring, None)] == [moon, later]
    assert [moment for moment, _notices in known.changes(spring, moon)] == [moon]


def test_a_county_s_notice_leaves_the_country_s_alone():
    day, at = date(2025, 7, 23), datetime(2025, 7, 22, tzinfo=UTC)
    known = KnownCalendar(
        [
            HolidayNotice(at, DayOff(day, "تعطیل سراسری")),
            HolidayNotice(at, DayOff(day, "گرد و خاک"), area="kb"),
            HolidayNotice(at + timedelta(hours=1), DayOff(day, "تعطیل سراسری"), withdrawn=True),
        ]
    )
    assert str(known.as_known(at).why_not(day)) == "تعطیل سراسری"
    assert str(known.as_known().why_not(day)) == "گرد و خاک"


@given(calendars(), near, st.integers(1, 60))
def test_a_legal_term_leaves_out_the_day_of_service_and_ends_on_a_working_day(calendar, served, days):
    end = add_calendar_term(served, days, calendar)
    assert end == calendar.on_or_after(served + timedelta(days=days))
    assert add_calendar_term(served, days, calendar, day_of_action=True) >= end


def test_fifteen_days_to_object():
    calendar = nowruz_1404()
    served = Jalali(1403, 12, 14).to_date()
    assert add_calendar_term(served, 15, calendar) == Jalali(1404, 1, 5).to_date()
    assert add_calendar_term(Jalali(1404, 2, 1).to_date(), 15, calendar) == Jalali(1404, 2, 16).to_date()
    with pytest.raises(ValueError, match="at least one"):
        add_calendar_term(served, 0, calendar)
