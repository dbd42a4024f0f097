"""Numbers in the reader's digits, and amounts as people write them."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dadkar.kernel import persian


def test_digits_and_numbers_follow_the_reader():
    assert persian.to_persian_digits("a1٢۳") == "a۱۲۳"
    assert persian.to_latin_digits("a1٢۳") == "a123"
    assert persian.number(12_500) == "۱۲٬۵۰۰"
    assert persian.number(-1234.5) == "−۱٬۲۳۴٫۵"
    assert persian.number(12_500.75, "en") == "12,500.75"
    with translation.override("en"):
        assert persian.digits("۱۴۰۴/۸") == "1404/8"
        assert persian.toman(12_500_000) == "1,250,000 toman"


@pytest.mark.parametrize(
    ("text", "rials"),
    [
        ("۱۲ میلیون و ۵۰۰ هزار تومان", 125_000_000),
        ("12,500,000", 125_000_000),
        ("۱۲٬۵۰۰٬۰۰۰ ريال", 12_500_000),
        ("12.500.000", 125_000_000),
        ("۱۲ ۵۰۰ ۰۰۰", 125_000_000),
        ("۲ میلیارد", 20_000_000_000),
        ("۲ هزار میلیارد ریال", 2_000_000_000_000),
        ("۲٫۵ میلیون", 25_000_000),
        ("2.5 ميليون تومن", 25_000_000),
        ("۲/۵ میلیون", 25_000_000),
        ("یک و نیم میلیون", 15_000_000),
        ("یک میلیون و نیم", 15_000_000),
        ("نیم میلیون", 5_000_000),
        ("دوازده میلیون و پانصد هزار تومان", 125_000_000),
        ("سیصد و پنجاه و دو هزار", 3_520_000),
        ("۵۰۰هزار", 5_000_000),
        ("12 million and 500 thousand toman", 125_000_000),
        ("۰", 0),
    ],
)
def test_money_is_read_as_people_write_it(text, rials):
    assert persian.parse_money(text) == rials


def test_the_unit_chosen_counts_only_when_the_text_names_none():
    assert persian.parse_money("۱۰۰۰", "rial") == 1000
    assert persian.parse_money("۱۰۰۰ تومان", "rial") == 10_000


@pytest.mark.parametrize(
    "text",
    [
        *("", "پول", "-5", "دو سه میلیون", "۲ میلیون و ۵۰۰", "۵ تومان و ۳ ریال", "12,5", "۱٫۲۳ تومان"),
        *("5 6", "1.2.3", "هزار ۲ میلیون", "۱" * 5000, "1e9", "½ میلیون"),
    ],
)
def test_an_amount_that_could_mean_two_things_is_refused(text):
    with pytest.raises(persian.NotMoney):
        persian.parse_money(text)


def test_too_large_an_amount_is_told_apart():
    with pytest.raises(persian.TooMuchMoney):
        persian.parse_money("۱" * 20)


@given(st.integers(0, 10**16))
def test_what_is_shown_can_be_read_again(rials):
    for shown in (persian.toman(rials), persian.rial(rials), persian.toman_in_words(rials)):
        assert persian.parse_money(shown) == rials


def test_money_in_words():
    assert persian.toman_in_words(12_500_000) == "۱ میلیون و ۲۵۰ هزار تومان"
    assert persian.toman_in_words(25) == "۲٫۵ تومان"
