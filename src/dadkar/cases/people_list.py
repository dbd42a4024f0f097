"""A pasted or uploaded list of people as rows of a case's table. Amounts in rial.

With a heading row the columns stand in any order; without one they are name, months, amount, insured months
and what was paid since.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dadkar.cases.importing import files, separated, values
from dadkar.cases.importing.headings import plain, unit_in
from dadkar.cases.importing.sheet import BadFile, Sheet
from dadkar.cases.parties import MOST_PEOPLE, Person
from dadkar.kernel.persian import normalise


class Column(TextChoices):
    NAME = "name", _("name")
    MONTHS = "months", _("months owed")
    AMOUNT = "amount", _("amount owed")
    INSURED = "insured_months", _("insured months")
    PAID = "paid", _("paid since")


SPELLINGS = {
    Column.NAME: "نام|نام و نام خانوادگی|نام کارگر|نام خانوادگی|name|full name",
    Column.MONTHS: "ماه|ماه معوق|ماه های معوق|تعداد ماه|ماه مزد|ماه طلب|months|months owed",
    Column.AMOUNT: "مبلغ|طلب|مبلغ طلب|میزان طلب|مطالبات|amount|owed|amount owed",
    Column.INSURED: "ماه بیمه|ماه های بیمه|ماه بیمه شده|سابقه بیمه|بیمه|insured|insured months|insurance",
    Column.PAID: "پرداخت|پرداختی|پرداخت شده|دریافتی|پرداخت از آن پس|paid|paid since",
}
NUMBERING = {"ردیف", "no", "row", "#"}
SUMS = {"جمع", "جمع کل", "مجموع", "total", "sum"}
UNITS = {"تومان", "تومن", "ریال", "toman", "rial", "irr"}
_KNOWN = {normalise(word): column for column, words in SPELLINGS.items() for word in words.split("|")}

Row = list[str]


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, by the row that the list itself counts."""

    row: int
    column: Column
    sentence: str


@dataclass
class PeopleList:
    """The people that were read, and the cells that could not be."""

    people: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def text_of_file(data: bytes) -> str:
    """The list in a workbook or CSV file as lines of cells, to be looked at first. Raises BadFile."""
    return "\n".join("\t".join(cells) for cells in _cells(files.read(data)))


def read(text: str, unit: str) -> PeopleList:
    """The people in a list; `unit`, "toman" or "rial", is what bare amounts count."""
    rows = _rows(text)
    found = PeopleList()
    columns, first = _columns(rows)
    for number, cells in enumerate(rows, 1):
        if number <= first or not any(cells) or normalise(cells[0]) in SUMS:
            continue
        said = {column: cells[place] if place < len(cells) else "" for place, (column, _u) in columns.items()}
        units = {column: of or unit for column, of in columns.values()}
        if any(said.values()):
            found.people.append(_person(said, units, number, found.faults))
    if len(found.people) > MOST_PEOPLE:
        too_many = _("A table holds at most %(most)s people.") % {"most": MOST_PEOPLE}
        found.faults.append(Fault(MOST_PEOPLE, Column.NAME, str(too_many)))
    return found


def _rows(text: str) -> list[Row]:
    """Lines of cells: parted by tabs, as a table that was copied is, or as a CSV file."""
    if "\t" in text:
        return [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    try:
        return _cells(separated.sheet_of(text.encode()))
    except BadFile:
        return [[line.strip()] for line in text.splitlines()]


def _cells(sheet: Sheet) -> list[Row]:
    letters = sheet.letters
    return [[" ".join(row.text(letter).split()) for letter in letters] for row in sheet.rows]


def _columns(rows: list[Row]) -> tuple[dict[int, tuple[Column, str]], int]:
    """Which place holds what and in which unit, and how many rows are headings."""
    for number, cells in enumerate(rows[:5], 1):
        known = {place: found for place, cell in enumerate(cells) if (found := _recognised(cell))}
        if known and (len(known) > 1 or len(cells) == 1):
            return known, number
    begins = int(_is_numbered(rows))
    return {begins + place: (column, "") for place, column in enumerate(Column)}, 0


def _recognised(heading: str) -> tuple[Column, str] | None:
    words = [word for word in plain(heading).split() if word not in UNITS]
    column = _KNOWN.get(" ".join(words))
    return (column, unit_in(heading)) if column else None


def _is_numbered(rows: list[Row]) -> bool:
    """Whether the first column only counts the rows."""
    firsts = [normalise(cells[0]) for cells in rows if any(cells)]
    return len(firsts) > 0 and all(
        (cell.isdigit() and int(cell) == place) or cell in SUMS for place, cell in enumerate(firsts, 1)
    )


def _person(said: dict[Column, str], units: dict[Column, str], row: int, faults: list[Fault]) -> Person:
    def value(column: Column, reader: Any, *more: str) -> Any:
        try:
            return reader(said.get(column, ""), *more)
        except ValidationError as error:
            faults.append(Fault(row, column, " ".join(error.messages)))
            return None

    def money(column: Column) -> int | None:
        return value(column, values.amount, units.get(column, "toman")) or None

    return Person(
        name=value(Column.NAME, values.line) or "",
        months=value(Column.MONTHS, values.months),
        amount=money(Column.AMOUNT),
        insured_months=value(Column.INSURED, values.months),
        paid=money(Column.PAID),
    )
