"""Letters: `clean` for what is kept and shown, `normalise` for what is compared.

Sources: Unicode 15 (general categories, Arabic block), ISIRI 6219 (Persian letters and digits).
"""

import re
import unicodedata

HALF_SPACE = "\u200c"
JOINER = "\u200d"

_ROWS = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"
_TO_LATIN = str.maketrans({c: str(n) for row in _ROWS for n, c in enumerate(row)})
_FROM_ARABIC = dict(zip(_ROWS[1], _ROWS[0], strict=True))
_TO_PERSIAN = str.maketrans({str(n): c for n, c in enumerate(_ROWS[0])} | _FROM_ARABIC)

# Keyboards of other languages: the letter or digit looks right and is another character.
_LETTERS = str.maketrans(
    {
        **_FROM_ARABIC,
        **dict.fromkeys("يىےۓېۍ", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ہھە", "ه"),
        **dict.fromkeys("ۀۂ", "هٔ"),
    }
)
_FOLDED = (
    _LETTERS
    | _TO_LATIN
    | str.maketrans(
        {
            **dict.fromkeys("آأإٱ", "ا"),
            **dict.fromkeys("ؤۆ", "و"),
            **dict.fromkeys("ئێ", "ی"),
            **dict.fromkeys("ةۃۀۂ", "ه"),
            **dict.fromkeys((HALF_SPACE, "¬"), " "),
            **dict.fromkeys((JOINER, "ء", "ـ", "\u0654")),
        }
    )
)

_PRESENTATION = re.compile("[\ufb50-\ufdcf\ufe70-\ufefc]+")
_NEWLINES = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Controls, halves of pairs, marks of direction, and invisible signs other than the two joiners.
_CONTROLS = re.compile(
    "[\0-\b\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Some Persian keyboards send U+200B or ¬ for Shift+Space.
_WRONG_HALF_SPACE = re.compile("(?<=[\u0620-\u06ff])[\u00ac\u200c]+(?=[\u0620-\u06ff])")
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
_ACCENTED = re.compile("[^\\s!-~«»،؛؟\u0621-\u063a\u0641-\u064a\u06a9-\u06d3]+")
_USELESS_HALF_SPACE = re.compile(f"(?<![^\\W_])(?<![{_MARKS}])\u200c|\u200c(?![^\\W_])")
_USELESS_JOINER = re.compile("(?:^|(?<=[\\s\u200c\u200d]))\u200d+")
# Letters, digits and signs that `clean` and NFKC leave as they are, no white space but two, and half-spaces
# between letters.
_SURE = "\u0621-\u063a\u0641-\u064aپچژکگی"
_PLAIN = re.compile(f"(?:[ \n!-~«»،؛؟{_SURE}\u0654۰-۹]++|(?<=[{_SURE}])\u200c(?=[{_SURE}]))*+")
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
_INVISIBLE_LETTERS = frozenset("ـ\u115f\u1160\u3164\uffa0")


def to_latin_digits(text: str) -> str:
    """Persian ۱۲۳ and Arabic ١٢٣ digits as 123; all else untouched."""
    return text.translate(_TO_LATIN)


def to_persian_digits(text: str) -> str:
    """Latin and Arabic digits as ۱۲۳; all else untouched."""
    return text.translate(_TO_PERSIAN)


def clean(text: str) -> str:
    """`text` as it is kept and shown: nothing that a reader could see or mean is lost.

    Letters and digits of Arabic keyboards become Persian, newlines one kind, half-spaces stay where they
    part two letters. Control characters and all direction controls go (a page isolates people's text by
    itself), as do spaces at the ends of lines and of the whole.
    """
    text = _NEWLINES.sub("\n", text).replace("\u200b", HALF_SPACE)
    text = _CONTROLS.sub("", text)
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    text = _WRONG_HALF_SPACE.sub(HALF_SPACE, _USELESS_JOINER.sub("", text))
    text = _USELESS_HALF_SPACE.sub("", re.sub("\u200c+", HALF_SPACE, text))
    text = unicodedata.normalize("NFC", text).replace("یٔ", "ئ")  # for marks that now follow their letter
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
    if is_plain(text):  # nearly all that is kept: ten times faster
        return " ".join(text.translate(_FOLDED).casefold().split())
    text = unicodedata.normalize("NFKC", clean(text)).translate(_FOLDED).casefold()
    return " ".join(_ACCENTED.sub(lambda found: _without_marks(found[0]), text).split())


def is_plain(text: str) -> bool:
    """Whether `text` is of letters, digits and signs that fold one by one, whatever stands beside them."""
    return _PLAIN.fullmatch(text) is not None


def has_meaning(text: str) -> bool:
    """Whether at least one letter or number is there: false for emoji, punctuation and invisible signs."""
    return any(
        unicodedata.category(c)[0] in "LN" and c not in _INVISIBLE_LETTERS for c in _KEYCAP.sub("", text)
    )


def _without_marks(text: str) -> str:
    parts = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", to_latin_digits(parts))
