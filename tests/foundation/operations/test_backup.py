"""Everything comes back from a backup but what must stay at rest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.cli.support import database_environ, stegvis
from tests.support import database
from tests.support.cast import make_cast
from tests.support.database import as_owner

COUNTED = ("accounts_user", "people_person", "people_personevent", "people_employment", "organisations_rolegrant")


@pytest.fixture
def empty_database(django_db_setup: None, worker_id: str) -> Iterator[str]:
    name = f"stegvis_restored_{worker_id}"
    database.recreate(name)
    yield name
    with database.superuser() as superuser:
        database.drop(superuser, name)


def rows(query: str) -> list[tuple[Any, ...]]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def prepare() -> None:
    """The cast, and what must not come alive again: a session, a job, an open invitation."""
    from django.contrib.sessions.models import Session

    from stegvis.organisations.models import Invitation

    with as_owner(), connection.cursor() as cursor:
        cast = make_cast()
        Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now() + timedelta(hours=1))
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'send_mail')")
        Invitation.objects.create(
            email="ny@example.se", organisation=cast.ale, token_hash="t" * 64, created_by=cast.gunilla
        )


@pytest.mark.slow
def test_there_and_back(fresh_database: str, empty_database: str, tmp_path: Path) -> None:
    prepare()
    before = {table: rows(f"SELECT * FROM {table} ORDER BY 1") for table in COUNTED}
    file = tmp_path / "stegvis.dump"

    made = stegvis("backup", file, "--json", environ=database_environ(fresh_database, tmp_path))
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout) == json.loads((tmp_path / "stegvis.dump.json").read_text())
    assert [path.stat().st_mode & 0o777 for path in sorted(tmp_path.glob("stegvis.dump*"))] == [0o600, 0o600]

    environ = database_environ(empty_database, tmp_path)
    done = stegvis("restore", file, "--yes", "--json", environ=environ)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["broken"] == []
    assert "1 sessions were ended" in told["done"]
    assert "1 open invitations were withdrawn; send them anew" in told["done"]

    database.use(empty_database, "owner")
    assert {table: rows(f"SELECT * FROM {table} ORDER BY 1") for table in COUNTED} == before
    assert rows("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'send_mail'") == [(0,)]
    assert rows("SELECT count(*) FROM django_session") == [(0,)]
    assert rows("SELECT count(*) FROM organisations_invitation WHERE withdrawn_at IS NULL") == [(0,)]

    again = stegvis("restore", file, "--yes", environ=environ)
    assert again.returncode == 2
    assert f"The database {empty_database} is not empty (" in again.stderr


@pytest.mark.slow
def test_a_damaged_backup_is_refused_and_nothing_is_half_done(
    fresh_database: str, empty_database: str, tmp_path: Path
) -> None:
    file = tmp_path / "stegvis.dump"
    stegvis("backup", file, environ=database_environ(fresh_database, tmp_path))
    again = stegvis("backup", file, environ=database_environ(fresh_database, tmp_path))
    assert (again.returncode, again.stderr) == (2, f"{file} is there already; a backup overwrites nothing\n")
    content = file.read_bytes()[:-10_000]
    file.write_bytes(content)
    done = stegvis("restore", file, "--yes", environ=database_environ(empty_database, tmp_path))
    assert (done.returncode, done.stderr) == (
        2,
        f"{file} is damaged: its checksum is another than when it was made\n",
    )
    note = tmp_path / "stegvis.dump.json"
    note.write_text(json.dumps({**json.loads(note.read_text()), "sha256": hashlib.sha256(content).hexdigest()}))
    done = stegvis("restore", file, "--yes", environ=database_environ(empty_database, tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith("nothing was restored: pg_restore: error: ")
    database.use(empty_database, "owner")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone() == (0,)


def test_what_is_not_there_is_said(fresh_database: str, empty_database: str, tmp_path: Path) -> None:
    environ = database_environ(empty_database, tmp_path)
    done = stegvis("restore", tmp_path / "none.dump", "--yes", environ=environ)
    assert (done.returncode, done.stderr) == (2, f"{tmp_path / 'none.dump'} is not there\n")
    nowhere = tmp_path / "no" / "folder.dump"
    done = stegvis("backup", nowhere, environ=database_environ(fresh_database, tmp_path))
    assert (done.returncode, done.stderr) == (2, f"{nowhere} cannot be written (No such file or directory)\n")
