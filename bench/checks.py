"""Whether a copied database is sound: the project's own checks, on a sample of its cases.

`python -m bench.checks SAMPLE` prints what was looked at, and exits with 1 at the first thing that is wrong.
PostgreSQL itself has checked every foreign key and every unique value when they were put back.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection

from bench.copies.template import nonce_of
from dadkar.cases import access, deadlines
from dadkar.cases import search as searching
from dadkar.cases.actions import commitments_of
from dadkar.cases.models import Case, CaseAudience, Receipt, Referral, SearchEntry
from dadkar.kernel.sealing import receipts, tokens
from dadkar.kernel.sealing.fields import open_all
from dadkar.kernel.sealing.keys import key_cache
from dadkar.records.models import Event, Letter

SEED = 1405


class Unsound(Exception):
    """A row is not what the verbs would have written."""


def main(size: int) -> Counter[str]:
    """Look at `size` cases with all their parts. Raises Unsound."""
    looked: Counter[str] = Counter()
    cases = sample(size)
    for check in (deadlines_hold, doors_hold, texts_open, events_are_whole, codes_open):
        with key_cache(1 << 16):
            looked.update(check(cases))
    return looked


def sample(size: int) -> list[Case]:
    """Cases from all over the table, always the same ones."""
    last = Case._base_manager.order_by("pk").values_list("pk", flat=True).last() or 0
    dice = random.Random(SEED)
    wanted = dice.sample(range(1, last + 1), min(size, last))
    return list(Case._base_manager.filter(pk__in=wanted).select_related("house__county", "county", "desk"))


def deadlines_hold(cases: list[Case]) -> Iterator[str]:
    """The nightly check: every kept deadline equals its clock's replay, and every case is in its queues."""
    parts = {"case": {"pk__in": [case.pk for case in cases]}, "referral": {"case__in": cases}}
    parts["commitment"] = {"owed_to__in": [case.uuid for case in cases]}
    for walk in deadlines.WALKS:
        rows = walk.rows()
        found = list(rows.filter(**parts[rows.model._meta.model_name]))
        if stale := next(walk.stale(found), None):
            raise Unsound(str(stale))
        yield from (f"deadlines of {rows.model._meta.verbose_name_plural}" for _row in found)


def doors_hold(cases: list[Case]) -> Iterator[str]:
    """The desks see the case."""
    for case in cases:
        desks = set(access.desk_principals(case))
        seen = set(CaseAudience.objects.filter(case=case).values_list("principal_id", flat=True))
        if not desks <= seen:
            raise Unsound(f"case {case.pk} is not open to its desks")
        yield "doors"


def texts_open(cases: list[Case]) -> Iterator[str]:
    """Sealed texts open under their own keys, and the index has the tokens of what they say."""
    texts = searching.texts_of([case.pk for case in cases])
    entries = SearchEntry.objects.as_system("check").in_bulk([case.pk for case in cases])
    for case in cases:
        expected = tokens.tokens_for(case.house_id, {searching.FIELD: texts[case.pk]})
        if entries[case.pk].toks != expected:
            raise Unsound(f"case {case.pk}: its tokens are not those of its text")
        yield "narratives and their tokens"
    referrals = list(Referral.objects.as_system("check").filter(case__in=cases).select_related("letter"))
    open_all(referrals, "summary")
    yield from ("summaries" for one in referrals if one.summary.open())
    letters = list(Letter.objects.filter(referrals__in=referrals))
    open_all(letters, "content")
    yield from ("letters" for letter in letters if letter.content.open())


def events_are_whole(cases: list[Case]) -> Iterator[str]:
    """Each event's leaf follows from its payload, and each body from its commitment."""
    for case in cases:
        parts = Referral.objects.as_system("check").filter(case=case).values_list("uuid", flat=True)
        subjects = [case.uuid, *parts, *(one.uuid for one in commitments_of(case))]
        for event in Event.objects.timeline(subjects):
            if not event.is_whole() or (event.body_row and not event.body):
                raise Unsound(f"event {event.pk} is not whole")
            yield "events"


def codes_open(cases: list[Case]) -> Iterator[str]:
    """The receipt of a copy opens its case, by its code."""
    first, _copies = copied()
    for case in cases:
        if case.pk >= first:
            receipt = Receipt.opened_by(receipts.issue(nonce_of(case.pk - first)).code)
            if receipt is None or receipt.case_id != case.pk:
                raise Unsound(f"the code of case {case.pk} does not open it")
            yield "codes"


def copied() -> tuple[int, int]:
    """The id of the first copy, and how many copies there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT first, copies FROM bench_copies")
        return cursor.fetchone()


if __name__ == "__main__":
    try:
        for what, number in main(int(sys.argv[1])).items():
            print(f"{number} {what}")
    except Unsound as wrong:
        print(f"unsound: {wrong}", file=sys.stderr)
        sys.exit(1)
