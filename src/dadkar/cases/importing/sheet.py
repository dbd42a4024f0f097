"""What a file holds, before anybody has said what its columns mean."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl.utils import get_column_letter

from dadkar.kernel.calendar import Jalali

MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 200_000  # characters; a narrative's own bound is checked, and named, later


class BadFile(Exception):
    """A file that can't be read as a list; `message` says why, and what to do."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Broken:
    """A cell whose value the file itself does not know: "formula" (no result kept) or "error" (#REF! …)."""

    why: str


Value = str | int | float | date | Broken


@dataclass
class Row:
    """One row, by the number that the office's own program shows beside it.

    `cells` by column letter, empty ones left out. `merged`: the range of a cell that was merged with others.
    Once it has been checked, `fate` says what becomes of it, and `twin` how many alike came before it.
    """

    number: int
    cells: dict[str, Value]
    merged: dict[str, str] = field(default_factory=dict)
    fate: str = ""
    twin: int = 0

    def text(self, letter: str | None) -> str:
        """A cell as a person reads it."""
        return shown(self.cells.get(letter or "", ""))

    def to_json(self) -> dict[str, Any]:
        cells = {letter: _packed(value) for letter, value in self.cells.items()}
        return {"n": self.number, "c": cells, "m": self.merged, "f": self.fate, "t": self.twin}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Row":
        cells = {letter: _unpacked(value) for letter, value in kept["c"].items()}
        return cls(kept["n"], cells, kept["m"], kept["f"], kept["t"])


@dataclass
class Sheet:
    """The rows of a sheet that hold anything, in order; `others` are sheets of the same file not read."""

    name: str
    rows: list[Row]
    others: list[str] = field(default_factory=list)

    @property
    def letters(self) -> list[str]:
        """The columns in which anything stands, in order."""
        used = {letter for row in self.rows for letter in row.cells}
        return sorted(used, key=lambda letter: (len(letter), letter))


def letter_of(column: int) -> str:
    """The letter of a column counted from 0."""
    return get_column_letter(column + 1)


def shown(value: Value) -> str:
    """A value as a person reads it: whole numbers without a point, days of the Iranian calendar."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return Jalali.from_date(day).short("en")
    return "" if isinstance(value, Broken) else str(value)


def _packed(value: Value) -> Any:
    if isinstance(value, Broken):
        return {"broken": value.why}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> Value:
    if not isinstance(value, dict):
        return value
    return Broken(value["broken"]) if "broken" in value else date.fromisoformat(value["day"])
