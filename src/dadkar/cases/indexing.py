"""The search index, written again where it is missing: a crash of the database empties it."""

import logging
from typing import Any

from procrastinate.contrib.django import app

from dadkar.cases import search

logger = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="search.fill", lock="search.fill", queueing_lock="search.fill")
def fill(timestamp: int, **_more: Any) -> None:
    """Index what is not indexed, or by an older stemmer; newest first, as people search."""
    done = 0
    for count in search.fill_gaps():
        done += count
    if done:
        logger.warning("%d cases were missing from the search index; they can be found again.", done)
