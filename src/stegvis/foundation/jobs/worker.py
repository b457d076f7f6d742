"""Running the queue: as a process of its own, or once until it is empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.jobs import Status
from procrastinate.periodic import PeriodicRegistry

GRACE = 8  # seconds that a running job is given when the worker is told to stop


def run_worker(*, concurrency: int = 2) -> None:
    """Work until told to stop (SIGINT, SIGTERM)."""
    _worker().run_worker(concurrency=concurrency, shutdown_graceful_timeout=GRACE, task_middleware=[close_connections])


def run_pending_jobs() -> None:
    """Run what waits in the queue, in this process, and return. Nothing is queued by the clock."""
    worker = _worker()
    worker.periodic_registry = PeriodicRegistry()
    worker.run_worker(
        wait=False, listen_notify=False, install_signal_handlers=False, task_middleware=[close_connections]
    )


def put_back_interrupted() -> None:
    """Put back what a killed process was at, without waiting for its heartbeat to be missed.

    Only where no other worker is at work: what one was at would be done twice.
    """
    for job in queue.job_manager.list_jobs(status=Status.DOING.value):
        queue.job_manager.retry_job_by_id(cast("int", job.id), retry_at=timezone.now())


def close_connections(call_next: Callable[[], Any], context: object, worker: object) -> Any:
    """A job's thread may never be used again, and would keep its connection open."""
    try:
        return call_next()
    finally:
        connections.close_all()


def _worker() -> Any:
    """An app that fetches jobs on connections of its own.

    The tasks keep the Django app, so that a job which queues another does so in its own transaction:
    ``replace_connector`` would queue it at once, before what it is about is there to be seen.
    """
    connector: Any = queue.connector
    return queue.with_connector(connector.get_worker_connector())
