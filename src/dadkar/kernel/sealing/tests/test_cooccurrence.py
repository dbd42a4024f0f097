"""An observer of the live index who knows a similar corpus and 300 words recovers little of the texts.

The attack is the score attack on co-occurrences (Damie, Hahn, Peter, "A Highly Accurate Query-Recovery Attack
against Searchable Encryption using Non-Indexed Documents", USENIX Security 2021), scaled down: invented texts
with Zipf's frequencies and topics, and the features of the 50 commonest known words.
"""

import math
import random
from collections import defaultdict
from functools import cache
from itertools import accumulate
from operator import mul

import pytest

from dadkar.kernel.sealing import tokens

WORDS, CASES, LENGTH, TOPICS = 8_000, 2000, 50, 30
COMMON, KNOWN, FEATURES, OFTEN = 300, 300, 50, 20
LETTERS = "abcdefghijklmnopqrst"


@cache
def spell(number):
    """A word of letters: the stemmer leaves it as it is."""
    return "".join(LETTERS[number // 20**place % 20] for place in range(5))


def corpus(chance):
    """Sets of word numbers, one a case; lower numbers are commoner, and each topic has its own leanings."""
    topics = [
        list(accumulate(math.exp(1.5 * chance.gauss()) / (rank + 3) for rank in range(WORDS)))
        for _ in range(TOPICS)
    ]
    while True:
        yield set(chance.choices(range(WORDS), cum_weights=chance.choice(topics), k=LENGTH))


def where(rows):
    """For each item the cases that hold it, as bits."""
    bits = defaultdict(int)
    for case, row in enumerate(rows):
        for item in row:
            bits[item] |= 1 << case
    return bits


def profile(bits, features, base):
    """How much oftener than usual each feature stands beside the item, as a unit vector."""
    count = bits.bit_count()
    lifts = [
        ((bits & feature).bit_count() / count - usual) / math.sqrt(usual)
        for feature, usual in zip(features, base, strict=True)
    ]
    length = math.sqrt(sum(map(mul, lifts, lifts))) or 1
    return [lift / length for lift in lifts]


def profiles(items, features):
    base = [max(feature.bit_count(), 1) / CASES for feature in features]
    return {item: profile(bits, features, base) for item, bits in items.items()}


def attack(index, similar, known):
    """Guess a word for each token, from how often it comes and beside which known words."""
    words = where(similar)
    anchors = sorted((word for word in known if words[word]), key=lambda word: -words[word].bit_count())
    anchors = anchors[:FEATURES]
    common = {word: bits for word, bits in words.items() if bits.bit_count() >= OFTEN * 0.7}
    seen = profiles(
        {value: bits for value, bits in index.items() if bits.bit_count() >= OFTEN},
        [index[known[word]] for word in anchors],
    )
    meant = profiles(common, [words[word] for word in anchors])
    guesses = {}
    for value, looks in seen.items():
        count = index[value].bit_count()
        near = [word for word, bits in common.items() if 0.7 < bits.bit_count() / count < 1.4]
        guesses[value] = max(near, default=None, key=lambda word: sum(map(mul, looks, meant[word])))
    return guesses | {value: word for word, value in known.items()}


def recovered(texts, value_of, guesses):
    """The share of all word occurrences that the guesses name rightly."""
    right = sum(word in value_of and guesses.get(value_of[word]) == word for text in texts for word in text)
    return right / sum(map(len, texts))


@pytest.fixture(scope="module")
def world():
    chance = random.Random(42)
    stream = corpus(chance)
    texts, similar = ([next(stream) for _ in range(CASES)] for _ in range(2))
    return chance, texts, similar


def known_words(chance, texts, value_of):
    """Words that the observer knows the tokens of, the commoner the likelier."""
    occurrences = [word for text in texts for word in sorted(text) if word in value_of]
    chance.shuffle(occurrences)
    return {word: value_of[word] for word in list(dict.fromkeys(occurrences))[:KNOWN]}


def test_at_most_fifteen_percent_of_occurrences_with_300_known_words(world, monkeypatch):
    chance, texts, similar = world
    monkeypatch.setattr(tokens, "_key", lambda house: bytes(range(32)))
    common = {spell(word) for word in range(COMMON)}
    monkeypatch.setattr(tokens, "common_stems", lambda: common)
    spelled = [" ".join(spell(word) for word in text) for text in texts]
    index = where(tokens.tokens_for("house", {"narrative": text}) for text in spelled)
    value_of = {
        word: tokens.token("house", "narrative", spell(word))
        for word in set().union(*texts)
        if word >= COMMON
    }
    known = known_words(chance, texts, value_of)
    share = recovered(texts, value_of, attack(index, similar, known))
    assert 0.01 < share <= 0.15


def test_the_attack_bites_where_tokens_are_long_and_common_words_are_indexed(world):
    chance, texts, similar = world
    index = where(texts)  # a token for each word
    value_of = {word: word for word in index}
    chance = random.Random(1)
    known = known_words(chance, texts, value_of)
    assert recovered(texts, value_of, attack(index, similar, known)) > 0.4
