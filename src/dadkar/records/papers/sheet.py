"""A list as an Excel workbook, in which what people typed stays text."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dadkar.kernel.persian import clean
from dadkar.records.papers.text import NO_CHARACTER

Value = str | int | float | bool | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LONGEST_TITLE, LONGEST_CELL = 31, 32_767  # Excel's own limits
NARROWEST, WIDEST = 8, 60  # letters
HEADER = {
    "font": Font(bold=True, color="FFFFFF"),
    "fill": PatternFill("solid", fgColor="0B746F"),
    "alignment": Alignment(wrap_text=True, vertical="center"),
    "border": Border(bottom=Side("thin", color="0B746F")),
}


def table_xlsx(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Value]], *, lang: str = "fa"
) -> bytes:
    """Return a workbook of one sheet: header kept in sight, filter, widths to fit, right to left in Persian.

    Numbers stay numbers; dates are given as text, in the reader's calendar. A cell that begins like a
    formula is marked as text, so that no program runs it; its content is unchanged.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = clean(title).translate(NOT_IN_A_TITLE).strip()[:LONGEST_TITLE] or "1"
    sheet.sheet_view.rightToLeft = lang == "fa"
    for place, values in enumerate([columns, *rows], 1):
        for column, value in enumerate(values, 1):
            fill(sheet.cell(place, column), value)
    for cell in sheet[1]:
        for part, style in HEADER.items():
            setattr(cell, part, style)
    for column in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = width(column - 1, columns, rows)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    book.properties.creator = ""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def fill(cell: Cell, value: Value) -> None:
    """Put a value in a cell; text is always text, whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    text = NO_CHARACTER.sub("", ILLEGAL_CHARACTERS_RE.sub("", clean(value)))[:LONGEST_CELL]
    cell.value = text
    if text:
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.quotePrefix = text.startswith(FORMULA_STARTS)


def width(index: int, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> int:
    """The width of a column in letters, by its longest line."""
    cells = [columns[index], *(row[index] for row in rows)]
    longest = max(len(line) for value in cells if value is not None for line in f"{value}\n".split("\n"))
    return min(max(longest + 2, NARROWEST), WIDEST)
