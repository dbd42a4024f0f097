"""Persian text: kept as people wrote it, compared as they meant it.

Verbs: clean, normalise, stems, sort_key; digits and numbers; money from words to rials and back.
"""

from dadkar.kernel.persian.letters import (
    clean,
    clean_line,
    has_meaning,
    normalise,
    to_latin_digits,
    to_persian_digits,
)
from dadkar.kernel.persian.money import NotMoney, TooMuchMoney, parse_money, rial, toman, toman_in_words
from dadkar.kernel.persian.numbers import NotANumber, digits, number, parse_number, percent, persian_reader
from dadkar.kernel.persian.order import sort_key
from dadkar.kernel.persian.stems import stem, stems, words

__all__ = [
    "NotANumber",
    "NotMoney",
    "TooMuchMoney",
    "clean",
    "clean_line",
    "digits",
    "has_meaning",
    "normalise",
    "number",
    "parse_money",
    "parse_number",
    "percent",
    "persian_reader",
    "rial",
    "sort_key",
    "stem",
    "stems",
    "to_latin_digits",
    "to_persian_digits",
    "toman",
    "toman_in_words",
    "words",
]
