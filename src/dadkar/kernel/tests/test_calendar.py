"""Solar-Hijri dates, against the equinox over Tehran as an independent source."""

from contextlib import suppress
from datetime import date, timedelta
from functools import cache

import pytest
from convertdate import gregorian, persian
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dadkar.kernel.calendar import (
    ImpossibleDate,
    Jalali,
    days_in_month,
    is_leap,
    month_bounds,
    quarter_bounds,
    quarter_of,
    week_start,
    year_bounds,
    year_of,
)

YEARS = range(1300, 1501)
days = st.dates(year_bounds(1300)[0], year_bounds(1500)[1])


@cache
def nowruz(year: int) -> date:
    """The first day of a year by the astronomical equinox, not by any cycle.

    `equinox_jd` gives the noon before the equinox over Tehran; the day that begins with the midnight
    after that noon is Nowruz.
    """
    return date(*gregorian.from_jd(persian.equinox_jd(year + 621) + 0.5))


def by_the_equinox(day: date) -> tuple[int, int, int]:
    year = day.year - 621
    if day < nowruz(year):
        year -= 1
    nth = (day - nowruz(year)).days
    month, rest = divmod(nth, 31) if nth < 186 else divmod(nth - 186, 30)
    return year, month + 1 if nth < 186 else month + 7, rest + 1


def test_every_year_begins_with_the_equinox_over_tehran():
    assert [year for year in YEARS if year_bounds(year)[0] != nowruz(year)] == []


def test_leap_years_are_the_law_s_and_not_the_2820_year_cycle_s():
    assert [year for year in range(1395, 1420) if is_leap(year)] == [1395, 1399, 1403, 1408, 1412, 1416]
    assert not is_leap(1404)
    assert is_leap(1436)
    assert is_leap(1469)


@given(days)
def test_a_day_has_the_name_that_the_equinox_gives_it(day):
    found = Jalali.from_date(day)
    assert (found.year, found.month, found.day) == by_the_equinox(day)
    assert found.to_date() == day


@given(days, days)
def test_names_are_ordered_like_the_days(one, other):
    assert (Jalali.from_date(one) < Jalali.from_date(other)) == (one < other)


@given(days, st.sampled_from(["fa", "en"]), st.sampled_from(["short", "medium", "iso", "compact"]))
def test_what_is_written_is_read_again(day, language, style):
    name = Jalali.from_date(day)
    text = {
        "short": name.short(language),
        "medium": name.medium(language),
        "iso": str(name),
        "compact": str(name).replace("-", ""),
    }[style]
    assert Jalali.parse(text) == name


@pytest.mark.parametrize("year", YEARS)
def test_quarters_are_unequal_and_fill_the_year(year):
    lengths = [(last - first).days + 1 for first, last in (quarter_bounds(year, q) for q in (1, 2, 3, 4))]
    assert lengths == [93, 93, 90, 90 if is_leap(year) else 89]
    assert sum(lengths) == (year_bounds(year)[1] - year_bounds(year)[0]).days + 1
    assert sum(days_in_month(year, month) for month in range(1, 13)) == sum(lengths)


def test_bounds_meet_at_nowruz():
    assert year_bounds(1403) == (date(2024, 3, 20), date(2025, 3, 20))
    assert year_bounds(1404)[0] == date(2025, 3, 21)
    assert month_bounds(1403, 12) == (date(2025, 2, 19), date(2025, 3, 20))
    assert year_of(date(2025, 3, 20)) == 1403
    assert quarter_of(date(2025, 3, 20)) == (1403, 4)
    assert quarter_of(date(2025, 3, 21)) == (1404, 1)


@given(days)
def test_a_week_begins_on_its_saturday(day):
    start = week_start(day)
    assert start.weekday() == 5
    assert timedelta(0) <= day - start < timedelta(days=7)
    assert Jalali.from_date(day).weekday == (day - start).days


@pytest.mark.parametrize(
    "text",
    [
        "۱۴۰۴/۷/۶",
        "1404-07-06",
        "١٤٠٤/٠٧/٠٦",
        "6/7/1404",
        " ۱۴۰۴ . ۷ . ۶ ",
        "\u200f۱۴۰۴/۰۷/۰۶\u200f",
        "۶ مهر ۱۴۰۴",
        "۶ مهر ماه ۱۴۰۴",
        "6 Mehr 1404",
        "14040706",
        "2025-09-28",
    ],
)
def test_dates_as_people_type_them(text):
    assert Jalali.parse(text) == Jalali(1404, 7, 6)


def test_arabic_letters_in_a_month_s_name():
    assert Jalali.parse("۵ دي ۱۴۰۴") == Jalali(1404, 10, 5)


@pytest.mark.parametrize(
    ("text", "fa", "en"),
    [
        (
            "1404/7/31",
            "مهر ۱۴۰۴، ۳۰ روز دارد؛ روز ۳۱ در آن نیست.",
            "Mehr 1404 has 30 days; there is no day 31.",
        ),
        (
            "1404/12/30",
            "اسفند ۱۴۰۴، ۲۹ روز دارد؛ روز ۳۰ در آن نیست.",
            "Esfand 1404 has 29 days; there is no day 30.",
        ),
        ("1404/0/3", "سال ۱۲ ماه دارد؛ ماه ۰ وجود ندارد.", "A year has 12 months; there is no month 0."),
        (
            "97/5/3",
            "سال را چهاررقمی بنویسید، از ۱۳۰۰ تا ۱۵۰۰.",
            "Write the year with four digits, from 1300 to 1500.",
        ),
        ("2025-02-30", "چنین روزی در تقویم نیست.", "This date is not in the calendar."),
        (
            "پارسال",
            "تاریخ را به شکل سال/ماه/روز بنویسید، مانند ۱۴۰۴/۷/۶.",
            "Write the date as year/month/day, such as 1404/7/6.",
        ),
        ("", None, None),
        ("6 Foo 1404", None, None),
        ("1404/7", None, None),
    ],
)
def test_an_impossible_date_says_why(text, fa, en):
    with pytest.raises(ImpossibleDate) as caught:
        Jalali.parse(text)
    with override("en"):
        assert en is None or caught.value.message == en
        assert "%" not in str(caught.value)
    with override("fa"):
        assert fa is None or caught.value.message == fa


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_clear_error(text):
    with suppress(ImpossibleDate):
        assert Jalali.parse(text).year in YEARS


def test_formats():
    day = Jalali(1404, 8, 13)
    assert day.long("fa") == "سه‌شنبه ۱۳ آبان ۱۴۰۴"
    assert day.long("en") == "Tuesday 13 Aban 1404"
    assert day.short("fa") == "۱۴۰۴/۰۸/۱۳"
    assert day.month_only("fa") == "آبان ۱۴۰۴"
    assert day.week_of("fa") == "هفتهٔ ۱۰ آبان ۱۴۰۴"
    assert day.week_of("en") == "Week of 10 Aban 1404"
    assert day.quarter == 3
    with override("en"):
        assert day.medium() == "13 Aban 1404"
