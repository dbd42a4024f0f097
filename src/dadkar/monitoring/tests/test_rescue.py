"""A job whose worker died is done by another, and one that kills its workers is given up."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from dadkar.monitoring.tasks import rescue

pytestmark = pytest.mark.django_db(transaction=True)


def begun(attempts: int, heard: int) -> int:
    """A job that a worker has begun, who was last heard so many seconds ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat)
                       VALUES (now() - %s * interval '1 second') RETURNING id)
            INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id)
            SELECT 'default', 'people.forget', '{}', 'doing', %s, id FROM w RETURNING id
            """,
            [heard, attempts],
        )
        return cursor.fetchone()[0]


def run_rescue() -> None:
    async def go() -> None:
        async with app.with_connector(app.connector.get_worker_connector()).open_async() as at_work:  # type: ignore[attr-defined]
            context: Any = SimpleNamespace(app=at_work)
            await rescue.func(context, 0)

    asyncio.run(go())


@pytest.mark.parametrize(
    ("attempts", "heard", "status"), [(0, 45, "todo"), (0, 5, "doing"), (5, 45, "failed")]
)
def test_rescue(attempts: int, heard: int, status: str) -> None:
    job = begun(attempts, heard)
    run_rescue()
    assert ProcrastinateJob.objects.get(pk=job).status == status
