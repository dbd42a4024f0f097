"""A letter says the same in PDF and Word, in both languages, whatever was typed into it."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from dadkar.records.papers import Column, Table, letter_docx, letter_pdf
from dadkar.records.papers.tests.papers import HOSTILE, full_letter, letter
from dadkar.records.papers.tests.reading import pages_of, text_of, word_text

MANY = Table([Column("Name"), Column("Owed", total=True)], [(f"Worker {i}", i) for i in range(1, 301)])


def test_a_persian_letter_has_its_marks():
    data = letter_pdf(full_letter())
    text = text_of(data)
    for part in ("۱۴۰۴/۲۳۱۷", "۱۴۰۴/۰۸/۱۲", "2025", "Kala", "۸۳٬۵۰۰٬۰۰۰", "۱۴۰۴/۱۱۸۷"):
        assert part in text, part
    assert "/2317" not in text


@pytest.mark.parametrize(
    "part", ["شماره", "پیوست", "محرمانه", "بسمه تعالی", "با سلام و احترام", "رونوشت", "ردیف"]
)
def test_a_persian_letter_speaks_persian(part):
    assert part in word_text(letter_docx(full_letter()))


def test_a_letter_never_frightens_those_who_sign():
    assert "تعهد" not in word_text(letter_docx(full_letter()))


def test_an_english_letter_has_its_marks():
    text = text_of(letter_pdf(full_letter(lang="en", table=None)))
    for part in ("Number:", "1404/2317", "Confidential", "With greetings and respect,", "Page 1 of 1"):
        assert part in text, part


def test_pdf_and_word_hold_the_same_numbers():
    file = word_text(letter_docx(full_letter()))
    for part in ("۱۴۰۴/۲۳۱۷", "۸۳٬۵۰۰٬۰۰۰", "Kala-12/A", "کارگران و طلب آنان"):
        assert part in file, part


def test_what_is_absent_leaves_no_label():
    text = text_of(letter_pdf(letter(lang="en")))
    for part in ("Copies", "Enclosures:\n–", "In reply", "Confidential", "God"):
        assert part not in text, part
    assert "Enclosures: none" in " ".join(text.split())


def test_opening_and_closing_can_be_left_out_or_given():
    text = text_of(letter_pdf(letter(lang="en", opening="Dear Sir,", closing="")))
    assert "Dear Sir," in text
    assert "respect" not in text


def test_a_long_table_repeats_its_header_and_adds_up_once():
    pages = pages_of(letter_pdf(letter(lang="en", table=MANY)))
    with_rows = [page for page in pages if "Worker " in page]
    assert len(with_rows) > 5
    assert all("Owed" in page and "Number: 1404/2317" in page for page in with_rows[1:])
    assert sum("45,150" in page for page in pages) == 1
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    assert sum(page.count("Worker ") for page in pages) == 300


def test_in_word_the_header_row_is_marked_to_repeat_and_no_row_is_cut():
    document = docx.Document(BytesIO(letter_docx(letter(lang="en", table=MANY))))
    table = document.tables[1]
    rows = table._tbl.tr_lst
    assert len(rows) == 302
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert rows[1].trPr.find(qn("w:tblHeader")) is None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_markup_is_printed_as_it_was_typed(lang):
    hostile = full_letter(
        lang=lang,
        subject=HOSTILE,
        body=[HOSTILE],
        table=Table([Column(HOSTILE)], [(HOSTILE,)]),
        copies=[HOSTILE],
    )
    text = text_of(letter_pdf(hostile))
    assert all(text.count(sign) >= 4 for sign in ("#", "*", "$", "`", "@", "\\", "{{", "//", "bold", "label"))
    assert word_text(letter_docx(hostile)).replace("\n", "").count("$x^2$") == 5
    assert "</w:t>" in word_text(letter_docx(hostile))


def test_the_pdf_is_tagged_titled_and_says_no_hour():
    data = letter_pdf(full_letter())
    assert b"/StructTreeRoot" in data
    assert b"/Lang" in data
    assert data == letter_pdf(full_letter()), "the same letter is the same file"


def test_a_persian_word_file_runs_from_right_to_left():
    document = docx.Document(BytesIO(letter_docx(full_letter())))
    assert document.styles["Normal"].element.pPr.find(qn("w:bidi")) is not None
    assert all(table._tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    runs = {run.text: run.font.rtl for paragraph in document.paragraphs for run in paragraph.runs}
    assert runs["\u200eKala-12/A\u200e"] is None
    assert runs["مزد پنج ماه پرداخت نشده است."] is True
    assert document.core_properties.author == ""


def test_an_english_word_file_runs_from_left_to_right():
    document = docx.Document(BytesIO(letter_docx(letter(lang="en"))))
    assert document.styles["Normal"].element.pPr.find(qn("w:bidi")) is None
    assert not any(run.font.rtl for paragraph in document.paragraphs for run in paragraph.runs)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="as many cells"):
        Table([Column("a"), Column("b")], [("one",)])


def test_columns_of_numbers_are_known_by_their_cells():
    table = Table([Column("a"), Column("b"), Column("c")], [(1, "0012", "x"), (None, "", None)])
    assert [table.is_numeric(index) for index in range(3)] == [True, True, False]
