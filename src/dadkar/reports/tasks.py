"""The jobs of this room."""

from typing import Any

from procrastinate.contrib.django import app

from dadkar.reports import rollup


@app.periodic(cron="*/5 * * * *")
@app.task(name="reports.refresh", lock="reports")
def refresh(timestamp: int, **_more: Any) -> None:
    """Every five minutes: what has changed."""
    for house in rollup.houses():
        rollup.refresh(house)


@app.periodic(cron="50 2 * * *")
@app.task(name="reports.recount", lock="reports")
def recount(timestamp: int, **_more: Any) -> None:
    """Every night: everything, so that nothing that was missed stays so."""
    for house in rollup.houses():
        rollup.recount(house)
