"""The nightly job of keys: what is still wrapped by an older KEK is wrapped anew."""

from typing import Any

from procrastinate.contrib.django import app

from dadkar.kernel.sealing import keys


@app.periodic(cron="20 1 * * *")
@app.task(name="keys.rewrap", lock="keys.rewrap")
def rewrap(timestamp: int, **_more: Any) -> None:
    """After `dadkar keys rotate`: finish what that has begun. Without a new KEK there is nothing to do."""
    while keys.rewrap():
        pass
