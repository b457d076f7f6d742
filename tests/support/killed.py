"""Work that a process is killed in the middle of, as by ``kill -9``, at a known statement to the database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from django.db.backends.signals import connection_created

from tests.support import database

SCRIPT = """
import sys, django
django.setup()
from tests.support import database, killed
name, statement, at = sys.argv[1:4]
killed.die_before(statement, int(at))
database.use(name, role="worker")
"""


def run_until_killed(code: str, *, name: str, statement: str, at: int = 1) -> None:
    """Run ``code`` as the worker on the database ``name`` in a process of its own, which must not live to its end.

    It is killed when it is about to send its ``at``-th statement that begins with ``statement``.
    """
    command = [sys.executable, "-c", SCRIPT + code, name, statement, str(at)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=database.ROOT)
    assert done.returncode == -signal.SIGKILL, done.stderr


def die_before(statement: str, at: int) -> None:
    """Let this process kill itself before the ``at``-th statement of any of its connections that begins so."""
    met = 0

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal met
        met += str(sql).lstrip().startswith(statement)
        if met == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    connection_created.connect(lambda connection, **_: connection.execute_wrappers.append(watch), weak=False)


def row_counts(name: str) -> dict[str, int]:
    """Table → number of rows, of all tables but the queue's own."""
    with database.superuser(name) as superuser:
        tables = superuser.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname NOT LIKE 'procrastinate%' ORDER BY relname"
        ).fetchall()
        return {table: superuser.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for (table,) in tables}  # type: ignore[arg-type,index]
