"""A table of many people or claims, as plain data and as strings ready for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override, pgettext

from dadkar.records.papers.text import cell, number, printed

Cell = str | int | None
"""An int is shown in groups of three; None is an empty cell."""

NARROWEST, WIDEST, PADDING = 8, 36, 3  # letters: the share of the line that a column of text may ask for


@dataclass(frozen=True)
class Column:
    """A column; with `total` its whole numbers are added up under the table."""

    title: str
    total: bool = False


@dataclass(frozen=True)
class Table:
    """As many cells a row as columns, or ValueError; rows are numbered when printed."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row has as many cells as there are columns")

    def is_numeric(self, index: int) -> bool:
        """Whether a column holds nothing but numbers, or digits such as a national number."""
        values = [str(row[index]) for row in self.rows if row[index] not in (None, "")]
        return bool(values) and all(value.removeprefix("-").isdigit() for value in values)

    def total(self, index: int) -> int | None:
        """The sum of a column that asks for one."""
        if not self.columns[index].total:
            return None
        return sum(value for row in self.rows if isinstance(value := row[index], int))

    def share(self, index: int) -> int:
        """How much of the line a column of text should get: its longest cell, within reason."""
        cells = (row[index] for row in self.rows)
        longest = max((len(str(value)) for value in cells if value is not None), default=0)
        return min(max(longest, len(self.columns[index].title), NARROWEST) + PADDING, WIDEST)


def printed_table(table: Table, lang: str) -> dict[str, Any]:
    """Return the table as strings ready for paper, with a first column that numbers the rows.

    `shares` is 0 for a column of numbers, which takes what it needs.
    """
    columns = range(len(table.columns))
    with override(lang):
        place_title, total = pgettext("paper", "No."), pgettext("paper", "Total")
    titles = [place_title, *(column.title for column in table.columns)]
    return {
        "caption": printed(table.caption, lang),
        "titles": [printed(title, lang) for title in titles],
        "shares": [0, *(0 if table.is_numeric(index) else table.share(index) for index in columns)],
        "rows": [
            [number(place, lang), *(cell(value, lang) for value in row)]
            for place, row in enumerate(table.rows, 1)
        ],
        "total": total if any(column.total for column in table.columns) else "",
        "totals": [cell(table.total(index), lang) for index in columns],
    }
