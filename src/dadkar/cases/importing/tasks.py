"""The jobs of lists: bring one in, take up those whose worker died, forget what was kept long enough."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dadkar.cases.importing import drafts, running
from dadkar.cases.models import ImportBatch

AT_ONCE = 300  # rows that one request can take


@app.task(name="imports.go_on", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def go_on(batch: int) -> None:
    """Do what a list waits for: read it, or bring in what is left of it."""
    one = ImportBatch.objects.select_related("house", "desk").filter(pk=batch).first()
    for _done in steps(one) if one else ():
        pass


def steps(batch: ImportBatch) -> Iterator[int]:
    """The work that a list waits for, page by page."""
    return running.bring_in(batch) if batch.state == ImportBatch.State.RUNNING else drafts.check(batch)


def start(batch: ImportBatch) -> None:
    """Let a list go on: a short one at once, a long one by a worker, with the commit of this transaction."""
    if batch.rows <= AT_ONCE:
        for _done in steps(batch):
            pass
        return
    with suppress(AlreadyEnqueued), transaction.atomic():
        go_on.configure(queueing_lock=f"import-{batch.pk}").defer(batch=batch.pk)


@app.periodic(cron="*/5 * * * *")
@app.task(name="imports.take_up")
def take_up(timestamp: int, **_more: Any) -> None:
    """Go on with the lists whose worker has died."""
    for batch in running.stalled():
        start(batch)


@app.periodic(cron="40 3 * * *")
@app.task(name="imports.forget")
def forget(timestamp: int, **_more: Any) -> None:
    """Erase drafts nobody came back to, and what was kept of finished lists."""
    drafts.discard_forgotten()
    running.forget_kept()
