"""Work that a process is killed in the middle of, as by ``kill -9``, at a known statement to the database."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db.backends.signals import connection_created

from tests.support import database, forked


def run_until_killed(work: Callable[[], object], *, name: str, statement: str, at: int = 1) -> None:
    """Do ``work`` as the worker on the database ``name`` in a process of its own, which must not live to its end.

    It is killed when it is about to send its ``at``-th statement that begins with ``statement``.
    """

    def killed() -> None:
        die_before(statement, at)
        work()

    assert forked.how_it_ended(forked.begin(killed, name=name)) == -signal.SIGKILL


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
