"""Test databases: one template a run, one copy a worker, never as superuser.

Tests connect as ``stegvis_test``, which may take on the roles of the product and is by default the web's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.setdefault("STEGVIS_DATA_DIR", str(ROOT / ".cache" / "test-data")))
TEMPLATE = "stegvis_test_template"


def start_server() -> Any:
    """Start the embedded server and make the test role. Returns the handle that keeps it running."""
    from stegvis.foundation.database.embedded import start_embedded_server

    server = start_embedded_server(DATA_DIR)
    with superuser() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here need outlive a power cut
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'stegvis_test'").fetchone():
            connection.execute("CREATE ROLE stegvis_test LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT")
        connection.execute("GRANT stegvis_owner, stegvis_app, stegvis_worker TO stegvis_test")
    return server


@contextmanager
def superuser(database: str = "postgres") -> Iterator[psycopg.Connection]:
    """Only for making and dropping databases; no test runs in it."""
    from stegvis.foundation.database.embedded import socket_dir

    with psycopg.connect(host=str(socket_dir(DATA_DIR)), user="postgres", dbname=database, autocommit=True) as found:
        yield found


def connection_settings(database: str, role: str = "app") -> dict[str, Any]:
    from stegvis.foundation.database.embedded import socket_dir

    return {
        "NAME": database,
        "USER": "stegvis_test",
        "HOST": str(socket_dir(DATA_DIR)),
        "OPTIONS": {"options": f"-c role=stegvis_{role}"},
    }


def recreate(name: str, template: str = "template1") -> None:
    """A new database as a copy of ``template`` (about 0.1 s); an old one of the name is dropped."""
    with superuser() as connection:
        drop(connection, name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER stegvis_owner").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def use(database: str, role: str = "app") -> None:
    """Point Django's connection at a database. Closes the present connection."""
    from django.db import connection, connections

    connection.close()
    connections.databases["default"].update(connection_settings(database, role))
    connection.settings_dict.update(connection_settings(database, role))


def build_template() -> None:
    """Migrate the template as the owner and lay the second lock over it."""
    from django.core.management import call_command

    from stegvis.foundation.access.sync import sync_database

    recreate(TEMPLATE)
    use(TEMPLATE, "owner")
    call_command("migrate", verbosity=0)
    sync_database()
    from django.db import connection

    connection.close()


@contextmanager
def as_owner() -> Iterator[None]:
    """Prepare or look at anything, in the running test's transaction, as Stegvis itself."""
    from django.db import connection

    from stegvis.foundation.access.actor import acting_as_system

    with acting_as_system(reason="test"):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE stegvis_owner")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL ROLE stegvis_app")
