"""How a task of a room becomes a job: entered as the person who started it, all or nothing, told in words.

``@person_job`` bodies take ``actor``, ``progress`` and the ids they were started with, run in one transaction and
may run again (a worker was killed, the database was away): they look at the state they find before they act.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app as queue

from stegvis.foundation.access.actor import Actor, acting_as, acting_as_system
from stegvis.foundation.accounts.models import User
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.progress import Progress, write_job

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
AWAY = (OperationalError, InterfaceError)
RETRY = RetryStrategy(max_attempts=MAX_ATTEMPTS, wait=2, linear_wait=5, retry_exceptions=AWAY)

Body = Callable[..., Any]


def start_job(*, actor: Actor, title: str, task: Any, result_url: str = "", **ids: Any) -> Job:
    """Queue ``task`` for the actor in the running transaction: no commit, no job. ``ids`` must be plain JSON values."""
    assert actor.user is not None, "a job is somebody's"  # noqa: S101 - tells the type checker what callers keep
    job = Job.objects.create(user_id=actor.user, title=title, result_url=result_url)
    task.defer(job_id=str(job.id), user_id=actor.user, **ids)
    return job


def person_job(*, on_failure: Body | None = None) -> Callable[[Body], Any]:
    """Make a task of ``body(*, actor, progress, **ids)``. It returns words for the person, or None.

    ``on_failure(*, actor, **ids)`` runs in a transaction of its own after the work was rolled back for good.
    """

    def decorate(body: Body) -> Any:
        def task(context: JobContext, /, *, job_id: str, user_id: int, **ids: Any) -> None:
            _Run(body, on_failure, UUID(job_id), user_id, ids).run(attempts=context.job.attempts)

        task.__doc__ = body.__doc__
        return queue.task(name=_name(body), pass_context=True, retry=RETRY)(task)

    return decorate


def system_job(body: Body) -> Any:
    """Make a task of ``body(**ids)`` that runs as Stegvis itself in one transaction; nobody watches it."""

    @functools.wraps(body)
    def task(**ids: Any) -> None:
        with acting_as_system(reason=_name(body)):
            body(**ids)

    return queue.task(name=_name(body), retry=RETRY)(task)


def _name(body: Body) -> str:
    return f"{body.__module__.removeprefix('stegvis.').removesuffix('.tasks')}.{body.__name__}"


class _Run:
    """One attempt at a person's job."""

    def __init__(self, body: Body, on_failure: Body | None, job_id: UUID, user_id: int, ids: dict[str, Any]) -> None:
        self.body, self.on_failure, self.job_id, self.user_id, self.ids = body, on_failure, job_id, user_id, ids

    def run(self, *, attempts: int) -> None:
        with translation.override(self._language()):
            if attempts >= MAX_ATTEMPTS:
                self._fail(gettext("The work was interrupted several times. Nothing has been saved."))
                return
            write_job(self.job_id, state=Job.State.RUNNING, message="", done=0, total=0)
            try:
                message = self._work()
            except (PermissionDenied, Http404) as refused:
                self._fail(str(refused) or gettext("This is not yours to do, or it is gone. Nothing has been saved."))
            except AWAY:
                if attempts + 1 >= MAX_ATTEMPTS:
                    self._fail(gettext("The database did not answer. Nothing has been saved. Try again later."))
                raise
            except Exception:
                logger.exception("job %s failed", self.job_id)
                self._fail(gettext("Something went wrong in Stegvis. Nothing has been saved. Try again."))
                raise
            else:
                self._finish(Job.State.DONE, str(message or ""))

    def _work(self) -> Any:
        with acting_as(self.user_id, reason=_name(self.body)) as actor:
            return self.body(actor=actor, progress=Progress(self.job_id), **self.ids)

    def _language(self) -> str:
        with transaction.atomic():
            return User.objects.filter(pk=self.user_id).values_list("language", flat=True).first() or "sv"

    def _fail(self, message: str) -> None:
        if self.on_failure is not None:
            with acting_as(self.user_id, reason=_name(self.body)) as actor:
                self.on_failure(actor=actor, **self.ids)
        self._finish(Job.State.FAILED, message)

    def _finish(self, state: Job.State, message: str) -> None:
        write_job(self.job_id, state=state, message=message[:500], finished_at=timezone.now())
