"""The search index comes back by itself after it was lost."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dadkar.cases import indexing, search
from dadkar.cases.models import SearchEntry
from dadkar.cases.tests.drama import STORY
from dadkar.kernel.sealing import tokens

pytestmark = pytest.mark.django_db


def entries() -> Any:
    return SearchEntry.objects.as_system("test")


def test_what_a_crash_emptied_is_found_again(play: Any, cast: SimpleNamespace) -> None:
    cases = [play.filed() for _time in range(3)]
    entries().all().delete()
    rare = tokens.rare_stems(STORY)[0]
    assert search.search(cast.worker, rare).cases == []
    indexing.fill(0)
    assert {case.pk for case in search.search(cast.worker, rare).cases} == {case.pk for case in cases}


def test_rows_of_an_older_stemmer_are_written_anew(play: Any) -> None:
    play.filed()
    entries().update(generation=1)
    assert sum(search.fill_gaps()) == 1
    assert entries().get().generation == tokens.generation()


def test_it_goes_in_batches_and_stops(play: Any) -> None:
    for _time in range(3):
        play.filed()
    entries().all().delete()
    assert list(search.fill_gaps(batch=2)) == [2, 1]
    assert list(search.fill_gaps(batch=2)) == []


def test_what_is_looked_for_stands_in_the_statement(play: Any, cast: SimpleNamespace) -> None:
    """A plan for whatever tokens reads the whole table for a rare one: a quarter of a second at a million."""
    case, rare = play.filed(), tokens.rare_stems(STORY)[0]
    with CaptureQueriesContext(connection) as asked:
        assert [found.pk for found in search.search(cast.worker, rare).cases] == [case.pk]
    (statement,) = (one["sql"] for one in asked if '"toks" @>' in one["sql"])
    token = tokens.token(case.house_id, search.FIELD, rare)
    assert f"'{{{token}}}'" in statement
