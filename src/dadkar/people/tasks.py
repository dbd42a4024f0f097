"""The nightly job of forgetting: sessions that are over, yesterday's counters of guesses, pressed buttons."""

from typing import Any

from procrastinate.contrib.django import app

from dadkar.kernel import moment
from dadkar.kernel.models import Press
from dadkar.kernel.sealing import attempts
from dadkar.people.sessions import SessionStore


@app.periodic(cron="10 2 * * *")
@app.task(name="people.forget")
def forget(timestamp: int, **_more: Any) -> None:
    """Delete what has expired; nobody is signed out by it."""
    SessionStore.clear_expired()
    attempts.drop_old(moment.today())
    Press.objects.forget_old()
