"""An .xlsx workbook as sheets: values as Excel last computed them, merged cells as people mean them."""

import warnings
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from dadkar.cases.importing.sheet import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    BadFile,
    Broken,
    Row,
    Sheet,
    Value,
    letter_of,
)

MOST_UNPACKED = 64 * 1024 * 1024  # bytes of XML: twenty thousand rows of long stories
UNREADABLE = _(
    "This workbook is damaged. Open it in Excel or LibreOffice, save it as .xlsx and send it again."
)
TOO_BIG = _("This workbook is too large when unpacked. Save only the list itself as a new .xlsx file.")
TOO_MANY_ROWS = _("The list has more than 20,000 rows. Please send it in parts.")


def sheets_of(data: bytes) -> list[Sheet]:
    """The visible sheets in which anything stands. Raises BadFile."""
    try:
        has_formulas = _look_inside(data)
        book = _opened(data, values=True)
        missing = _without_result(_opened(data, values=False), book) if has_formulas else set()
        found = [_sheet(sheet, missing) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except BadFile:
        raise
    except Exception as error:
        raise BadFile(UNREADABLE) from error
    return [sheet for sheet in found if sheet.rows]


def _look_inside(data: bytes) -> bool:
    """Whether there are formulas; refuses what would unpack into too much, before anything is unpacked."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                raise BadFile(TOO_BIG)
            pages = [member for member in members if member.filename.startswith("xl/worksheets/")]
            return any(b"<f>" in text or b"<f " in text for text in map(archive.read, pages))
    except BadZipFile as error:
        raise BadFile(UNREADABLE) from error


def _opened(data: bytes, *, values: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that we don't read
        return load_workbook(BytesIO(data), data_only=values, keep_links=False)


def _without_result(formulas: Any, values: Any) -> set[tuple[str, int, int]]:
    """The cells with a formula whose result the file does not hold: a program wrote it that can't compute."""
    return {
        (sheet.title, cell.row, cell.column)
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and values[sheet.title].cell(cell.row, cell.column).value is None
    }


def _sheet(sheet: Worksheet, missing: set[tuple[str, int, int]]) -> Sheet:
    rows: dict[int, Row] = {}
    for line in sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS)):
        for cell in line:
            if isinstance(cell, Cell) and (value := _value(cell, missing)) not in (None, ""):
                rows.setdefault(cell.row, Row(cell.row, {})).cells[cell.column_letter] = value
        if len(rows) > MOST_ROWS:
            raise BadFile(TOO_MANY_ROWS)
    for merged in sheet.merged_cells.ranges:
        _spread(merged, rows)
    return Sheet(sheet.title, [rows[number] for number in sorted(rows)])


def _value(cell: Cell, missing: set[tuple[str, int, int]]) -> Value | None:
    value = cell.value
    if (cell.parent.title, cell.row, cell.column) in missing:
        return Broken("formula")
    if cell.data_type == "e":
        return Broken("error")
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, int | float | date):
        return str(value) if isinstance(value, bool) else value
    return str(value).strip()[:LONGEST_CELL]


def _spread(merged: Any, rows: dict[int, Row]) -> None:
    """Give every row of a merged range what stands in its first cell, and note that it was merged."""
    first = letter_of(merged.min_col - 1)
    value = rows[merged.min_row].cells.get(first) if merged.min_row in rows else None
    if value is None or merged.min_col > MOST_COLUMNS:
        return
    letters = [
        letter_of(column - 1) for column in range(merged.min_col, min(merged.max_col, MOST_COLUMNS) + 1)
    ]
    for number in range(merged.min_row, merged.max_row + 1):
        if row := rows.get(number):
            row.cells[first] = value
            row.merged |= dict.fromkeys(letters, merged.coord)
