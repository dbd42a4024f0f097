"""A draft petition carries what is known and leaves room for what is not."""

import pytest

from dadkar.records.papers import Party, petition_docx, petition_pdf
from dadkar.records.papers.petition import printed_petition
from dadkar.records.papers.tests.papers import HOSTILE, petition
from dadkar.records.papers.tests.reading import text_of, word_text

ENGLISH = {
    "lang": "en",
    "board": "the board",
    "wants": "wages",
    "explanation": [],
    "papers": [],
    "claims": [],
}


@pytest.mark.parametrize(
    "part", ["۴۲۳۰۰۰۰۰۰۱", "۰۹۱۷-۱۲۳۴۵۶۷", "Sepid", "۱۰۰٬۰۰۰٬۰۰۰", "۴۵٬۰۰۰٬۰۰۰", "۰۱۲۳۴۵۶"]
)
def test_both_files_carry_what_is_known(part):
    assert part in text_of(petition_pdf(petition()))
    assert part in word_text(petition_docx(petition()))


@pytest.mark.parametrize("part", ["خواهان", "خوانده", "خواسته", "شرح دادخواست", "پیش‌نویس", "ریال"])
def test_the_boards_own_words_are_used(part):
    assert part in word_text(petition_docx(petition()))


def test_a_number_keeps_its_order_in_persian():
    fields = dict(printed_petition(petition())["sections"][0]["fields"])
    assert fields["تلفن"] == "\u2066۰۹۱۷-۱۲۳۴۵۶۷\u2069"


def test_what_is_missing_is_a_line_to_write_on():
    empty = petition(claimant=Party(), **ENGLISH)
    assert text_of(petition_pdf(empty)).replace(" ", "").count("." * 20) > 5
    assert word_text(petition_docx(empty)).count("……") > 5


def test_the_check_list_says_what_is_ready():
    text = word_text(petition_docx(petition()))
    assert "☑ کارت ملی" in text
    assert "☐ سابقهٔ بیمه" in text


def test_markup_is_printed_as_it_was_typed():
    hostile = petition(**{**ENGLISH, "explanation": [HOSTILE], "wants": HOSTILE})
    assert text_of(petition_pdf(hostile)).count("$x^2$") == 2
    assert "</w:t>" in word_text(petition_docx(hostile))
