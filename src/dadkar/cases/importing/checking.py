"""A row of a list, read as the case it would become; or what is wrong with it, cell by cell."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dadkar.cases.filing import Filing
from dadkar.cases.forms import is_known_small, urgency_of
from dadkar.cases.importing import values
from dadkar.cases.importing.headings import Column, Matching, unit_in
from dadkar.cases.importing.lookups import Counties, Topics, Workplaces
from dadkar.cases.importing.sheet import Broken, Row
from dadkar.cases.models import Case
from dadkar.kernel.sealing.keyring import keyring

MERGED_STORY = _("This cell is merged over %(range)s, and each row needs its own words. Unmerge it.")
MERGED_ACROSS = _(
    "This cell is merged over %(range)s, so it is not clear to which column it belongs. Unmerge it."
)

TOPIC_UNKNOWN, COUNTY_UNKNOWN, TYPED_WORKPLACE = "topic", "county", "workplace"


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, such as «D14»."""

    cell: str
    why: str


@dataclass
class Reading:
    """A row as it was read. `remarks` are codes of what was understood only in part, and kept as words."""

    row: Row
    filing: Filing | None = None
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    digest: bytes = b""
    is_empty: bool = False


class Checker:
    """Reads the rows of one list, in their order, for one house."""

    def __init__(self, house: Any, matching: Matching, headings: dict[str, str]) -> None:
        self.matching, self._headings = matching, headings
        self._letters = {column: matching.letter(column) for column in Column}
        self._topics, self._counties, self._workplaces = Topics(house), Counties(house), Workplaces(house)
        self._unit = matching.unit or unit_in(headings.get(matching.letter(Column.AMOUNT) or "", ""))
        self._secret = keyring().subkey("search", f"import/{house.uuid}")

    def read(self, row: Row, occurrence: Callable[[bytes], int]) -> Reading:
        """The row as a filing, or its faults. `occurrence` counts how often alike rows came before it."""
        reading = Reading(row)
        matched = [letter for letter in self.matching.columns if letter in row.cells]
        reading.is_empty = not any(self._says(row, letter) for letter in matched)
        if reading.is_empty:
            return reading
        self._check_merged(reading)
        said = {column: self._value(column, reading) for column in READERS}
        said[Column.AMOUNT] = self._amount(reading)
        said[Column.NOTE] = [
            (self._heading(letter), self._reads(values.note, reading, letter))
            for letter in self.matching.notes
        ]
        if not reading.faults:
            reading.filing = self._filing(said, reading)
            reading.digest = self._digest(said, occurrence)
        return reading

    def _says(self, row: Row, letter: str) -> bool:
        value = row.cells[letter]
        return isinstance(value, Broken) or bool(values.text_of(value))

    def _check_merged(self, reading: Reading) -> None:
        """Merged downwards, a cell holds for each row, but a story is one person's; across, nobody knows."""
        row, story = reading.row, self._letters.get(Column.NARRATIVE)
        by_range: dict[str, list[str]] = {}
        for letter, merged in row.merged.items():
            if letter in self.matching.columns:
                by_range.setdefault(merged, []).append(letter)
        for merged, letters in by_range.items():
            if len(letters) > 1:
                self._fault(reading, letters[0], MERGED_ACROSS % {"range": merged})
            elif letters == [story] and _spans_rows(merged):
                self._fault(reading, letters[0], MERGED_STORY % {"range": merged})

    def _value(self, column: Column, reading: Reading) -> Any:
        letter = self._letters.get(column)
        if letter is None:
            return None
        return self._reads(READERS[column], reading, letter)

    def _amount(self, reading: Reading) -> int | None:
        letter = self._letters.get(Column.AMOUNT)
        if letter is None:
            return None
        own = unit_in(reading.row.text(self._letters.get(Column.UNIT)))  # cached: few units, many rows
        return self._reads(lambda value: values.amount(value, own or self._unit), reading, letter)

    def _reads(self, reader: Callable[[Any], Any], reading: Reading, letter: str) -> Any:
        try:
            return reader(reading.row.cells.get(letter, ""))
        except ValidationError as error:
            self._fault(reading, letter, " ".join(error.messages))
            return None

    def _fault(self, reading: Reading, letter: str, why: Any) -> None:
        reading.faults.append(Fault(f"{letter}{reading.row.number}", str(why)))

    # -- as a case -----------------------------------------------------------------------------------

    def _filing(self, said: dict[Column, Any], reading: Reading) -> Filing:
        kept: list[tuple[str, str]] = []
        topic = self._find(self._topics, Column.TOPIC, said, reading, TOPIC_UNKNOWN, kept)
        county = self._find(self._counties, Column.COUNTY, said, reading, COUNTY_UNKNOWN, kept)
        typed = said[Column.WORKPLACE] or ""
        workplace = self._workplaces.find(typed)
        if typed and workplace is None:
            reading.remarks.append(TYPED_WORKPLACE)
        kept += said[Column.NOTE]
        name = " ".join(part for part in (said[Column.NAME], said[Column.SURNAME]) if part)
        contact = {"name": name, "phone": said[Column.PHONE]}
        details = {
            "channel": Case.Channel.IMPORT, "office_reference": said[Column.REFERENCE] or "",
            "office_date": said[Column.DATE], "topic": topic,
            "county": county or (workplace.county if workplace else None),
            "workplace": workplace, "workplace_typed": "" if workplace else typed,
            "is_small": is_known_small(workplace), "people": said[Column.PEOPLE],
            "months": said[Column.MONTHS], "amount_rial": said[Column.AMOUNT],
            "urgency": urgency_of(topic), "sensitive": bool(topic and topic.sensitive),
        }  # fmt: skip
        notes = [f"{heading}: {text}" for heading, text in kept if text]
        story = "\n\n".join([said[Column.NARRATIVE], *(["\n".join(notes)] if notes else [])])
        return Filing(story, details, {key: value for key, value in contact.items() if value})

    def _find(
        self,
        words: Any,
        column: Column,
        said: dict[Column, Any],
        reading: Reading,
        remark: str,
        kept: list[Any],
    ) -> Any:
        """What a word names here; a word that names nothing is kept with what happened, so it isn't lost."""
        text = said[column] or ""
        found = words.find(text) if text else None
        if text and found is None:
            reading.remarks.append(remark)
            kept.append((self._heading(self._letters.get(column)), text))
        return found

    def _heading(self, letter: str | None) -> str:
        return self._headings.get(letter or "") or letter or ""

    def _digest(self, said: dict[Column, Any], occurrence: Callable[[bytes], int]) -> bytes:
        """What knows the row again in a later edition of the list, keyed; amounts may have changed there."""
        row = "\0".join(str(said[column] or "") for column in IDENTITY)
        alike = hmac.digest(self._secret, row.encode(), hashlib.sha256)
        return hmac.digest(self._secret, alike + occurrence(alike).to_bytes(4, "big"), hashlib.sha256)


READERS: dict[Column, Callable[[Any], Any]] = {
    Column.NARRATIVE: values.narrative,
    Column.TOPIC: values.line,
    Column.WORKPLACE: values.line,
    Column.COUNTY: values.line,
    Column.PEOPLE: values.people,
    Column.MONTHS: values.months,
    Column.DATE: values.day,
    Column.REFERENCE: values.reference,
    Column.NAME: values.line,
    Column.SURNAME: values.line,
    Column.PHONE: values.phone,
}
IDENTITY = (
    Column.REFERENCE, Column.NARRATIVE, Column.WORKPLACE, Column.NAME, Column.SURNAME, Column.PHONE,
)  # fmt: skip


def _spans_rows(merged: str) -> bool:
    first, _colon, last = merged.partition(":")
    return first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
