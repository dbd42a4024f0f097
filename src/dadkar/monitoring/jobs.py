"""The worker and its jobs, as the database shows them."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

HEARD_WITHIN = timedelta(seconds=60)  # a worker writes its heartbeat every ten seconds
LATE_AFTER = timedelta(minutes=10)


def last_heartbeat() -> datetime | None:
    """When a worker was last heard; None when there is none."""
    return ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]


def worker_lives() -> bool:
    """Whether a worker was heard within the last minute."""
    last = last_heartbeat()
    return last is not None and timezone.now() - last < HEARD_WITHIN


def waiting_too_long() -> int:
    """Jobs that could have been done ten minutes ago, and have not been begun."""
    since = timezone.now() - LATE_AFTER
    waiting = ProcrastinateJob.objects.filter(status="todo")
    planned = waiting.filter(scheduled_at__lt=since).count()
    unplanned = waiting.filter(scheduled_at=None, procrastinateevent__type="deferred")
    return planned + unplanned.filter(procrastinateevent__at__lt=since).distinct().count()


def failed() -> int:
    """Jobs that were given up."""
    return ProcrastinateJob.objects.filter(status="failed").count()
