"""The jobs of this room: hear what happened, tell it, forget what is old. They carry ids alone."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dadkar.api import telling
from dadkar.api.models import Delivery, Repeat
from dadkar.api.models.repeat import KEPT_FOR
from dadkar.kernel import moment

AT_MOST = 500  # deliveries that one round puts into the queue


@app.periodic(cron="* * * * *")
@app.task(name="webhooks.hear", lock="webhooks")
def hear(timestamp: int, **_more: Any) -> None:
    """Every minute: look at what has happened, and see that everything due is sent."""
    while telling.hear() == telling.BATCH:
        pass
    for pk in Delivery.objects.due().order_by("next_at").values_list("pk", flat=True)[:AT_MOST]:
        with suppress(AlreadyEnqueued), transaction.atomic():
            tell.configure(queueing_lock=f"delivery-{pk}").defer(delivery=pk)


@app.task(name="webhooks.tell")
def tell(delivery: int) -> None:
    """Send one, unless another worker has it or has sent it."""
    if row := Delivery.objects.claim(delivery):
        telling.send(row)


@app.periodic(cron="50 2 * * *")
@app.task(name="api.forget")
def forget(timestamp: int, **_more: Any) -> None:
    """Every night: answers that no program asks for again, and the log of deliveries."""
    Repeat.objects.filter(at__lt=moment.now() - KEPT_FOR).delete()
    telling.forget_old()
