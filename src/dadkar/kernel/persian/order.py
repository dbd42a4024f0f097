"""Persian alphabetical order as a text to sort by, for a PostgreSQL that was built without ICU.

The order of letters is that of Unicode CLDR's `fa` collation: آ before ا, hamza on any seat after it, و
before ه; digits, then Persian letters, then Latin ones. Numbers go by size, so «بند ۲» comes before «بند ۱۰».
"""

import re
import unicodedata
from collections.abc import Iterator

from dadkar.kernel.persian.letters import HALF_SPACE, clean, to_latin_digits

_ALPHABET = "آاءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
# Letters that differ from an alphabet's letter on the second level only.
_VARIANTS = {**dict.fromkeys("أإؤئ", "ء"), "ٱ": "ا", "ة": "ه"}
# One ASCII character a letter, from A on; below them the digits, the space between words, the level's end.
_WEIGHTS = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_OURS = _WEIGHTS.keys() | _VARIANTS.keys()
_END, _SPACE, _LATIN, _OTHER = " ", "!", "~", "\x7f"


def sort_key(text: str) -> str:
    """A text whose bytes sort as `text` does in a Persian dictionary; keep it in a column of collation "C".

    Punctuation counts as a space. Half-spaces, diacritics, the seat of a hamza and Latin capitals only order
    what is otherwise equal.
    """
    primary, details = [], []
    for char in to_latin_digits(clean(text)):
        if char == "ـ":
            continue
        letter, *marks = list(char if char in _OURS else unicodedata.normalize("NFD", char))
        if letter == HALF_SPACE or unicodedata.combining(letter):
            details.append("a" if letter == HALF_SPACE else letter)
            continue
        folded = _VARIANTS.get(letter, letter.casefold())
        primary.append(folded if folded.isalnum() else " ")
        details += ["0" if letter == folded else "1" + letter, *marks]
    words = "".join(primary).split()
    return _SPACE.join("".join(_weights(word)) for word in words) + _END + "".join(details).rstrip("0")


def _weights(word: str) -> Iterator[str]:
    for part in re.findall(r"[0-9]+|.", word):
        if part[0] in "0123456789":
            yield _by_size(part.lstrip("0") or "0")
        elif part in _WEIGHTS:
            yield _WEIGHTS[part]
        else:
            yield (_LATIN if part.isascii() else _OTHER) + part


def _by_size(digits: str) -> str:
    """The digits after their count, written so that a longer count is the greater text: 8 < 90 < 98 < 990."""
    nines, rest = divmod(len(digits), 9)
    return "9" * nines + str(rest) + digits
