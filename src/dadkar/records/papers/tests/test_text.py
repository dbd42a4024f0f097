"""Strings on paper: digits of the language, each script in its own order, nothing hidden."""

import pytest

from dadkar.records.papers.tests.papers import HIDDEN
from dadkar.records.papers.text import LEFT_TO_RIGHT, POP, cell, ltr, number, printed


def shown(text: str, lang: str = "fa") -> str:
    """Isolates made visible: [a phrase], {left to right}."""
    return printed(text, lang).replace("\u2068", "[").replace(LEFT_TO_RIGHT, "{").replace(POP, "]")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("مادهٔ 37 قانون کار", "مادهٔ ۳۷ قانون کار"),
        ("شرکت Kala-12/A و ۳ نفر", "شرکت [Kala-12/A] و ۳ نفر"),
        ("گواهی ISO 9001 دارد", "گواهی [ISO 9001] دارد"),
        ("«Sepid Zagros Co.» در یاسوج", "«[Sepid Zagros Co.]» در یاسوج"),
        ("جوشکار (CO2)", "جوشکار ([CO2])"),
        ("۳ نفر ABC", "۳ نفر [ABC]"),
        ("27 ISO", "[27 ISO]"),
        ("تلفن 074-33221100 است", "تلفن {۰۷۴-۳۳۲۲۱۱۰۰] است"),
        ("تلفن +989171234567", "تلفن {+۹۸۹۱۷۱۲۳۴۵۶۷]"),
        ("از 5-8 نفر", "از ۵-۸ نفر"),
        ("1404/08/12", "۱۴۰۴/۰۸/۱۲"),
        ("٣ ماه", "۳ ماه"),
    ],
)
def test_persian(typed, expected):
    assert shown(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("estate No. ۲", "estate No. 2"),
        ("Sepid (شرکت سپید زاگرس ۱۲), Yasuj", "Sepid ([شرکت سپید زاگرس ۱۲]), Yasuj"),
        ("۱۲ آبان ۱۴۰۴", "[۱۲ آبان ۱۴۰۴]"),
    ],
)
def test_english(typed, expected):
    assert shown(typed, "en") == expected


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_nothing_hidden_reaches_the_paper(lang):
    assert printed(HIDDEN, lang).strip("\u2068\u2069") == "beforeafterx"


def test_numbers_are_grouped_in_the_languages_own_way():
    assert number(12_500_000, "fa") == "۱۲٬۵۰۰٬۰۰۰"
    assert number(-12_500, "en") == "-12,500"
    assert cell(None, "fa") == ""
    assert cell(0, "fa") == "۰"


def test_an_absent_phone_leaves_nothing_behind():
    assert ltr("", "fa") == ""
