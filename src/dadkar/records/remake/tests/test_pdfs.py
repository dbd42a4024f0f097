"""A PDF comes out as pictures of its pages."""

from io import BytesIO

import pypdfium2 as pdfium
import pytest

from dadkar.records.remake import errors, limits
from dadkar.records.remake.client import remake
from dadkar.records.remake.tests.made import PLACE, pdf

SCRIPT = b"100 0 obj<</S/JavaScript/JS(app.alert\\('planted'\\))>>endobj"


def test_a_pdf_loses_script_author_text_and_hour():
    made = remake(pdf(2, SCRIPT, b"/OpenAction 100 0 R"), filename="a.pdf")
    assert (made.kind, made.mime, made.pages) == ("pdf", "application/pdf", 2)
    for planted in (b"JavaScript", b"planted", b"OpenAction", PLACE, b"CreationDate", b"Dadkar"):
        assert planted not in made.data
    with pdfium.PdfDocument(made.data) as copy:
        assert len(copy) == 2
        assert copy[0].get_textpage().get_text_range() == ""
        assert copy[0].get_size() == (200, 100)


def test_what_stood_on_the_page_can_still_be_read():
    made = remake(pdf(), filename="a.pdf")
    with pdfium.PdfDocument(made.data) as copy:
        darkest, lightest = copy[0].render(scale=1).to_pil().convert("L").getextrema()
    assert darkest < 60
    assert lightest > 250


def test_pages_are_counted():
    assert remake(pdf(limits.MAX_PAGES), filename="a.pdf").pages == limits.MAX_PAGES
    with pytest.raises(errors.TooManyPages):
        remake(pdf(limits.MAX_PAGES + 1), filename="a.pdf")


def test_a_huge_page_stays_within_the_limit():
    made = remake(pdf().replace(b"[0 0 200 100]", b"[0 0 28000 14000]"), filename="a.pdf")
    assert (made.width, made.height) == (limits.MAX_SIDE, limits.MAX_SIDE // 2)


def test_a_page_as_thin_as_a_thread_is_broken():
    with pytest.raises(errors.Broken):
        remake(pdf().replace(b"[0 0 200 100]", b"[0 0 283465 10]"), filename="a.pdf")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(500), pdf(0)])
def test_a_pdf_without_a_page_is_broken(content):
    with pytest.raises(errors.Broken):
        remake(content, filename="a.pdf")


def test_a_locked_pdf_is_told_apart():
    locked = pdf(
        1,
        b"100 0 obj<</Filter/Standard/V 1/R 2/P -4/O(" + b"a" * 32 + b")/U(" + b"b" * 32 + b")>>endobj",
    ).replace(b"/Info 5 0 R", b"/Info 5 0 R/Encrypt 100 0 R/ID[(ab)(ab)]")
    with pytest.raises(errors.Encrypted):
        remake(locked, filename="a.pdf")


def test_a_zip_behind_a_pdf_is_lost():
    made = remake(pdf() + b"PK\x03\x04planted", filename="a.pdf")
    assert b"PK\x03\x04" not in made.data
    assert BytesIO(made.data).read(5) == b"%PDF-"
