"""Receipts: the code can be kept and read back; nothing on them says whose or what they are."""

from io import BytesIO

import pytest
from PIL import Image

from dadkar.records.papers import Slip, receipt_png, slips_pdf
from dadkar.records.papers.picture import groups, qr
from dadkar.records.papers.tests.reading import pages_of

CODE = "12345678901234567890"
HOUSE = {"phone": "074-33221100", "site": "dadkar.example"}


def slips(count: int) -> list[Slip]:
    return [Slip(f"{place:020}", f"R-{place}") for place in range(count)]


def test_four_slips_go_on_a_page():
    assert [len(pages_of(slips_pdf(slips(count), **HOUSE))) for count in (1, 4, 5, 9)] == [1, 1, 2, 3]


@pytest.mark.parametrize(("lang", "group"), [("fa", "۵۶۷۸"), ("en", "5678")])
def test_a_slip_has_code_reference_and_the_way_back(lang, group):
    (page,) = pages_of(slips_pdf([Slip(CODE, "R-17", "1404/08/20")], lang=lang, **HOUSE))
    for part in (group, "17", "dadkar", "example"):
        assert part in page, part
    assert ("074-33221100" if lang == "en" else "۰۷۴-۳۳۲۲۱۱۰۰") in page


def test_each_slip_has_its_own_code():
    text = "".join(pages_of(slips_pdf(slips(6), lang="en", **HOUSE)))
    assert all(f"000{place}" in text for place in range(6))


def test_the_days_to_take_a_confirmation_back_are_on_the_paper():
    (page,) = pages_of(slips_pdf(slips(1), lang="en", take_back_days=7, **HOUSE))
    assert "within 7 working days" in " ".join(page.split())


def test_the_code_and_the_reference_are_in_different_panels():
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(slips_pdf(slips(1), lang="en", **HOUSE)) as document:
        page = document[0]
        text, third = page.get_textpage(), page.get_width() / 3
        boxes = {
            word: text.get_charbox(text.get_text_range().index(word)) for word in ("R-0", "0000", "How to")
        }
    assert [int(boxes[word][0] // third) for word in ("R-0", "0000", "How to")] == [0, 1, 2]


def test_the_qr_holds_digits_and_no_address():
    code = qr("۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰")
    assert code.mode == "numeric"
    assert list(code.matrix) == list(qr(CODE).matrix)
    with pytest.raises(ValueError, match="digits"):
        qr("https://dadkar.example/1234")


def test_the_code_is_read_in_fours():
    assert groups(CODE) == ["1234", "5678", "9012", "3456", "7890"]


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_the_picture_holds_the_qr_and_says_nothing_else(lang):
    with Image.open(BytesIO(receipt_png(CODE, lang))) as picture:
        assert picture.format == "PNG"
        assert not picture.info, "no text, hour or program is written into it"
        dark = picture.point(lambda level: level < 128 and 255)
    matrix = [list(row) for row in qr(CODE).matrix]
    left, top = dark.getbbox()[:2]
    step = next(x for x in range(left, dark.width) if not dark.getpixel((x, top))) - left
    step //= 7  # the corner mark is seven modules wide
    seen = [
        [bool(dark.getpixel((left + x * step + step // 2, top + y * step + step // 2))) for x in range(21)]
        for y in range(21)
    ]
    assert seen == [[bool(module) for module in row] for row in matrix]


def test_the_languages_differ_in_their_digits():
    assert receipt_png(CODE, "fa") != receipt_png(CODE, "en")
