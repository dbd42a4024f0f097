"""Money: stored in rial (an integer), written and read by people in toman (ten rial), in papers in rial."""

import re
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from dadkar.kernel.persian.letters import normalise
from dadkar.kernel.persian.numbers import NotANumber, number, parse_number

Unit = Literal["rial", "toman"]
RIALS: dict[Unit, int] = {"rial": 1, "toman": 10}
LARGEST = 10**17
"""In rial; more than ten thousand times what any body owes, and well within a bigint."""

_UNITS = re.compile(
    r"(?<![^\W\d_])(?:(?P<toman>تومانی?|تومنی?|ت|toman|tomans)|(?P<rial>ریالی?|rial|rials|irr))(?![^\W\d_])"
)


class NotMoney(ValueError):
    """The text says no amount that can be understood."""


class TooMuchMoney(NotMoney):
    """An amount beyond LARGEST, most likely a slip."""


def parse_money(text: str, unit: Unit = "toman") -> int:
    """The rials in «۱۲ میلیون و ۵۰۰ هزار تومان» or “12,500,000”. A unit in the text wins over `unit`.

    Raises NotMoney (also below zero, for two units, and for parts of a rial) and TooMuchMoney.
    """
    plain = normalise(text)
    units: set[Unit] = {"toman" if found["toman"] else "rial" for found in _UNITS.finditer(plain)}
    if len(units) > 1:
        raise NotMoney(text)
    try:
        value = parse_number(_UNITS.sub(" ", plain)) * RIALS[units.pop() if units else unit]
    except NotANumber as error:
        raise NotMoney(text) from error
    if value.denominator != 1:
        raise NotMoney(text)
    if value > LARGEST:
        raise TooMuchMoney(text)
    return int(value)


def toman(rials: int) -> str:
    """«۱٬۲۵۰٬۰۰۰ تومان» for 12,500,000 rials; nothing is rounded."""
    whole, rest = divmod(abs(rials), 10)
    amount = Decimal(whole) + Decimal(rest) / 10 if rest else whole
    return _("%(amount)s toman") % {"amount": number(amount if rials >= 0 else -amount)}


def rial(rials: int) -> str:
    """«۱۲٬۵۰۰٬۰۰۰ ریال»."""
    return _("%(amount)s rial") % {"amount": number(rials)}


def toman_in_words(rials: int) -> str:
    """«۱ میلیون و ۲۵۰ هزار تومان», the way it is said; a rest below a thousand toman stays in digits."""
    left, said = rials // 10, []
    if rials <= 0 or rials % 10 or left < 1000:
        return toman(rials)
    for size, scale in (
        (10**9, _("%(n)s billion")),
        (10**6, _("%(n)s million")),
        (10**3, _("%(n)s thousand")),
    ):
        count, left = divmod(left, size)
        if count:
            said.append(scale % {"n": number(count)})
    if left:
        said.append(number(left))
    return _("%(amount)s toman") % {"amount": _(" and ").join(said)}
