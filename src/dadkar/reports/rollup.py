"""Keeping the counts: refreshed every few minutes from what has changed, and recounted every night.

What has changed since the last look is told by the event log (looked through with an overlap, because an
event can be written before one that has a lower number), by deadlines that have passed, and by deadlines
that a new calendar has moved. Looking at a case once too often changes nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from dadkar.cases.models import Case, Referral
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.people.models import Organisation
from dadkar.records.models import Event
from dadkar.reports import placing
from dadkar.reports.counting import WHY, cases_behind, facts_of
from dadkar.reports.models import Fact, Snapshot
from dadkar.reports.models.fact import Kind

OVERLAP = timedelta(minutes=15)  # longer than any transaction of ours lasts
BATCH = 1000  # cases counted at a time
MOVED = """
SELECT f."case" FROM reports_fact f JOIN {table} r ON r.id = f.source
WHERE f.house_id = %s AND f.kind = %s AND f.due_at IS NOT NULL AND r.due_at IS DISTINCT FROM f.due_at
"""


@transaction.atomic
def refresh(house: Organisation) -> Snapshot:
    """Bring the house's counts up to date. Two at once: the second waits, and finds little to do."""
    _one_at_a_time(house)
    kept = Snapshot.objects.filter(house=house).first()
    if kept is None:
        return recount(house)
    now = moment.now()
    for ids in _batches(sorted(_changed(house, kept, now))):
        placing.add(ids, sign=-1)
        Fact.objects.filter(case__in=ids).delete()
        Fact.objects.bulk_create(facts_of(ids))
        placing.add(ids)
    kept.at, kept.events_from = now, _events_from(house, now, kept.events_from)
    kept.save()
    return kept


@transaction.atomic
def recount(house: Organisation) -> Snapshot:
    """Count everything anew; readers see the old counts until it is done."""
    _one_at_a_time(house)
    now = moment.now()
    placing.empty(house)
    cases = Case.objects.as_system(WHY).filter(house=house).order_by("pk").values_list("pk", flat=True)
    for ids in _batches(list(cases)):
        Fact.objects.bulk_create(facts_of(ids), batch_size=5000)
    placing.add_all(house)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reports_cell, reports_spread")
    values = {"at": now, "events_from": _events_from(house, now, 0), "recounted_at": now}
    return Snapshot.objects.update_or_create(house=house, defaults=values)[0]


def houses() -> Any:
    """Every house that stands."""
    return Organisation.objects.filter(kind=Organisation.Kind.HOUSE, until=None)


def _one_at_a_time(house: Organisation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reports.counts'), %s)", [house.pk])


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield list(ids[start : start + BATCH])


def _changed(house: Organisation, kept: Snapshot, now: datetime) -> set[int]:
    """The ids of the cases that may count otherwise than they did."""
    events = Event.objects.filter(house_id=house.pk, id__gt=kept.events_from)
    found = cases_behind(set(events.values_list("subject", flat=True)))
    passed = Fact.objects.filter(house=house, due_at__lt=now, due_at__gte=kept.at)
    found |= set(passed.values_list("case", flat=True))
    with connection.cursor() as cursor:
        for model, kind in ((Referral, Kind.LETTER), (Commitment, Kind.PROMISE)):
            cursor.execute(MOVED.format(table=model._meta.db_table), [house.pk, kind])
            found |= {pk for (pk,) in cursor.fetchall()}
    return found


def _events_from(house: Organisation, now: datetime, last: int) -> int:
    """The newest event that is old enough for none before it to be still unwritten."""
    old = Event.objects.filter(house_id=house.pk, at__lt=now - OVERLAP, id__gt=last)
    return old.order_by("-id").values_list("id", flat=True).first() or last
