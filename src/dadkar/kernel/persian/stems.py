"""Stems: what search compares, so that all forms and spellings of a word meet.

Our endings come first, the Snowball Persian stemmer (snowballstem.org) finishes what they leave.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from Stemmer import Stemmer

from dadkar.kernel.persian.letters import is_plain, normalise
from dadkar.kernel.persian.lexicon import COMPOUNDS, KEEP, PEOPLE, PERSON_ENDINGS, SAME, THINGS

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_THOUSANDS = re.compile(r"[,٬،](?<=\d.)(?=\d{3}(?!\d))")
_LONGEST = 40  # letters; what is longer is no word, and cutting at it would take long
_PERSIAN = re.compile("[\u0600-\u06ff]+")

_OWNERS = "مان|تان|شان|مون|تون|شون"
_PLURAL = rf"ها(?:ی(?:ی|م|ت|ش|{_OWNERS})?|[متش]|{_OWNERS})?"
# Endings that people write apart from their noun; to be dropped, as only there their noun is certain.
_TAIL = re.compile(rf"{_PLURAL}|{_OWNERS}|[میتش]")
_LONGEST_TAIL = len("هایشان")
_COMPARISON = frozenset(("تر", "ترین"))
_PREFIXES = frozenset(("می", "نمی"))
_FIRST_HALVES = _PREFIXES | COMPOUNDS.keys()
_AFTER_HEH = re.compile("ا(?:ی|م|ت|ش|یم|ید|ند)")
_AFTER_NOUN = re.compile(rf"{_PLURAL}|یی?|ی?(?:{_OWNERS})و?|[متش]|مو")
_AFTER_PEOPLE = re.compile(rf"یم|ید|ند|(?:ی?ان?)(?:ی|[متش]|{_OWNERS})?")
# For words outside the lexicon: how much must remain, and what is cut from it.
_ENDINGS = tuple(
    re.compile(rf"(?P<rest>{rest})(?:{ending})")
    for rest, ending in (
        (".{2,}", _PLURAL),
        (".{3,}", "مان|شان|مون|شون|(?<!س)(?:تان|تون)"),
        (".{3,}", "تر(?:ین)?"),
        (".{3,}ه", _AFTER_HEH.pattern),
        (".{4,}", "ات"),
        (".{2,}ا", "یی?"),
        (".{4,}", "[میش]"),
        (f".*(?:{'|'.join(PERSON_ENDINGS)})", "ان"),
        (".+جو", "یان"),
    )
)

_local = threading.local()  # a Snowball stemmer must not be shared by threads


def stems(text: str) -> list[str]:
    """The stems of `text` in its order, repeated ones too; numbers in Latin digits, without separators.

    No word is dropped as too common: that is for the index to decide.
    """
    return [stem(word) for word in words(text)]


def words(text: str) -> list[str]:
    """`text` normalised and parted into words and numbers, prefixes joined and parted endings dropped."""
    if is_plain(text):  # what stands between two spaces means the same everywhere, and mostly stood before
        pieces = (
            _tokens_of_one(piece) if len(piece) <= _LONGEST else _tokens(piece) for piece in text.split()
        )
        return list(_joined(chain.from_iterable(pieces)))
    return list(_joined(_tokens(text)))


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(_THOUSANDS.sub("", normalise(text))))


_tokens_of_one = lru_cache(maxsize=1 << 15)(_tokens)


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """The stem of one normalised word."""
    if len(word) > _LONGEST or word in KEEP or not _PERSIAN.fullmatch(word):
        return word
    while not (noun := _known(word)):
        shorter = _cut(word)
        if shorter == word:
            return _snowball(word)
        word = shorter
    return noun


def _joined(tokens: Iterable[str]) -> Iterator[str]:
    """Whole words: می شود is one, قرار داد is one, and of کارگر ها only کارگر remains."""
    word = ""
    for token in tokens:
        if word and _may_be_tail(token) and _is_tail(word, token):
            continue
        if (word in _FIRST_HALVES or token in _COMPARISON) and _is_half(word, token):
            word += token
            continue
        if word:
            yield word
        word = token
    if word:
        yield word


@lru_cache(maxsize=1 << 15)
def _may_be_tail(token: str) -> bool:
    return len(token) <= _LONGEST_TAIL and bool(_TAIL.fullmatch(token) or _AFTER_HEH.fullmatch(token))


def _is_tail(word: str, token: str) -> bool:
    after_heh = word.endswith("ه") and _AFTER_HEH.fullmatch(token)
    return bool(after_heh or (_PERSIAN.fullmatch(word) and _TAIL.fullmatch(token)))


def _is_half(word: str, token: str) -> bool:
    if word in _PREFIXES or token in _COMPARISON:
        return bool(_PERSIAN.fullmatch(word + token))
    return word in COMPOUNDS and stem(word + token) in COMPOUNDS[word]


def _known(word: str) -> str | None:
    """The lexicon's noun that `word` is a form of; the longest, as کارت is more than کار."""
    if word in KEEP:
        return word
    for length in range(len(word), 1, -1):
        noun, ending = word[:length], word[length:]
        base = SAME.get(noun, noun)
        if (base in THINGS or base in PEOPLE) and (not ending or _fits(noun, ending, base in PEOPLE)):
            return base
    return None


def _fits(noun: str, ending: str, person: bool) -> bool:
    if len(ending) == 1 and len(noun) < 3:
        return noun == "حق"
    return bool(
        _AFTER_NOUN.fullmatch(ending)
        or (noun.endswith("ه") and _AFTER_HEH.fullmatch(ending))
        or (person and _AFTER_PEOPLE.fullmatch(ending))
    )


def _cut(word: str) -> str:
    """`word` without one ending, or as it is."""
    for ending in _ENDINGS:
        if found := ending.fullmatch(word):
            return found["rest"]
    return word[:-3] + "ه" if word.endswith("گان") and len(word) > 5 else word


def _snowball(word: str) -> str:
    """Snowball's stem, unless it cuts so deep that unlike words meet (پرونده and پروانه both to پرو)."""
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer("persian")
    short: str = _local.stemmer.stemWord(word)
    return short if len(short) >= 4 and len(word) - len(short) <= 2 else word
