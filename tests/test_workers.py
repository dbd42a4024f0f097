"""Two workers on the same jobs: each job is done once."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

done: Counter[int] = Counter()


@app.task(name="test.count")
async def count(number: int) -> None:
    done[number] += 1
    await asyncio.sleep(0)  # let the other one have its turn


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_each_job_once() -> None:
    done.clear()
    for number in range(40):
        count.defer(number=number)

    async def both() -> None:
        connector: Any = app.connector
        async with app.with_connector(connector.get_worker_connector()).open_async() as at_work:
            workers = [
                at_work.run_worker_async(
                    name=name, queues=["default"], wait=False, install_signal_handlers=False, concurrency=4,
                    delete_jobs="successful",
                )
                for name in ("one", "two")
            ]  # fmt: skip
            await asyncio.gather(*workers)

    asyncio.run(both())
    assert done == Counter(range(40))
    assert not ProcrastinateJob.objects.filter(task_name="test.count").exists()
