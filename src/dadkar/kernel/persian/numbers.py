"""Numbers in the reader's digits, and how people write a number: in digits, in words, or both."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import get_language

from dadkar.kernel.persian.letters import normalise, to_latin_digits, to_persian_digits

_LATIN_SIGNS = str.maketrans("٬٫", ",.")
_PERSIAN_SIGNS = str.maketrans(",.", "٬٫")

_ONES = "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده"
_TENS = "بیست سی چهل پنجاه شصت هفتاد هشتاد نود"
_HUNDREDS = "صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد"
_WORDS = {
    **{word: Fraction(n) for n, word in enumerate(_ONES.split())},
    **{word: Fraction(n * 10) for n, word in enumerate(_TENS.split(), 2)},
    **{word: Fraction(n * 100) for n, word in enumerate(_HUNDREDS.split(), 1)},
    "هیجده": Fraction(18),
    "شیش": Fraction(6),
    "پونصد": Fraction(500),
    "شیشصد": Fraction(600),
    "نیم": Fraction(1, 2),
}
_SCALES = {
    **dict.fromkeys(("هزار", "thousand"), 10**3),
    **dict.fromkeys(("میلیون", "ملیون", "million"), 10**6),
    **dict.fromkeys(("میلیارد", "ملیارد", "billion"), 10**9),
}
_LONGEST = 100  # characters

_GROUPED = re.compile(r"(?<=\d)[,٬،](?=\d{3}(?!\d))")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)")
_TOKEN = re.compile(r"\d[\d.٫]*|[^\W\d_]+|\S")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DECIMAL = re.compile(r"(\d+)(?:[.٫](\d+))?")


class NotANumber(ValueError):
    """The text could not be read as one number."""


def persian_reader(lang: str | None = None) -> bool:
    """Whether `lang`, or else the language in force, is Persian; outside any request it is."""
    return (lang or get_language() or "fa").startswith("fa")


def digits(text: object, lang: str | None = None) -> str:
    """Any text or number with the digits of the reader, and nothing else changed."""
    return to_persian_digits(str(text)) if persian_reader(lang) else to_latin_digits(str(text))


def number(value: int | float | Decimal, lang: str | None = None) -> str:
    """«۱۲٬۵۰۰٫۷۵» or “12,500.75”; no zeros are added or dropped."""
    text = f"{value:,}"
    if not persian_reader(lang):
        return text
    return to_persian_digits(text.translate(_PERSIAN_SIGNS)).replace("-", "\u2212")


def percent(value: int, lang: str | None = None) -> str:
    """«۲۵٪» or “25%”."""
    return f"{number(value, lang)}{'٪' if persian_reader(lang) else '%'}"


def parse_number(text: str) -> Fraction:
    """The number in «۱۲ میلیون و ۵۰۰ هزار», «یک و نیم میلیارد», “12,500,000”, «۲٫۵ میلیون», «12.500.000».

    A dot is a decimal sign before a scale («۲.۵ میلیون») and parts thousands in a plain number; ٫ and / are
    always decimal signs. Raises NotANumber, also for «۲ میلیون و ۵۰۰», which may mean 2,000,500 or 2,500,000.
    """
    tokens = _tokens(text)
    groups: list[tuple[Fraction, int]] = []  # (value, scale), to descend
    part: Fraction | None = None
    for place, token in enumerate(tokens):
        scale = _SCALES.get(token)
        if scale is None:
            part = _added(part, _value(token, scaled=tokens[place + 1 : place + 2]), text)
        elif part is None and place and tokens[place - 1] in _SCALES:
            value, smaller = groups.pop()
            groups.append((value * scale, smaller * scale))
        else:
            groups.append(((Fraction(1) if part is None else part) * scale, scale))
            part = None
    if part is not None:
        groups.append(_tail(part, groups))
    return _sum(groups, text)


def _tokens(text: str) -> list[str]:
    plain = normalise(text)
    if len(plain) > _LONGEST:
        raise NotANumber(text)
    plain = _SPACED.sub(lambda found: found[0].replace(" ", ""), _GROUPED.sub("", plain))
    return [
        token for token in _TOKEN.findall(re.sub(r"(?<=\d)/(?=\d)", "٫", plain)) if token not in ("و", "and")
    ]


def _value(token: str, scaled: list[str]) -> Fraction:
    if token in _WORDS:
        return _WORDS[token]
    if _DOTTED.fullmatch(token) and not (token.count(".") == 1 and scaled and scaled[0] in _SCALES):
        return Fraction(token.replace(".", ""))
    if not _DECIMAL.fullmatch(token):
        raise NotANumber(token)
    return Fraction(token.replace("٫", "."))


def _added(part: Fraction | None, value: Fraction, text: str) -> Fraction:
    """«سیصد و پنجاه و دو» adds ever smaller words; «دو سه» does not say which."""
    if part is None:
        return value
    room = 1 if value < 1 else 10 if value < 10 else 100
    if value >= 100 or part < 1 or part % room:
        raise NotANumber(text)
    return part + value


def _tail(part: Fraction, groups: list[tuple[Fraction, int]]) -> tuple[Fraction, int]:
    """What follows the last scale: «یک میلیون و نیم» is half a million more."""
    if groups and part == Fraction(1, 2):
        return part * groups[-1][1], 1
    if groups and part < 1000 < groups[-1][1]:
        raise NotANumber(str(part))
    return part, 1


def _sum(groups: list[tuple[Fraction, int]], text: str) -> Fraction:
    if not groups:
        raise NotANumber(text)
    for (_, larger), (value, scale) in pairwise(groups):
        if scale >= larger or value >= larger:
            raise NotANumber(text)
    return sum((value for value, _ in groups), Fraction(0))
