"""A copy of a story is as sound as the story: what `make bench` fills a million rows with. Not timed."""

from collections import Counter
from typing import Any

import pytest
from bench import checks, words
from bench.copies.story import read_all
from bench.copies.template import Template, nonce_of
from bench.copies.writing import Tables, plan
from bench.results import Row, beside_floors
from django.db import connection

from dadkar.cases.models import Case, Receipt
from dadkar.kernel.sealing import receipts
from dadkar.kernel.sealing.keys import key_cache


@pytest.mark.django_db
def test_a_copy_passes_every_check_that_its_original_passes(cast: Any, play: Any) -> None:
    play.claimed()
    [story] = read_all()
    numbers: Counter[Any] = Counter()

    def take(kind: Any) -> int:
        numbers[kind] += 1
        return 10_000 + numbers[kind]

    template = Template(story)
    copy = template.begin(7, take)
    connection.ensure_connection()
    tables = Tables(connection.connection, commit=False)
    for model, pieces in template.lines:
        tables.add(model, b"\t".join([piece(copy) for piece in pieces]))
    tables.flush_all()
    found = list(Case._base_manager.select_related("house__county", "county", "desk").filter(pk__gt=10_000))
    assert [case.narrative.open() for case in found] == [words.narrative(7)]
    for check in (checks.deadlines_hold, checks.doors_hold, checks.texts_open, checks.events_are_whole):
        with key_cache():
            assert list(check(found))
    opened = Receipt.opened_by(receipts.issue(nonce_of(7)).code)
    assert opened is not None
    assert opened.case_id == found[0].pk
    connection.check_constraints()


def test_copies_take_turns_and_are_as_many_as_asked() -> None:
    order = plan(templates=45, copies=101)
    assert [serial for _one, serial in order] == list(range(101))
    each = Counter(one for one, _serial in order)
    assert set(each) == set(range(45))
    assert set(each.values()) == {2, 3}
    assert [one for one, _serial in order[:20]] == list(range(20))


def test_a_narrative_is_always_the_same_and_seldom_anothers() -> None:
    said = [words.narrative(number) for number in range(200)]
    assert said == [words.narrative(number) for number in range(200)]
    assert len(set(said)) > 190


def test_a_figure_without_a_peer_stands_beside_its_smallest_size() -> None:
    rows = [
        Row("queue_p95", 10, 20.0, "ms"),
        Row("queue_p95", 100, 30.0, "ms"),
        Row("filing", 10, 4.0, "ms", 8.0),
    ]
    beside_floors(rows)
    assert [row.ratio for row in rows] == [1.0, 1.5, None]
