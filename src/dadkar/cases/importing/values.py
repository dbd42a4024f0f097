"""A cell as a value of a case. Each reader raises ValidationError with a sentence for the officer."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dadkar.cases.forms import LONGEST
from dadkar.cases.importing.headings import MoneyUnit, unit_in
from dadkar.cases.importing.sheet import Broken, Value, shown
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.fields import JalaliDateField, MoneyField, PersianCharField, PersianTextField, PhoneField
from dadkar.kernel.persian import NotANumber, normalise, parse_number
from dadkar.kernel.persian import number as number_of

NOTHING = frozenset(["", "-", "--", "---", "—", "–", "_", "/", "ندارد", "نامشخص", "نامعلوم", "none", "n/a"])
EXCEL_BEGAN = date(1899, 12, 30)
"""Day 0 of Excel's serial days, as they count after February 1900 (ECMA-376 part 1, 18.17.4.1)."""
SERIALS = range(25_000, 65_000)  # 1968 to 2077: a bare number there is a day that lost its format
EARLIEST = Jalali(1350, 1, 1).to_date()
IN_WORDS: dict[str, str] = {
    MoneyUnit.RIAL: "ریال",
    MoneyUnit.TOMAN: "تومان",
    MoneyUnit.THOUSAND_TOMAN: "هزار تومان",
    MoneyUnit.MILLION_RIAL: "میلیون ریال",
    MoneyUnit.MILLION_TOMAN: "میلیون تومان",
}
_ROUND_ABOUT = re.compile(
    r"(?<!\w)(?:حدود|حدودا|تقریبا|بیش از|بالغ بر|نزدیک|نفر|نفره|کارگر|کارگران|ماه|ماهه|about|people|months?)"
    r"(?!\w)"
)

BROKEN = {
    "formula": _(
        "A formula whose result is not in the file. Open the file in Excel, save it and send it again."
    ),
    "error": _("An error of Excel stands here, such as #REF!. Correct the cell."),
}
NOT_A_NUMBER = _("This is not a whole number: “%(text)s”.")
OUT_OF_BOUNDS = _("A number from %(least)s to %(most)s is expected here, not “%(text)s”.")
NO_UNIT = _("This amount has no unit. Say above what bare amounts count.")

_narrative = PersianTextField(
    max_bytes=LONGEST, error_messages={"required": _("Nothing stands here, and what happened is needed.")}
)
_line = PersianCharField(required=False)
_note = PersianTextField(required=False)
_reference = PersianCharField(required=False, max_length=60)
_phone = PhoneField(required=False)
_money = MoneyField(required=False)
_day = JalaliDateField(required=False, not_before=EARLIEST, not_after=moment.today)


def text_of(value: Value) -> str:
    """A cell's text, empty for the signs that people put where nothing is known."""
    if isinstance(value, Broken):
        raise ValidationError(BROKEN[value.why])
    text = shown(value)
    return "" if text.casefold() in NOTHING else text


def narrative(value: Value) -> str:
    return _narrative.clean(text_of(value))


def line(value: Value) -> str:
    return _line.clean(text_of(value))


def note(value: Value) -> str:
    return _note.clean(text_of(value))


def reference(value: Value) -> str:
    return _reference.clean(text_of(value))


def phone(value: Value) -> str:
    return _phone.clean(text_of(value))


def day(value: Value) -> date | None:
    """A day: Excel's own, its serial number, or a text in the Iranian calendar."""
    if isinstance(value, int | float) and int(value) in SERIALS:
        value = EXCEL_BEGAN + timedelta(days=int(value))
    if isinstance(value, date):
        return _day.clean(value)
    return _day.clean(text_of(value))


def amount(value: Value, unit: str) -> int | None:
    """An amount in rial. A unit in the cell wins over `unit`, which is what bare amounts count."""
    text = text_of(value)
    if not text:
        return None
    bare = not any(letter.isalpha() for letter in text)
    if not bare and unit_in(text):
        return _money.clean([text, "rial"])
    if not unit:
        raise ValidationError(NO_UNIT)
    base = "rial" if unit in (MoneyUnit.RIAL, MoneyUnit.MILLION_RIAL) else "toman"
    return _money.clean([f"{text} {IN_WORDS[unit]}" if bare else text, base])


def whole(least: int, most: int) -> Callable[[Value], int | None]:
    """A reader of whole numbers within bounds: «حدود ۲۰۰ نفر» is 200."""

    def read(value: Value) -> int | None:
        text = text_of(value)
        if not text:
            return None
        facts: dict[str, Any] = {"text": text[:40], "least": number_of(least), "most": number_of(most)}
        try:
            number = (
                Fraction(text) if text.isdecimal() else parse_number(_ROUND_ABOUT.sub(" ", normalise(text)))
            )
        except NotANumber as error:
            raise ValidationError(NOT_A_NUMBER, params=facts) from error
        if number.denominator != 1:
            raise ValidationError(NOT_A_NUMBER, params=facts)
        if not least <= number <= most:
            raise ValidationError(OUT_OF_BOUNDS, params=facts)
        return int(number)

    return read


people = whole(1, 1_000_000)
months = whole(0, 600)
