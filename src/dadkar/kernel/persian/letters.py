"""Letters: `clean` for what is kept and shown, `normalise` for what is compared.

Sources: Unicode 15 (general categories, Arabic block), ISIRI 6219 (Persian letters and digits).
"""

import re
import unicodedata

HALF_SPACE = "\u200c"
JOINER = "\u200d"

_DIGITS = {ord(c): str(i) for row in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for i, c in enumerate(row)}
_PERSIAN_DIGITS = {ord(str(i)): c for i, c in enumerate("۰۱۲۳۴۵۶۷۸۹")}
_ARABIC_DIGITS = {ord(c): "۰۱۲۳۴۵۶۷۸۹"[i] for i, c in enumerate("٠١٢٣٤٥٦٧٨٩")}

# Keyboards of other languages: the letter looks right and is another character.
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("يىےېۍ", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ہھە", "ه"),
        "ۀ": "هٔ",
        "ۂ": "هٔ",
    }
)
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("آأإٱ", "ا"),
        **dict.fromkeys("ؤۆ", "و"),
        **dict.fromkeys("ئێ", "ی"),
        **dict.fromkeys("ةۃ", "ه"),
        **dict.fromkeys("ءـ"),
    }
)

_PRESENTATION = re.compile("[\ufb50-\ufdcf\ufe70-\ufefc]+")
_NEWLINES = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Some Persian keyboards send these for Shift+Space.
_WRONG_HALF_SPACE = re.compile("(?<=[\u0620-\u06ff])[\u200b\u00ac](?=[\u0620-\u06ff])")
_USELESS_HALF_SPACE = re.compile("(?<![^\\W_])\u200c+|\u200c+(?![^\\W_])|(?<=\u200c)\u200c+")
_USELESS_JOINER = re.compile("(?:^|(?<=[\\s\u200c\u200d]))\u200d+")
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
# Format characters that belong to the text: the two joiners, and Arabic signs that enclose a number.
_KEPT_FORMAT = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd")
_INVISIBLE_LETTERS = frozenset("ـ\u115f\u1160\u3164\uffa0")


def to_latin_digits(text: str) -> str:
    """Persian ۱۲۳ and Arabic ١٢٣ digits as 123; all else untouched."""
    return text.translate(_DIGITS)


def to_persian_digits(text: str) -> str:
    """Latin and Arabic digits as ۱۲۳; all else untouched."""
    return text.translate(_PERSIAN_DIGITS).translate(_ARABIC_DIGITS)


def clean(text: str) -> str:
    """`text` as it is kept and shown: nothing that a reader could see or mean is lost.

    Letters and digits of Arabic keyboards become Persian, newlines one kind, half-spaces stay where they
    part two letters. Control characters and all direction controls go (a page isolates people's text by
    itself), as do spaces at the ends of lines and of the whole.
    """
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFC", text).translate(_LETTERS).translate(_ARABIC_DIGITS)
    text = text.replace("یٔ", "ئ")
    text = _NEWLINES.sub("\n", _WRONG_HALF_SPACE.sub(HALF_SPACE, text))
    text = "".join(c for c in text if c.isprintable() or c in "\n\t" or not _is_control(c))
    text = _USELESS_JOINER.sub("", _USELESS_HALF_SPACE.sub("", text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def clean_line(text: str) -> str:
    """`clean`, on one line, with single spaces."""
    return " ".join(clean(text).split())


def normalise(text: str) -> str:
    """`text` for comparing, never for showing: equal for all ways to type the same words.

    Folds letters and hamza (آ is ا; that مسؤول is مسئول is for `stems`), drops diacritics, tatweel and
    invisible characters, makes digits Latin and Latin letters lower case, and of any half-space or white
    space one space.
    """
    text = clean(text).replace(HALF_SPACE, " ").replace(JOINER, "")
    text = unicodedata.normalize("NFKC", text).translate(_LETTERS).translate(_FOLDED).casefold()
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFKC", to_latin_digits(text)).split())


def has_meaning(text: str) -> bool:
    """Whether at least one letter or number is there: false for emoji, punctuation and invisible signs."""
    return any(
        unicodedata.category(c)[0] in "LN" and c not in _INVISIBLE_LETTERS for c in _KEYCAP.sub("", text)
    )


def _is_control(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("Cc", "Cs") or (category == "Cf" and char not in _KEPT_FORMAT)
