"""Invented narratives in Persian as people type it: seeded, each its own, with words as unequal as real ones.

Some words are common and most are rare (Zipf), some letters are Arabic ones, half-spaces come and go, digits
are of either script. Surnames and places are made of syllables, so that none is anybody's.
"""

import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from dadkar.kernel.persian import to_persian_digits

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
HEADS, MIDDLES, TAILS, ENDS, WORK = (
    WORDS[name].split() for name in ("heads", "middles", "tails", "places", "work")
)


def zipf(words: Sequence[str]) -> tuple[Sequence[str], list[float]]:
    """The words with how often each is said: the n-th a n-th as often as the first."""
    total, weights = 0.0, []
    for rank in range(1, len(words) + 1):
        total += 1 / rank
        weights.append(total)
    return words, weights


SURNAMES = zipf(["".join(parts) for parts in product(HEADS, MIDDLES, TAILS)])
PLACES = zipf(["".join(parts) for parts in product(HEADS, ENDS)])
TRADES = zipf(WORK)

AS_TYPED = ((str.maketrans({"ی": "ي", "ک": "ك"}), 0.15), (str.maketrans({"\u200c": " "}), 0.4))


def narrative(seed: object) -> str:
    """The narrative of one seed: 20 to 150 words, always the same."""
    dice = random.Random(f"narrative/{seed}")
    said = [
        *dice.sample(WORDS["openings"], dice.random() < 0.6),
        *dice.sample(WORDS["sentences"], dice.randint(2, 8)),
    ]
    said += dice.sample(WORDS["wishes"], dice.random() < 0.7)
    text = dice.choice([". ", "، ", "\n", "؛ "]).join(said)
    text = text.format_map(_Blanks(dice)) + dice.choice(["", ".", " با تشکر"])
    for letters, share in AS_TYPED:
        if dice.random() < share:
            text = text.translate(letters)
    return to_persian_digits(text) if dice.random() < 0.6 else text


class _Blanks(dict[str, str]):
    """A word for each blank, drawn when it is asked for."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice

    def __missing__(self, blank: str) -> str:
        dice = self.dice
        match blank:
            case "s":
                return draw(dice, SURNAMES)
            case "p":
                return draw(dice, PLACES)
            case "w":
                return draw(dice, TRADES)
            case "r":
                return f"{dice.randint(3, 400) * 500_000:,}"
        return str(dice.randint(2, 24))


def draw(dice: random.Random, words: tuple[Sequence[str], list[float]]) -> str:
    return dice.choices(words[0], cum_weights=words[1])[0]
