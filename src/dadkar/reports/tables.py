"""A table that can be read on a page, in a spreadsheet, or by a program."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language_bidi
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dadkar.kernel.calendar import Jalali
from dadkar.kernel.persian import digits, persian_reader
from dadkar.records.papers.sheet import LONGEST_TITLE, NOT_IN_A_TITLE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Table:
    """`lines` stand above the head: what this is, of when. Cells are texts, whole numbers, or None."""

    lines: list[str]
    head: list[str]
    rows: list[list[Any]]

    def all_rows(self) -> Iterator[list[Any]]:
        yield from ([line] for line in self.lines)
        yield self.head
        yield from self.rows


def harmless(value: Any) -> Any:
    """A text that a spreadsheet won't take for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def as_csv(table: Table) -> bytes:
    """UTF-8 with the mark that spreadsheets need to see that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(value) for value in row] for row in table.all_rows())
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """A sheet in the reader's direction: right to left in Persian."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.sheet_view.rightToLeft = get_language_bidi()
    if table.lines:
        sheet.title = table.lines[0].translate(NOT_IN_A_TITLE)[:LONGEST_TITLE].strip()
    for row in table.all_rows():
        sheet.append([harmless(value) for value in row])
    head = len(table.lines) + 1
    for cell in sheet[head]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = f"B{head + 1}"
    sheet.column_dimensions["A"].width = 40
    for n in range(2, len(table.head) + 1):
        sheet.column_dimensions[get_column_letter(n)].width = 14
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def download(table: Table, form: str, name: str) -> HttpResponse:
    """The table as a file that can only be saved; `form` is `csv` or `xlsx`."""
    body, mime = (as_csv(table), "text/csv; charset=utf-8") if form == "csv" else (as_xlsx(table), XLSX)
    headers = SAFE | {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(body, content_type=mime, headers=headers)


def moment_words(at: datetime | None) -> str:
    """«۱۴۰۴/۰۷/۰۶ ۱۰:۳۵» or “2025-09-28 10:35”, for a line of a file; empty for None."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    day = Jalali.from_date(local.date()).short() if persian_reader() else f"{local:%Y-%m-%d}"
    return f"{day} {digits(f'{local:%H:%M}')}"
