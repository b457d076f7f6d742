"""The queue of yesterday is not worked off again: its mails are sent and its imports are made."""

from datetime import datetime

from django.db import connection

from stegvis.foundation.jobs.models import Job


def restored(made_at: datetime) -> list[str]:
    """Empty the queue and close what was waiting or running when the backup was made."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
        cursor.execute("DELETE FROM procrastinate_jobs")
        emptied = cursor.rowcount
        cursor.execute("DELETE FROM procrastinate_workers")
    unfinished = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    closed = unfinished.update(state=Job.State.FAILED)
    return [f"{emptied} jobs in the queue were dropped and {closed} unfinished ones closed, so that no mail goes twice"]
