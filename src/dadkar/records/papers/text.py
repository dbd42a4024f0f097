"""Strings made ready for paper: nothing hidden in them, digits of the language, directions kept apart."""

import re
from typing import Any

from dadkar.kernel.persian import clean, to_latin_digits, to_persian_digits

FIRST_STRONG, LEFT_TO_RIGHT, POP = "\u2068", "\u2066", "\u2069"  # Unicode isolates

NO_CHARACTER = re.compile("[\ufffe\uffff]")
"""Not characters at all: no XML may hold them."""

# A Latin phrase begins with a word that has a letter; it begins and ends in a letter or digit, but for the
# dot of an abbreviation before a closing mark («Sepid Co.»).
_WORD = r"[A-Za-z0-9](?:[!-~]*[A-Za-z0-9])?"
LATIN_PHRASE = rf"(?=[!-~]*[A-Za-z]){_WORD}(?: {_WORD})*(?:\.(?=[»)\]]))?"
# After a Persian letter the parts of 074-33221100 would change places; ranges (۵-۸) rightly do.
PHONE = r"(?<![\d-])(?:0\d+(?:-\d+)+|\+\d+(?:-\d+)*)(?![\d-])"
_PERSIAN = "\u0620-\u065f\u066e-\u06ef\u06fa-\u06ff\u0750-\u077f"
PERSIAN_PHRASE = rf"[{_PERSIAN}](?:[{_PERSIAN}\d\u200c ،؛/-]*[{_PERSIAN}\d])?"

APART = {
    "fa": re.compile(f"(?P<phrase>{LATIN_PHRASE})|{PHONE}"),
    "en": re.compile(f"(?P<phrase>{PERSIAN_PHRASE})"),
}
WHOLLY_OTHER = {
    "fa": re.compile(r"[ -~]*[A-Za-z][ -~]*"),
    "en": re.compile(rf"[^A-Za-z]*[{_PERSIAN}][^A-Za-z]*"),
}


def digits(text: str, lang: str) -> str:
    """Return the text with its digits, of whatever script, in the language's own."""
    return to_persian_digits(text) if lang == "fa" else to_latin_digits(text)


def printed(text: str, lang: str) -> str:
    """Return a string ready for paper: clean, its digits in the language, the other script isolated.

    A Latin phrase in Persian (an address, a number such as Kala-12/A) keeps its own digits and order, and
    so does a Persian phrase in English.
    """
    text = NO_CHARACTER.sub("", clean(text))
    if WHOLLY_OTHER[lang].fullmatch(text):
        return f"{FIRST_STRONG}{text}{POP}"
    parts, end = [], 0
    for found in APART[lang].finditer(text):
        apart = f"{FIRST_STRONG}{found[0]}{POP}" if found["phrase"] else ltr(found[0], lang)
        parts += [digits(text[end : found.start()], lang), apart]
        end = found.end()
    return "".join([*parts, digits(text[end:], lang)])


def ltr(text: str, lang: str) -> str:
    """Return a phone or code with the language's digits, to be read from left to right wherever it stands."""
    return f"{LEFT_TO_RIGHT}{digits(clean(text), lang)}{POP}" if text else ""


def number(value: int, lang: str) -> str:
    """Return a whole number in the language's digits, in groups of three: ۱۲٬۵۰۰ or 12,500."""
    grouped = f"{value:,}"
    return to_persian_digits(grouped.replace(",", "٬")) if lang == "fa" else grouped


def cell(value: str | int | None, lang: str) -> str:
    """Return what a cell of a table shows; None is an empty one."""
    if value is None:
        return ""
    return number(value, lang) if isinstance(value, int) else printed(value, lang)


def all_printed(value: Any, lang: str) -> Any:
    """Apply `printed` to every string inside dictionaries and sequences."""
    if isinstance(value, str):
        return printed(value, lang)
    if isinstance(value, dict):
        return {key: all_printed(item, lang) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [all_printed(item, lang) for item in value]
    return value
