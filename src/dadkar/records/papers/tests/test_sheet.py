"""A workbook for the office: right to left, readable, and harmless."""

from io import BytesIO

import openpyxl
import pytest

from dadkar.records.papers import table_xlsx
from dadkar.records.papers.tests.papers import HIDDEN

ROWS = [("علی‌رضا محمدی", "۱۴۰۴/۰۸/۱۲", 45_000_000), ("زهرا کریمی", None, 38_500_000.5)]
COLUMNS = ("نام", "تاریخ", "طلب (ریال)")


def sheet_of(data: bytes):
    return openpyxl.load_workbook(BytesIO(data)).active


def test_a_sheet_carries_its_rows_and_runs_in_its_direction():
    sheet = sheet_of(table_xlsx("طلب‌ها", COLUMNS, ROWS))
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows()] == [COLUMNS, *ROWS]
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert not sheet_of(table_xlsx("a", ["b"], [], lang="en")).sheet_view.rightToLeft


@pytest.mark.parametrize("typed", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)"])
def test_what_begins_like_a_formula_stays_text(typed):
    cell = sheet_of(table_xlsx("a", ["b"], [(typed,)]))["A2"]
    assert cell.value == typed
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_header_may_be_hostile_too():
    assert sheet_of(table_xlsx("a", ["=1+1"], []))["A1"].data_type == "s"


def test_usual_text_carries_no_mark():
    assert not sheet_of(table_xlsx("a", ["b"], [("متن",)]))["A2"].quotePrefix


def test_numbers_below_zero_stay_numbers():
    assert sheet_of(table_xlsx("a", ["b"], [(-5,)]))["A2"].data_type == "n"


def test_hidden_characters_are_left_out():
    assert sheet_of(table_xlsx("a", ["b"], [(HIDDEN,)]))["A2"].value == "beforeafterx"


@pytest.mark.parametrize("title", ["a/b:c[d]*?\\'", "", "ن" * 50])
def test_any_title_will_do(title):
    assert 1 <= len(sheet_of(table_xlsx(title, ["b"], [])).title) <= 31
