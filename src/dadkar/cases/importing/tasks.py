"""The jobs of lists: bring one in, take up those whose worker died, forget what was kept long enough."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dadkar.cases.importing import drafts, running
from dadkar.cases.models import ImportBatch


@app.task(name="imports.bring_in", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def bring_in(batch: int) -> None:
    """Bring in what is left of a list."""
    for _done in running.bring_in(ImportBatch.objects.select_related("house", "desk").get(pk=batch)):
        pass


def start(batch: ImportBatch) -> None:
    """Let a worker bring the list in, with the commit of this transaction; once, however often it is asked."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        bring_in.configure(queueing_lock=f"import-{batch.pk}").defer(batch=batch.pk)


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
