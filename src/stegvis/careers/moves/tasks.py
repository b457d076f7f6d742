"""Proposing and computing moves in the background."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from procrastinate.contrib.django import app

from stegvis.careers.moves.computing import compute_outcomes
from stegvis.careers.moves.proposing import forget_outcomes, propose_due_moves, rehearse_again, resume_computing
from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.progress import Progress, no_progress, write_job
from stegvis.foundation.jobs.running import RETRY

logger = logging.getLogger(__name__)


@app.task(name="careers.compute_move", retry=RETRY)
def compute_move(move_id: str, job_id: str | None = None) -> None:
    """The dry run of a move. ``job_id`` is the row by which somebody watches it."""
    watched = UUID(job_id) if job_id else None
    with _told(watched), acting_as_system(reason="compute_move"):
        compute_outcomes(UUID(move_id), Progress(watched) if watched else no_progress)


@app.task(name="careers.propose_moves", retry=RETRY)
def propose_moves(version_id: int | None = None) -> None:
    """Propose the move to a new version, or every move that is due, to each employer concerned."""
    with acting_as_system(reason="propose_moves"):
        propose_due_moves(version_id=version_id)


@app.task(name="careers.rehearse_moves_again", retry=RETRY)
def rehearse_moves_again(employer_id: int, profession_code: str | None) -> None:
    """A pilot began or ended, or a unit lies elsewhere: open moves are about others than before."""
    with acting_as_system(reason="rehearse_moves_again"):
        rehearse_again(employer_id, profession_code)


# After the standings of the new day, which are begun just after midnight in Stockholm.
@app.periodic(cron="35 2 * * *", periodic_id="night")
@app.task(name="careers.look_after_moves")
def look_after_moves(timestamp: int) -> None:
    """What was missed is proposed and computed after all, and what a settled move said of people is forgotten."""
    propose_moves()
    with acting_as_system(reason="look_after_moves"):
        resume_computing()
        forget_outcomes()


@contextmanager
def _told(job: UUID | None) -> Iterator[None]:
    """Keep the job's row up to date around the work, whose own transaction cannot be seen until it ends."""
    if job is None:
        yield
        return
    write_job(job, state=Job.State.RUNNING, done=0, total=0)
    try:
        yield
    except Exception:
        logger.exception("job %s failed", job)
        write_job(
            job,
            state=Job.State.FAILED,
            message=gettext("Something went wrong in Stegvis. Nothing has been saved. Try again."),
            finished_at=timezone.now(),
        )
        raise
    write_job(job, state=Job.State.DONE, finished_at=timezone.now())
