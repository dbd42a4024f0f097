"""A CSV file as a sheet: whatever program saved it, in UTF-8, UTF-16 or Windows' Arabic code page."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext_lazy as _

from dadkar.cases.importing.sheet import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    BadFile,
    Row,
    Sheet,
    Value,
    letter_of,
)
from dadkar.cases.importing.workbook import TOO_MANY_ROWS

SEPARATORS = (",", ";", "\t", "؛", "|")
LOOKED_AT = 30  # lines, to find the separator
NO_LIST = _("This is not a list: save it in Excel as .xlsx or as CSV (UTF-8) and send it again.")
BAD_QUOTES = _("The quotation marks in this CSV file do not pair up. Save it as .xlsx and send that.")


def sheet_of(data: bytes) -> Sheet:
    """The file as one sheet. Raises BadFile."""
    text = _decoded(data)
    if "\0" in text:
        raise BadFile(NO_LIST)
    separator = _separator(text)
    rows = []
    try:
        for number, cells in enumerate(_records(text, separator), 1):
            kept = {letter_of(place): cell.strip() for place, cell in enumerate(cells[:MOST_COLUMNS])}
            row: dict[str, Value] = {letter: cell for letter, cell in kept.items() if cell}
            if row:
                rows.append(Row(number, row))
            if len(rows) > MOST_ROWS:
                raise BadFile(TOO_MANY_ROWS)
    except csv.Error as error:
        raise BadFile(BAD_QUOTES) from error
    return Sheet("", rows)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1256")


def _records(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The sign that parts the first lines into the most columns, alike in each."""
    sample = "\n".join(text.splitlines()[:LOOKED_AT])

    def regularity(separator: str) -> tuple[int, int]:
        try:
            widths = [len(record) for record in _records(sample, separator) if record]
        except csv.Error:
            return (0, 0)
        common = max(set(widths), key=widths.count, default=1)
        return (widths.count(common) if common > 1 else 0, common)

    return max(SEPARATORS, key=regularity)
