"""Which column is what: the spellings under which offices write their headings."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dadkar.cases.importing.sheet import Row, Sheet
from dadkar.kernel.persian import normalise


class Column(TextChoices):
    """What a column can be. `NOTE` goes to the narrative under its heading."""

    NARRATIVE = "narrative", _("what happened (needed)")
    TOPIC = "topic", _("topic")
    WORKPLACE = "workplace", _("workplace")
    COUNTY = "county", _("county")
    PEOPLE = "people", _("how many people")
    MONTHS = "months", _("months owed")
    AMOUNT = "amount", _("amount owed")
    UNIT = "unit", _("unit of the amount")
    DATE = "date", _("day in the register")
    REFERENCE = "reference", _("the office's own reference")
    NAME = "name", _("name")
    SURNAME = "surname", _("family name")
    PHONE = "phone", _("telephone")
    NOTE = "note", _("add to what happened")


class MoneyUnit(TextChoices):
    """What a bare number in the column of amounts counts."""

    RIAL = "rial", _("rial")
    TOMAN = "toman", _("toman")
    THOUSAND_TOMAN = "thousand-toman", _("thousand toman")
    MILLION_RIAL = "million-rial", _("million rial")
    MILLION_TOMAN = "million-toman", _("million toman")


SPELLINGS: dict[Column, str] = {
    Column.NARRATIVE: "شرح|شرح مشکل|شرح موضوع|شرح شکایت|شرح درخواست|شرح خواسته|متن|متن شکایت|متن درخواست|مشکل"
    "|خواسته|خلاصه|خلاصه موضوع|توضیحات|درخواست|description|narrative|text|complaint|problem|story",
    Column.TOPIC: "موضوع|عنوان|نوع مشکل|نوع شکایت|نوع درخواست|موضوع شکایت|موضوع درخواست|دسته|گروه موضوعی"
    "|topic|subject|category",
    Column.WORKPLACE: "کارگاه|نام کارگاه|شرکت|نام شرکت|کارخانه|نام کارخانه|کارفرما|نام کارفرما|محل کار"
    "|واحد تولیدی|نام واحد|نام واحد تولیدی|محل اشتغال|workplace|company|employer|factory",
    Column.COUNTY: "شهرستان|نام شهرستان|شهر|محل|county|city|district",
    Column.PEOPLE: "تعداد|تعداد کارگران|تعداد کارگر|تعداد نفرات|تعداد افراد|نفرات|نفر|people|workers|count"
    "|number of people|number of workers",
    Column.MONTHS: "ماه|تعداد ماه|چند ماه|ماه معوق|ماه های معوق|ماههای معوق|ماه معوقه|تعداد ماه های معوق"
    "|مدت ماه|months|months owed",
    Column.AMOUNT: "مبلغ|مبلغ طلب|میزان طلب|طلب|مبلغ مطالبات|میزان مطالبات|مطالبات|مبلغ معوق|amount|sum|owed",
    Column.UNIT: "واحد|واحد پول|واحد مبلغ|ریال تومان|unit|currency",
    Column.DATE: "تاریخ|تاریخ ثبت|تاریخ مراجعه|تاریخ نامه|تاریخ درخواست|تاریخ شکایت|تاریخ وصول|date"
    "|registered|date registered|registry date",
    Column.REFERENCE: "شماره|شماره پرونده|شماره ثبت|شماره نامه|شماره درخواست|کد پرونده|ش پرونده"
    "|شماره اندیکاتور|reference|ref|file number|case number|file no|number",
    Column.NAME: "نام|نام و نام خانوادگی|نام متقاضی|نام کارگر|متقاضی|شاکی|خواهان|نام شاکی|نام خواهان|name"
    "|full name|applicant|first name",
    Column.SURNAME: "نام خانوادگی|فامیل|فامیلی|نام فامیل|surname|family name|last name",
    Column.PHONE: "تلفن|شماره تلفن|موبایل|شماره موبایل|تلفن همراه|شماره همراه|همراه|شماره تماس|تماس|تلفن تماس"
    "|phone|mobile|telephone|tel|phone number",
}

NEVER_TAKEN = frozenset(
    [
        "دین",
        "مذهب",
        "قومیت",
        "قوم",
        "طایفه",
        "ایل",
        "نژاد",
        "عقیده",
        "عقیدتی",
        "حزب",
        "سیاسی",
        "بسیج",
        "بسیجی",
        "سپاه",
        "ایثارگری",
        "جانبازی",
        "religion",
        "sect",
        "ethnicity",
        "race",
        "belief",
        "party",
        "basij",
    ]
)
"""Nobody's belief, origin or membership is recorded (DESIGN §1): such a column is dropped as it is read."""

LOOKED_AT = 20  # rows in which the headings are sought
_SIGNS = re.compile(r"[^\w\s]+")
_KNOWN = {normalise(spelling): column for column, many in SPELLINGS.items() for spelling in many.split("|")}


@dataclass
class Matching:
    """Which column is what: the number of the heading row, the columns by letter, what amounts count."""

    heading: int
    columns: dict[str, Column] = field(default_factory=dict)
    unit: str = ""

    def letter(self, column: Column) -> str | None:
        """The letter of the one column that is this."""
        return next((letter for letter, one in self.columns.items() if one == column), None)

    @property
    def notes(self) -> list[str]:
        return [letter for letter, one in self.columns.items() if one == Column.NOTE]

    def fault(self, headings: dict[str, str]) -> Any:
        """What is missing or said twice, as a sentence; None when the list can be read so."""
        given = [column for column in self.columns.values() if column != Column.NOTE]
        twice = next((column for column in given if given.count(column) > 1), None)
        if twice:
            return _("Two columns are said to be “%(what)s”. Choose one of them.") % {"what": twice.label}
        if Column.NARRATIVE not in given:
            return _("Say in which column it stands what happened; it is the only one that is needed.")
        if Column.AMOUNT in given and Column.UNIT not in given and not self.unit:
            heading = headings.get(self.letter(Column.AMOUNT) or "", "")
            if not unit_in(heading):
                return _("Say what a bare number in the column of amounts counts: rial or toman?")
        return None

    def to_json(self) -> dict[str, Any]:
        columns = {letter: str(column) for letter, column in self.columns.items()}
        return {"heading": self.heading, "columns": columns, "unit": self.unit}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Matching":
        columns = {letter: Column(name) for letter, name in kept["columns"].items()}
        return cls(kept["heading"], columns, kept["unit"])


def plain(heading: str) -> str:
    """A heading without its signs, folded."""
    return " ".join(_SIGNS.sub(" ", normalise(heading)).split())


def recognised(heading: str) -> tuple[Column | None, int]:
    """What a heading says its column is, and how surely: its own spelling, or the longest one inside it."""
    text = plain(heading)
    if text in _KNOWN:
        return _KNOWN[text], 1000
    if len(text) > 60:
        return None, 0  # a story, not a heading
    inside = [known for known in _KNOWN if f" {known} " in f" {text} "]
    longest = max(inside, key=len, default="")
    return (_KNOWN[longest], len(longest)) if longest else (None, 0)


def is_never_taken(heading: str) -> bool:
    """Whether a column tells what Dadkar must not know of anybody."""
    return bool(NEVER_TAKEN & set(plain(heading).split()))


@lru_cache(maxsize=4096)
def unit_in(text: str) -> str:
    """The unit of money that a heading or a cell names; "" when it names none, or both."""
    words = set(plain(text).split())
    is_toman, is_rial = bool(words & {"تومان", "تومن", "toman"}), bool(words & {"ریال", "rial", "irr"})
    if is_toman == is_rial:
        return ""
    if words & {"میلیون", "million"}:
        return MoneyUnit.MILLION_TOMAN if is_toman else MoneyUnit.MILLION_RIAL
    if words & {"هزار", "thousand"} and is_toman:
        return MoneyUnit.THOUSAND_TOMAN
    return MoneyUnit.TOMAN if is_toman else MoneyUnit.RIAL


def likeness(sheet: Sheet, number: int) -> int:
    """How many headings of a row are known."""
    row = row_numbered(sheet.rows, number)
    found = {recognised(row.text(letter))[0] for letter in row.cells} if row else set()
    return len(found - {None})


def heading_row(sheet: Sheet) -> int:
    """The number of the row that looks most like headings; without any, the first row with two texts."""
    first = sheet.rows[:LOOKED_AT]
    best = max(first, key=lambda row: likeness(sheet, row.number))
    if likeness(sheet, best.number):
        return best.number
    wide = (row.number for row in first if sum(isinstance(v, str) for v in row.cells.values()) > 1)
    return next(wide, first[0].number)


def row_numbered(rows: list[Row], number: int) -> Row | None:
    return next((row for row in rows if row.number == number), None)


def suggest(headings: dict[str, str], number: int) -> Matching:
    """What the columns most likely are, by their headings; each thing at most once."""
    taken: dict[Column, tuple[int, str]] = {}
    for letter, heading in headings.items():
        column, sureness = recognised(heading)
        if column and sureness > taken.get(column, (0, ""))[0]:
            taken[column] = (sureness, letter)
    if Column.NARRATIVE not in taken and Column.TOPIC in taken:  # many lists say it all under «موضوع»
        taken[Column.NARRATIVE] = taken.pop(Column.TOPIC)
    letters = {letter: column for column, (_sure, letter) in taken.items()}
    unit = unit_in(headings.get(taken.get(Column.AMOUNT, (0, ""))[1], ""))
    return Matching(number, {letter: letters[letter] for letter in headings if letter in letters}, unit)
