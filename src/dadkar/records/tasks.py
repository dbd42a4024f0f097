"""The jobs of notices. They carry numbers only: who is told, and where, is read at the moment of sending."""

from typing import Any

from procrastinate.contrib.django import app

from dadkar.records import sending


@app.task(name="notices.send")
def send_many(notices: list[int]) -> None:
    """Send these; what fails is tried again by `go_on`."""
    for notice in notices:
        sending.send(notice)


@app.periodic(cron="* * * * *")
@app.task(name="notices.go_on", lock="notices")
def go_on(timestamp: int, **_more: Any) -> None:
    """Every minute: send what is due, and look after what waits and what stalled."""
    sending.go_on()
