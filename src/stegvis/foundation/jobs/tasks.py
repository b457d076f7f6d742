"""The queue's own upkeep."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app as queue

HOURS_KEPT = 24 * 30


@queue.periodic(cron="* * * * *")
@queue.task(name="jobs.retry_stalled", queueing_lock="jobs.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Put back what a worker was at when it was killed; its transaction was rolled back by the database."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)


@queue.periodic(cron="17 3 * * *")
@queue.task(name="jobs.forget_old", queueing_lock="jobs.forget_old", pass_context=True)
async def forget_old(context: JobContext, timestamp: int) -> None:
    """Rows of the queue are not history; the persons' own jobs and the audit are."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=HOURS_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
    )
