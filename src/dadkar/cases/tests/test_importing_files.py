"""What can be sent as a list, and what is refused, each with its own sentence."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from dadkar.cases.importing import files, separated, workbook
from dadkar.cases.importing.sheet import BadFile
from dadkar.cases.tests.lists import HEADINGS, ROW, book, row

TEXT = "شماره پرونده{0}شرح مشکل{0}مبلغ\n۱۲{0}حقوق ما را ندادند{0}۱۲۰۰۰\n"


def zipped(**members: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_as_any_program_saves_it(encoding: str, separator: str) -> None:
    text = TEXT.format(separator)
    if encoding == "cp1256":  # that code page has Arabic letters and no Persian digits
        text = text.replace("ک", "ك").replace("ی", "ي").replace("۱۲۰۰۰", "12000").replace("۱۲", "12")
    sheet = files.read(text.encode(encoding))
    assert sheet.letters == ["A", "B", "C"]
    assert sheet.rows[1].text("B") == "حقوق ما را ندادند"


def test_a_quoted_cell_may_hold_lines_and_separators() -> None:
    sheet = files.read('شرح;مبلغ\n"سلام; خط اول\nخط دوم";5\n'.encode())
    assert sheet.rows[1].text("A") == "سلام; خط اول\nخط دوم"
    assert sheet.rows[1].number == 2


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", files.EMPTY),
        (b"  \n \n", files.EMPTY),
        (b",,,\n,,\n", files.EMPTY),
        (OLD, files.OLD_EXCEL),
        (OLD + "EncryptedPackage".encode("utf-16-le"), files.LOCKED),
        (b"%PDF-1.7 ...", files.OTHER_OFFICE),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), files.OTHER_OFFICE),
        (zipped(xl__workbook_xml=b"<not really"), workbook.UNREADABLE),
        (b"PK\x03\x04 xl/workbook and then nothing", workbook.UNREADABLE),
        (b"a,b\0\n", separated.NO_LIST),
        (b"x" * (files.MOST_BYTES + 1), files.TOO_LARGE),
        (b"a,b\n" * 20_001, workbook.TOO_MANY_ROWS),
        (("شرح,الف\n" + '"' + "ب" * 300_000 + '",1\n').encode(), separated.BAD_QUOTES),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(data: bytes, sentence: Any) -> None:
    with pytest.raises(BadFile) as refused:
        files.read(data)
    assert refused.value.message == sentence


def test_a_workbook_that_unpacks_into_too_much_is_not_unpacked() -> None:
    bomb = zipped(
        xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b" " * (workbook.MOST_UNPACKED + 1)
    )
    assert len(bomb) < 1_000_000
    with pytest.raises(BadFile) as refused:
        files.read(bomb)
    assert refused.value.message == workbook.TOO_BIG


def test_a_workbook_cut_short_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        files.read(book(row())[:-200])
    assert refused.value.message == workbook.UNREADABLE


def test_the_sheet_with_the_headings_is_read_and_hidden_ones_are_not() -> None:
    made = Workbook()
    made.active.title = "راهنما"
    made.active.append(["این فایل را"])
    made.create_sheet("لیست").append(HEADINGS)
    made["لیست"].append(ROW)
    made.create_sheet("قدیمی").append(HEADINGS)
    made["قدیمی"].sheet_state = "hidden"
    out = BytesIO()
    made.save(out)
    sheet = files.read(out.getvalue())
    assert (sheet.name, sheet.others) == ("لیست", ["راهنما"])


def test_a_formula_without_its_result_is_known_as_such() -> None:
    sheet = files.read(book(row(I="=4*1200000")))
    assert sheet.rows[1].cells["I"].why == "formula"
