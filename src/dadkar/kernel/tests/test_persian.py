"""Letters: what is kept, what is compared, and the order they stand in."""

import re
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadkar.kernel import persian
from dadkar.kernel.persian import letters

PERSIAN = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
TROUBLE = "يكةۀئأؤىهٔ ۰۱٢٣4 \u200c\u200d\u200b\u00ac\u200f\u202e\u2067\ufeffـَّٔٓ\n\t.،É\u0301👍🏽\ufe0f\ufee1"
typed = st.text(st.sampled_from(PERSIAN + TROUBLE))

DIRECTIONS = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

DICTIONARY = """
۲|۱۰|آب|آبان|ابر|اسب|بار|باران|پدر|تهران|ثبت|جان|چای|حق|خاک|دنا|ذرت|راه|زمین|ژاله|سال|شهر|صبح|ضمانت|طلب|ظهر|عدل
غذا|فردا|قانون|کار|کارخانه|کارگر|گل|لب|مؤسسه|مبدأ|مرد|مسئول|مسکن|نان|وام|هوا|یاسوج|apple|Zagros
"""


def groups(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


@given(st.text() | typed)
def test_clean_and_normalise_change_nothing_twice(text):
    once = persian.clean(text)
    assert persian.clean(once) == once
    assert persian.normalise(persian.normalise(text)) == persian.normalise(text)
    assert persian.normalise(once) == persian.normalise(text)


PLAIN = PERSIAN + "يىئأإؤةءۀ \n\u200c\u0654.،؛؟«»-~!٬Az09۰۹"


AMOUNTS = st.text(st.sampled_from("019۴٬،,. \n\u200cمیها"))


@given(st.text(st.sampled_from(PLAIN)) | typed | AMOUNTS)
def test_the_short_way_through_plain_text_leads_to_the_same(text):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(letters, "_PLAIN", re.compile("(?!)"))
        long_way = persian.normalise(text), persian.words(text)
    assert (persian.normalise(text), persian.words(text)) == long_way


@given(st.text() | typed)
def test_clean_loses_no_letter_or_number(text):
    def visible(value: str) -> int:
        return sum(unicodedata.category(c)[0] in "LN" for c in unicodedata.normalize("NFKC", value))

    assert visible(persian.clean(text)) == visible(text)


@given(st.text() | typed)
def test_clean_leaves_no_control_character(text):
    left = [c for c in persian.clean(text) if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert left == []
    assert not set(persian.clean(text)) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("كارگر علي", "کارگر علی"),
        ("خانۀ كارگر", "خانهٔ کارگر"),
        ("می\u200c\u200cشود", "می\u200cشود"),
        ("می\u200c شود \u200c", "می شود"),
        ("می\u00acشود", "می\u200cشود"),
        ("\u202eابج\u202c", "ابج"),
        ("یک\r\nدو\u2028سه\rچهار  ", "یک\nدو\nسه\nچهار"),
        ("\x00الف\x07", "الف"),
        ("٤٥٦ ۴۵۶ 456", "۴۵۶ ۴۵۶ 456"),
        ("ﻣﺰﺩ", "مزد"),
        ("۱۲ ه\u200d.ش", "۱۲ ه\u200d.ش"),
        ("👩\u200d🏭 آمد", "👩\u200d🏭 آمد"),
        ("دایرة\u200cالمعارف", "دایرة\u200cالمعارف"),
        ("سِمَت", "سِمَت"),
    ],
)
def test_clean_keeps_what_was_meant(text, kept):
    assert persian.clean(text) == kept


@pytest.mark.parametrize(
    "text", ["", " \n", "😡👍🏽", "1️⃣", "\u200c\u200b\u2060", "\u202e\u202c", "؟!…", "ـــ", "\u3164", "َ"]
)
def test_without_a_letter_there_is_no_meaning(text):
    assert not persian.has_meaning(text)


@pytest.mark.parametrize("text", ["مزد", "۳", "😡 حق", "ok", "\u202eالف"])
def test_one_letter_or_number_has_meaning(text):
    assert persian.has_meaning(text)


def in_order(names: list[str]) -> list[str]:
    """Sorted as the database's "C" collation does; first shuffled, as sorting is stable."""
    return sorted(Random(1).sample(names, len(names)), key=lambda name: persian.sort_key(name).encode())


def test_words_sort_as_in_a_dictionary():
    expected = [word for line in groups(DICTIONARY) for word in line]
    assert in_order(expected) == expected


def test_spaces_come_before_letters_and_half_spaces_last_of_all():
    names = ["کار", "کار خوب", "کارخانه", "کار\u200cخانه", "کارخانه دنا", "کارِگران"]
    assert in_order(names) == names


def test_numbers_sort_by_size():
    names = [f"شعبه {n}" for n in (0, 1, 2, 9, 10, 99, 100, 12_345_678, 123_456_789, 10**40)]
    assert in_order(names) == names
    assert persian.sort_key("شعبه ۱۲") == persian.sort_key("شعبه 12")


@given(st.text(st.sampled_from(PERSIAN)), st.text(st.sampled_from(PERSIAN)))
def test_order_is_that_of_the_alphabet(one, other):
    alphabetical = [PERSIAN.index(c) for c in one] < [PERSIAN.index(c) for c in other]
    assert (persian.sort_key(one).encode() < persian.sort_key(other).encode()) == alphabetical


@given(typed)
def test_what_people_read_as_one_text_sorts_as_one(text):
    assert persian.sort_key(persian.clean(text)) == persian.sort_key(text)
    assert "\x00" not in persian.sort_key(text)


@given(st.text())
def test_every_text_can_be_a_sort_key_in_the_database(text):
    persian.sort_key(text).encode()
