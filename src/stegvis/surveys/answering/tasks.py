"""In the background, in transactions that are nobody's: opening together what persons have answered."""

from __future__ import annotations

from procrastinate.contrib.django import app

from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.jobs.running import system_job


@system_job
def open_answers(round_id: int) -> None:
    """When a round is closed."""
    from stegvis.surveys.answering.sealing import open_answers_of

    open_answers_of(round_id)


@app.periodic(cron="37 * * * *")
@app.task(name="surveys.answering.open_closed", queueing_lock="surveys.answering.open_closed")
def open_closed(timestamp: int) -> None:
    """What a job that was lost left behind, and what came in after a round was opened again."""
    from stegvis.surveys.answering.sealing import open_closed as opened

    with acting_as_system(reason="surveys.answering.open_closed"):
        opened()
