"""Jobs whose worker died are taken up again."""

import logging
from typing import Any

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 5


@app.periodic(cron="* * * * *")
@app.task(name="jobs.rescue", queueing_lock="jobs.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int, **_more: Any) -> None:
    """Put back every job whose worker has not been heard for half a minute.

    Jobs may run twice and say nothing twice. One that has taken its worker with it five times is given up.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        if job.attempts < MOST_ATTEMPTS:
            await manager.retry_job(job)
        else:
            logger.error(
                "%s[%s] was given up: its worker died %s times.", job.task_name, job.id, job.attempts
            )
            await manager.finish_job(job, Status.FAILED, delete_job=False)
