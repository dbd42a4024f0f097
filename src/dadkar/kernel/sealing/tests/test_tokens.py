"""Search over sealed text finds what a search over clear text would, and tells an observer little."""

import random

import pytest
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.test.utils import isolate_apps

from dadkar.kernel.persian import stems
from dadkar.kernel.sealing import tokens
from dadkar.kernel.sealing.tokens import (
    MOST_STEMS,
    TokenIndex,
    common_stems,
    generation,
    matches,
    query_tokens,
    token,
    tokens_for,
)

pytestmark = pytest.mark.usefixtures("ring")
HOUSE = "6f1d6e0a-3a77-4a51-9d0e-3f9a1c2b4d5e"

with isolate_apps("dadkar.kernel"):

    class Index(TokenIndex):
        """An index of invented cases."""

        case = models.IntegerField()

        class Meta(TokenIndex.Meta):
            app_label = "kernel"
            abstract = False


@pytest.fixture
def index(db):
    with connection.schema_editor() as editor:
        editor.create_model(Index)
        editor.execute(tokens.unlogged("kernel_index"))
        editor.execute(tokens.statistics("kernel_index"))
    return Index


def test_a_token_has_twelve_bits_and_depends_on_all_that_it_should():
    base = [token(HOUSE, "narrative", f"w{number}") for number in range(300)]
    assert all(0 <= value < 4096 for value in base)
    assert len(set(base)) > 250
    for house, field in ((HOUSE, "summary"), ("another", "narrative")):
        other = [token(house, field, f"w{number}") for number in range(300)]
        assert sum(one == two for one, two in zip(base, other, strict=True)) < 5
    assert base == [token(HOUSE, "narrative", f"w{number}") for number in range(300)]


def test_field_and_stem_can_not_be_shifted():
    shifted = [token(HOUSE, "a", f"b{n}") == token(HOUSE, "ab", f"{n}") for n in range(50)]
    assert sum(shifted) < 5


def test_the_commonest_stems_are_not_indexed():
    assert 280 <= len(common_stems()) <= 300
    assert {"و", "در", "کار", "کارگر", "مزد"} <= common_stems()
    assert tokens_for(HOUSE, {"narrative": "کارگران مزد نگرفته‌اند و بیمه ندارند"}) == []


def test_a_case_has_at_most_four_hundred_stems():
    letters = "abcdefghij"
    text = " ".join(letters[n // 100 % 10] + letters[n // 10 % 10] + letters[n % 10] for n in range(1000))
    assert len(set(stems(text))) == 1000
    made = tokens_for(HOUSE, {"narrative": text})
    assert made == sorted(set(made))
    assert 350 < len(made) <= MOST_STEMS


def test_the_generation_changes_with_the_list_and_the_scheme(monkeypatch):
    first = generation()
    assert 0 <= first < 2**31
    for name, value in (("SCHEME", 99), ("BITS", 13), ("common_stems", lambda: frozenset({"x"}))):
        with monkeypatch.context() as patch:
            patch.setattr(tokens, name, value)
            assert generation.__wrapped__() != first


def test_a_query_has_a_group_for_each_rare_stem_and_all_stems_to_look_for():
    query = query_tokens(HOUSE, ["narrative", "summary"], "جرثقیل کارگاه گچساران")
    assert len(query.groups) == 2
    assert all(len(group) == 2 for group in query.groups)
    assert query.stems == tuple(stems("جرثقیل کارگاه گچساران"))
    assert not query.common_only
    assert query.found_in(["جرثقیلِ کارگاه", "در گچساران"])
    assert not query.found_in(["جرثقیل کارگاه"])


def test_common_words_only_and_nothing_at_all_are_told_apart():
    assert query_tokens(HOUSE, ["narrative"], "کارگر و مزد").common_only
    empty = query_tokens(HOUSE, ["narrative"], " ، ")
    assert not empty
    assert not empty.common_only


def test_matches_looks_at_stems():
    assert matches("دغدغه‌های ما", stems("دغدغه"))
    assert not matches("دغدغه‌های ما", stems("جرثقیل"))


def test_search_equals_an_oracle_over_the_clear_text(index):
    """Narrowed by tokens, then opened and filtered: exactly what a scan of the clear text finds."""
    chance = random.Random(11)
    rare = "جرثقیل گچساران پالایشگاه نقاش جوشکار سیمان لوله شیرآلات ترانسفورماتور یاسوج دنا کوره"
    words = [*rare.split(" "), "کارگر", "مزد", "بیمه", "ما", "و", "در"]
    texts = {
        case: {field: " ".join(chance.choices(words, k=5)) for field in ("narrative", "summary")}
        for case in range(150)
    }
    rows = [index(case=case) for case in texts]
    for row in rows:
        row.index(HOUSE, texts[row.case])
    index.objects.bulk_create(rows)
    for _ in range(40):
        fields = chance.choice([["narrative"], ["summary"], ["narrative", "summary"]])
        text = " ".join(chance.choices(words, k=chance.choice([1, 2, 3])))
        query = query_tokens(HOUSE, fields, text)
        found = {
            row.case
            for row in index.objects.holding(query)
            if query.found_in(texts[row.case][field] for field in fields)
        }
        wanted = set(stems(text))
        assert found == {
            case
            for case, fields_of in texts.items()
            if wanted <= {stem for field in fields for stem in stems(fields_of[field])}
        }


def test_a_reader_of_one_field_gets_no_hint_of_another(index):
    """The index is no oracle: a query in the summary does not even narrow by the narrative."""
    row = index(case=1)
    row.index(HOUSE, {"narrative": "جرثقیل", "summary": "سیمان"})
    row.save()
    assert index.objects.holding(query_tokens(HOUSE, ["narrative"], "جرثقیل")).exists()
    assert not index.objects.holding(query_tokens(HOUSE, ["summary"], "جرثقیل")).exists()


def test_rows_of_another_generation_are_not_searched_but_rebuilt(index):
    row = index(case=1)
    row.index(HOUSE, {"narrative": "جرثقیل"})
    row.generation -= 1
    row.save()
    query = query_tokens(HOUSE, ["narrative"], "جرثقیل")
    assert not index.objects.holding(query).exists()
    assert list(index.objects.outdated()) == [row]


def test_the_index_is_unlogged_and_gin_answers(index):
    assert isinstance(index._meta.indexes[0], GinIndex)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'kernel_index'")
        assert cursor.fetchone() == ("u",)
        cursor.execute("SET LOCAL enable_seqscan = off")
    for fields in (["narrative"], ["narrative", "summary"]):
        plan = index.objects.filter(query_tokens(HOUSE, fields, "جرثقیل گچساران").condition()).explain()
        assert "Bitmap Index Scan" in plan
