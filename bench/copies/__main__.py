"""`python -m bench.copies CASES`, as the tables' owner: copy the seed until there are so many cases."""

import os
import sys
import time
from collections import Counter
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

import psycopg
from django.db import connection, models

from bench.copies import old_branch, tables, writing
from bench.copies.story import Story, family, read_all
from bench.copies.template import LETTER, Template
from dadkar.cases.models import Case
from dadkar.kernel import moment
from dadkar.kernel.sealing.keys import key_cache
from dadkar.records.models import Event, LetterCounter
from dadkar.reports import placing, rollup
from dadkar.reports.models import Cell, Snapshot, Spread

MARK = """
CREATE TABLE bench_copies AS SELECT {} AS first, {} AS copies;
GRANT SELECT ON bench_copies TO PUBLIC
"""


LONGEST = 68  # rows


def main(cases: int) -> None:
    began = time.monotonic()
    stories = _readable(read_all())
    copies = cases - Case._base_manager.count()
    order = writing.plan(len(stories), copies)
    swaps = old_branch.swaps(stories, order, copies)
    with key_cache(1 << 20):
        templates = [Template(story, swaps.get(place)) for place, story in enumerate(stories)]
    first = _first_numbers()
    first_copy = first[Case]
    url = os.environ["DATABASE_OWNER_URL"]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    written = [model._meta.db_table for model in family()]
    _say(f"{len(templates)} stories read", began)
    with psycopg.connect(url) as owner, tables.Bare(owner, written):
        for done in writing.write(url, templates, order, first):
            print(f"\r  {done:,} of {copies:,}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        _say("rows written", began)
    _say("indexes and keys put back", began)
    with psycopg.connect(url) as owner:
        tables.restart_sequences(owner, written)
        owner.execute(MARK.format(first_copy, copies))
    _count_letters(first)
    _count_boards()
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE, FREEZE)")
    _say("vacuumed and analysed", began)


def _readable(stories: list[Story]) -> list[Story]:
    """The stories to copy: none with a file on the disk, none that is told in several cases (decision 8),
    and none so long that a million would fill the disk."""
    leads = {story.case.lead_id for story in stories}

    def stands_alone(story: Story) -> bool:
        return story.case.lead_id is None and story.case.pk not in leads

    def has_file(story: Story) -> bool:
        return any(row.model._meta.model_name == "casefile" for row in story.rows)

    return [one for one in stories if len(one.rows) <= LONGEST and stands_alone(one) and not has_file(one)]


def _first_numbers() -> Counter[Any]:
    """The first number of each kind that is free."""
    first: Counter[Any] = Counter()
    for model in family():
        key: Any = model._meta.pk
        if key is not None and not key.is_relation and key.get_internal_type().endswith("AutoField"):
            first[model] = (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    for counter in LetterCounter.objects.all():
        first[LETTER, str(counter.year).encode()] = counter.last + 1
    return first


def _count_letters(following: Counter[Any]) -> None:
    """Let the next letter of each year have the number after the last copy's."""
    for kind, number in following.items():
        if isinstance(kind, tuple) and kind[0] == LETTER:
            LetterCounter.objects.filter(year=int(kind[1])).update(last=number - 1)


def _count_boards() -> None:
    """The boards' cells from the facts that were copied, as of now."""
    for model in (Cell, Spread):
        model._base_manager.all().delete()
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for house in rollup.houses():
        placing.add_all(house)
        Snapshot.objects.filter(house=house).update(at=moment.now(), events_from=last)


def _say(what: str, began: float) -> None:
    print(f"  {what} ({time.monotonic() - began:.0f} s)", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
