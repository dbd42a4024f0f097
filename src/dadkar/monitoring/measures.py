"""The jobs and the worker, in numbers."""

from django.db.models import Count
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dadkar.kernel.measures import Samples, gauge
from dadkar.monitoring import jobs


@gauge("dadkar_jobs", "Jobs by what they do and how they stand", "task", "status")
def jobs_by_status() -> Samples:
    rows = ProcrastinateJob.objects.values_list("task_name", "status").annotate(n=Count("pk"))
    for task, status, n in rows.order_by("task_name", "status"):
        yield (task, status), n


@gauge("dadkar_jobs_late", "Jobs that have waited for more than ten minutes")
def late() -> Samples:
    yield (), jobs.waiting_too_long()


@gauge("dadkar_worker_heartbeat_seconds", "Seconds since a worker was last heard")
def heartbeat() -> Samples:
    if last := jobs.last_heartbeat():
        yield (), (timezone.now() - last).total_seconds()
