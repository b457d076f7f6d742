"""The long-running processes: web and worker, and the parts that ``stegvis demo`` keeps together."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from typing import Annotated

import typer

from stegvis.cli.start import configure, hold_database, start
from stegvis.cli.words import CommandError
from stegvis.foundation.database.embedded import running_server
from stegvis.foundation.operations.findings import errors
from stegvis.foundation.operations.lifeline import follow_parent

parts = typer.Typer(hidden=True, help="The processes that `stegvis demo` keeps together.", callback=follow_parent)

Host = Annotated[str, typer.Option(envvar="STEGVIS_HOST", help="Address to listen on.")]
Port = Annotated[int, typer.Option(envvar="STEGVIS_PORT", help="Port to listen on.")]
Workers = Annotated[int, typer.Option(envvar="STEGVIS_WORKERS", help="Web processes; 0 takes one for each processor.")]
Threads = Annotated[int, typer.Option(envvar="STEGVIS_THREADS", help="Threads in each web process.")]
Concurrency = Annotated[int, typer.Option(envvar="STEGVIS_CONCURRENCY", help="Jobs that run at the same time.")]


def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 0, threads: Threads = 4) -> None:
    """Serve the pages, behind a reverse proxy. Refuses to start where `stegvis check` finds a fault."""
    start("app")
    from stegvis.foundation.operations.check import run_checks

    found = errors(run_checks())
    if found:
        raise CommandError(
            "Stegvis is not ready to serve:\n" + "\n".join(f"- {finding.in_words()}" for finding in found)
        )
    collect_static()
    run_web(host, port, workers or os.cpu_count() or 1, threads)


def worker(concurrency: Concurrency = 1) -> None:
    """Run the jobs: imports, evaluations, mail and what is done each night."""
    start("worker")
    from stegvis.foundation.jobs.worker import run_worker

    run_worker(concurrency=concurrency)


def collect_static() -> None:
    """Lay the pages' styles, scripts and pictures ready, compressed and named by their content."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def run_web(host: str, port: int, workers: int, threads: int) -> None:
    """Serve until SIGTERM. The access log is off: an address may hold what a log must not."""
    from granian import Granian
    from granian.constants import Interfaces

    if multiprocessing.get_start_method() == "fork":
        load_pages()
    Granian(
        "stegvis.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_access=False,
    ).serve()


def load_pages() -> None:
    """Load what the web processes, which are forks of this one, then need not load each, and have in memory once."""
    from django.db import connections

    import stegvis.web.wsgi  # noqa: F401

    connections.close_all()


@parts.command("database")
def keep_database() -> None:
    """Hold the embedded server until the end, and fall with it."""
    environment = configure("owner")
    hold_database(environment)
    while running_server(environment.data_dir):
        time.sleep(0.5)
    sys.exit(1)


@parts.command("prepare")
def prepare() -> None:
    """Bring the database to this program's shape."""
    from stegvis.cli.upkeep import bring_up_to_date

    start("owner", join_database=False)
    bring_up_to_date()
    collect_static()


@parts.command("load")
def load(small: bool = False) -> None:
    """Load the invented people, unless they are there."""
    start("worker", join_database=False)
    from stegvis.web.demo import load_demo

    load_demo(small=small)


@parts.command("web")
def web(port: int, workers: int, threads: int) -> None:
    configure("app")
    run_web("127.0.0.1", port, workers, threads)


@parts.command("worker")
def demo_worker() -> None:
    start("worker", join_database=False)
    from stegvis.foundation.jobs.worker import run_worker

    run_worker()
