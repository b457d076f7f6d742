"""Taking everything out of the database into one file, and putting it into an empty one.

Beside the dump ``FILE`` stands ``FILE.json``: what it was made with, when, and its checksum. Both hold, or tell of,
personal records and are readable by their owner only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

import stegvis
from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.access.sync import sync_database
from stegvis.foundation.database.embedded import program

CHUNK = 1 << 20
UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;\n"  # to PostgreSQL 15 and 16


class BackupError(Exception):
    """A backup cannot be made or put back; the message says why."""


@dataclass(frozen=True)
class Note:
    """What ``FILE.json`` holds."""

    stegvis: str
    postgresql: int
    made_at: str
    sha256: str
    bytes: int


def make_backup(file: Path, login: Mapping[str, Any]) -> Note:
    """Dump the database as the backup role, whose ``login`` is Django's connection settings. Raises BackupError."""
    if file.exists():
        raise BackupError(f"{file} is there already; a backup overwrites nothing")
    made_at = timezone.now()
    unfinished = file.with_name(file.name + ".unfinished")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        _run_program("pg_dump", ["--format=custom", f"--file={unfinished}"], login)
        note = Note(
            stegvis=stegvis.__version__,
            postgresql=connection.cursor().connection.info.server_version,
            made_at=made_at.isoformat(),
            sha256=_checksum(unfinished),
            bytes=unfinished.stat().st_size,
        )
        _note_path(file).write_text(json.dumps(asdict(note), indent=2) + "\n")
        _note_path(file).chmod(0o600)
        unfinished.rename(file)
    except OSError as error:
        raise BackupError(f"{file} cannot be written ({error.strerror})") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return note


def read_note(file: Path) -> Note:
    """The note of a backup whose file is whole. Raises BackupError."""
    if not file.is_file():
        raise BackupError(f"{file} is not there")
    try:
        note = Note(**json.loads(_note_path(file).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{_note_path(file)}, which tells how the backup was made, is missing or broken") from error
    if _checksum(file) != note.sha256:
        raise BackupError(f"{file} is damaged: its checksum is another than when it was made")
    return note


def restore_backup(file: Path, login: Mapping[str, Any]) -> list[str]:
    """Put a backup into the empty database of Django's connection (the owner's). Returns what was done besides.

    What must not come alive with yesterday's data is put to rest by the rooms (``restored`` in a room's
    ``restore.py``). Either all of the data comes back or none. Raises BackupError.
    """
    note = read_note(file)
    refuse_full_database()
    connection.close()
    _load(file, login)
    call_command("migrate", verbosity=0)
    sync_database()
    return put_to_rest(datetime.fromisoformat(note.made_at))


def refuse_full_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        (tables,) = cursor.fetchone()
    if tables:
        raise BackupError(
            f"The database {connection.settings_dict['NAME']} is not empty ({tables} tables). A backup goes into a new"
            " one: make an empty database, or choose another STEGVIS_DATA_DIR for the embedded one"
        )


def put_to_rest(made_at: datetime) -> list[str]:
    """Run every room's ``restored(made_at)`` and return their words. All or nothing."""
    with transaction.atomic(), acting_as_system(reason="restore"):
        return [words for restored in _rooms_hooks() for words in restored(made_at)]


def _rooms_hooks() -> Iterator[Callable[[datetime], list[str]]]:
    for config in reversed(list(apps.get_app_configs())):
        module = f"{config.name}.restore"
        if config.name.startswith("stegvis.") and find_spec(module):
            yield import_module(module).restored


def _run_program(name: str, arguments: list[str], login: Mapping[str, Any]) -> None:
    """Run a PostgreSQL program. The password goes by the environment, where no list of processes shows it."""
    environ = {**os.environ, **_login_environ(login)}
    command = [program(name), "--no-password", *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{name} failed: {done.stderr.strip()}")


def _load(file: Path, login: Mapping[str, Any]) -> None:
    """Turn the dump into SQL and run it, all of it or nothing. Raises BackupError.

    The dump's program writes a setting that servers older than itself do not know; that line is left out.
    """
    environ = {**os.environ, **_login_environ(login), "PGOPTIONS": "-c client_min_messages=warning"}
    read = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)]
    write = [
        program("psql"),
        "--no-psqlrc",
        "--no-password",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
    ]
    with TemporaryFile() as complaints:
        with (
            subprocess.Popen(read, stdout=subprocess.PIPE, stderr=complaints) as reader,
            subprocess.Popen(
                write, env=environ, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints
            ) as writer,
        ):
            if reader.stdout is None or writer.stdin is None:
                raise BackupError("no pipe between pg_restore and psql")
            with suppress(BrokenPipeError):
                for line in reader.stdout:
                    if line == UNKNOWN_TO_OLDER:
                        shutil.copyfileobj(reader.stdout, writer.stdin)
                    else:
                        writer.stdin.write(line)
                if reader.wait():
                    writer.kill()  # before the end of its input, at which it would keep what came so far
            with suppress(BrokenPipeError):
                writer.stdin.close()
        if reader.returncode or writer.returncode:
            complaints.seek(0)
            raise BackupError(f"nothing was restored: {complaints.read().decode(errors='replace').strip()}")


def _login_environ(login: Mapping[str, Any]) -> dict[str, str]:
    names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
    known = {variable: str(login[key]) for key, variable in names.items() if login.get(key)}
    ssl = {f"PG{key.upper()}": str(value) for key, value in login.get("OPTIONS", {}).items() if key.startswith("ssl")}
    return known | ssl


def _note_path(file: Path) -> Path:
    return file.with_name(file.name + ".json")


def _checksum(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
