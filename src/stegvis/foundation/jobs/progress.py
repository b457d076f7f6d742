"""The row that a person watches, written outside the work's own transaction so that it is seen while that is open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from psycopg import sql

MIN_INTERVAL = 0.3  # seconds between two writes of progress


class Progress:
    """Tells how far a job has come. The work itself must not touch the job's row: it would wait for itself."""

    def __init__(self, job_id: UUID) -> None:
        self.job_id = job_id
        self._written = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Write at most a few times a second, and always at the end."""
        now = time.monotonic()
        if done < total and now - self._written < MIN_INTERVAL:
            return
        self._written = now
        write_job(self.job_id, done=done, total=total)


def no_progress(done: int, total: int) -> None:
    """For work that nobody watches."""


def write_job(job_id: UUID, **values: Any) -> None:
    """Change a job's row in a short transaction on a connection of its own. Needs the worker's or owner's role."""
    columns = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in values)
    with _own_connection() as own:
        own.execute("SELECT set_config('stegvis.system', 'on', true)")
        own.execute(sql.SQL("UPDATE jobs_job SET {} WHERE id = %s").format(columns), [*values.values(), job_id])


@contextmanager
def _own_connection() -> Iterator[psycopg.Connection]:
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters) as own:
        yield own
