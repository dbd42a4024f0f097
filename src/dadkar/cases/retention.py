"""What was told is not kept for ever: some time after the closing its keys are destroyed; figures remain.

First the way to reach the people, once they can no longer open the case again; then, after the house's own
period, all that was written. What stays is in docs/decisions/0007-retention.md.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from dadkar.cases.access import REOPEN_WITHIN
from dadkar.cases.models import Case, Retention, SearchEntry
from dadkar.cases.models.retention import DEFAULT_MONTHS
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor, System
from dadkar.kernel.models.sealed_key import SealedKey
from dadkar.kernel.sealing import keys
from dadkar.kernel.together import together
from dadkar.people.models import Organisation

logger = logging.getLogger(__name__)

BY = System("retention")
WHY = "its time is over"
BATCH = 200
MONTH = timedelta(days=30.44)


def erase_what_is_over(*, by: Actor = BY, now: datetime | None = None) -> dict[str, int]:
    """Erase what is past its time, a batch a transaction; how many contacts and how many cases that were.

    Stopped midway it has done what it has done; another run does the rest.
    """
    now = now or moment.now()
    done = {"contact": _each(_closed_before(now - REOPEN_WITHIN), "contact", by=by), "content": 0}
    months = dict(Retention.objects.values_list("house", "months"))
    for house in Organisation.objects.filter(kind=Organisation.Kind.HOUSE).values_list("pk", flat=True):
        until = now - months.get(house, DEFAULT_MONTHS) * MONTH
        done["content"] += _each(_closed_before(until).filter(house=house), "content", by=by)
    return done


def _closed_before(at: datetime) -> Any:
    return Case.objects.as_system(WHY).filter(closed_at__lt=at)


def _each(cases: Any, purpose: str, *, by: Actor) -> int:
    """Erase this key of every such case that still has it; returns how many."""
    kept = SealedKey.objects.filter(owner=OuterRef("uuid"), purpose=purpose, wrapped__isnull=False)
    found = cases.filter(Exists(kept)).order_by("pk")
    done = 0
    while rows := list(found[:BATCH]):
        _erase(rows, purpose, by=by)
        done += len(rows)
    return done


@together
def _erase(cases: list[Case], purpose: str, *, by: Actor) -> None:
    for case in cases:
        keys.erase(case.uuid, purpose)
        case.record("erase", by=by, purpose=purpose)
    if purpose == "content":
        SearchEntry._base_manager.filter(case__in=cases).delete()


@app.periodic(cron="10 4 * * *")
@app.task(name="cases.retention", lock="cases.retention")
def erase(timestamp: int, **_more: Any) -> None:
    """Every night."""
    done = erase_what_is_over()
    if any(done.values()):
        logger.info("Past their time: %(contact)d contacts and %(content)d cases were erased.", done)
