"""A database of a test's own, which it may commit to: made once a process, and put back before each such test.

A copy of the template takes more than a second, as it has some thousand indexes; to take away the few rows of a test
takes a tenth of it. A test that changed the schema, or what the template itself holds, leaves a copy to be made anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from tests.support import database

CATALOGS = ("class", "attribute", "attrdef", "constraint", "trigger", "policy", "proc", "namespace")
# Tables that have ever had a row.
TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
# Another answer after any change: a new row names the newest transaction, and one that is gone is not counted.
STATE = "SELECT count(*), max(xmin::text::bigint) FROM {}"


@dataclass
class Fresh:
    """The state of the catalogues and of the tables that have rows from the start, and sequence → last value."""

    states: dict[str, tuple[int, int]]
    counters: dict[str, int | None]


_made: dict[str, Fresh] = {}


def have_fresh(name: str) -> None:
    """See to it that the database is there and as the template is. Who is connected to it no longer is."""
    if name in _made:
        with database.superuser() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        with database.superuser(name) as connection:
            if _put_back(connection, _made[name]):
                return
    database.recreate(name, database.TEMPLATE)
    with database.superuser(name) as connection:
        held = [f"pg_{name}" for name in CATALOGS] + _filled(connection)
        _made[name] = Fresh({table: _state(connection, table) for table in held}, _counters(connection))


def _put_back(connection: psycopg.Connection, made: Fresh) -> bool:
    """Whether it could be: not where more was changed than rows that were put in."""
    if any(_state(connection, table) != state for table, state in made.states.items()):
        return False
    connection.execute("SET session_replication_role = replica")  # no triggers, and keys in any order
    for table in _filled(connection):
        if table not in made.states:
            connection.execute(f"DELETE FROM {table}")  # type: ignore[arg-type]
    for name, value in _counters(connection).items():
        before = made.counters[name]
        if value != before:
            connection.execute("SELECT setval(%s, %s, %s)", [name, before or 1, before is not None])
    return True


def _filled(connection: psycopg.Connection) -> list[str]:
    """The tables that have rows."""
    tables = [name for (name,) in connection.execute(TABLES)]
    return [name for name in tables if connection.execute(f"SELECT FROM {name} LIMIT 1").rowcount]  # type: ignore[arg-type]


def _state(connection: psycopg.Connection, table: str) -> tuple[int, int]:
    found = connection.execute(STATE.format(table)).fetchone()  # type: ignore[arg-type]
    assert found is not None
    return found


def _counters(connection: psycopg.Connection) -> dict[str, int | None]:
    query = "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences"
    return dict(connection.execute(query).fetchall())
