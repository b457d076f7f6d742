"""Work in a process of its own, forked from the test's, which has loaded all of the product."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from django.db import connection

from tests.support import database

PATIENCE = 300  # seconds


def begin(work: Callable[[], object], *, name: str, role: str = "worker") -> BaseProcess:
    """Let a process do ``work`` on the database ``name``. Closes the present connection, which cannot be shared."""
    connection.close()
    process = get_context("fork").Process(target=_do, args=(work, name, role), daemon=True)
    with warnings.catch_warnings():
        # JAX has threads where the engine's tests have loaded it, and warns of them; the work asks nothing of it.
        warnings.filterwarnings("ignore", "os.fork", RuntimeWarning)
        process.start()
    return process


def how_it_ended(process: BaseProcess) -> int | None:
    """Its exit status, negative for the signal that killed it; None where it has not ended in time."""
    process.join(PATIENCE)
    return process.exitcode


def _do(work: Callable[[], object], name: str, role: str) -> None:
    database.use(name, role=role)
    work()
