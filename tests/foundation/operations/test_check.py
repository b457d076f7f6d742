"""Broken installations, and what is said of them."""

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from stegvis.foundation.operations import check
from stegvis.foundation.operations.findings import Finding
from tests.cli.support import bare_environ, database_environ, stegvis
from tests.support import database
from tests.support.cast import Cast, make_cast
from tests.support.database import as_owner

Usage = namedtuple("Usage", "total used free")


def states(findings: list[Finding]) -> dict[str, str]:
    return {finding.name: finding.state for finding in findings}


def test_a_sound_installation(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert states(check.run_checks()) == {
        "Python": "ok",
        "Program": "ok",
        "Settings": "ok",
        "Mail": "ok",
        "Time": "ok",
        "Disk": "ok",
        "Database": "ok",
        "Roles": "ok",
        "Migrations": "ok",
        "Access": "ok",
        "Worker": "ok",
    }


def test_seen_as_the_worker_data_and_coordinators_are_looked_at(cast: Cast) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE stegvis_worker")
        assert [finding.in_words() for finding in check.invariants()] == ["Data: every invariant holds."]
        assert [finding.in_words() for finding in check.coordinators()] == [
            "Coordinators: missing at Mölndals kommun. Nobody there can import staff or grant roles."
        ]


def test_no_worker(db: None) -> None:
    assert [finding.in_words() for finding in check.worker()] == [
        "Worker: none has been seen. Start `stegvis worker`, or nothing that takes time gets done."
    ]


def test_a_worker_that_fell_silent(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes')")
    assert [finding.says for finding in check.worker()] == ["none for 5 minutes."]


@pytest.mark.parametrize(
    ("free", "state", "words"),
    [
        (100_000_000, "error", "Make room, or nothing can be saved."),
        (1_000_000_000, "warning", "Make room soon."),
        (9_000_000_000, "ok", ""),
    ],
)
def test_disk_space(free: int, state: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(0, 0, free))
    (found,) = check.disk_space()
    assert (found.state, found.help) == (state, words)


def test_a_role_that_may_too_much_and_one_that_is_missing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"owner": "stegvis_owner", "app": "postgres", "worker": "stegvis_nobody", "backup": "stegvis_backup"}
    monkeypatch.setattr(check, "ROLE_NAMES", names)
    (found,) = check.roles()
    assert found.says == "there is no stegvis_nobody; postgres is a superuser; postgres passes row-level security by."


def test_a_table_whose_lock_was_taken_off(db: None) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY")
        (found,) = check.second_lock()
        cursor.execute("ALTER TABLE people_person FORCE ROW LEVEL SECURITY")
    assert found.says == "people_person has no forced row-level security."


def test_mail_that_reaches_nobody_in_production(settings: object) -> None:
    settings.STEGVIS_MODE, settings.EMAIL_BACKEND = "production", "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]
    assert [finding.in_words() for finding in check.mail()] == [
        "Mail: is written to the log and sent to nobody. Set EMAIL_URL, or invitations reach nobody."
    ]


def test_a_mail_server_that_does_not_answer(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    (found,) = check.mail()
    assert found.state == "warning"
    assert found.says.startswith("127.0.0.1 does not answer (")


def test_health_says_little(client: Client, db: None) -> None:
    assert (client.get("/halsa/").status_code, client.get("/halsa/").json()) == (200, {"status": "degraded"})
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/halsa/").json() == {"status": "ok"}
    assert client.post("/halsa/").status_code == 405


@pytest.mark.slow
def test_the_command_on_a_database_that_was_never_migrated(django_db_setup: None, tmp_path: Path) -> None:
    name = "stegvis_test_empty"
    database.recreate(name)
    done = stegvis("check", "--json", environ=database_environ(name, tmp_path))
    with database.superuser() as superuser:
        database.drop(superuser, name)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["ok"] is False
    wrong = {finding["name"]: finding["help"] for finding in found["findings"] if finding["state"] == "error"}
    assert wrong["Migrations"] == "Run `stegvis migrate`."
    assert set(wrong) == {"Migrations"}


@pytest.mark.slow
def test_the_command_on_a_sound_database(fresh_database: str, tmp_path: Path) -> None:
    with as_owner():
        make_cast()
    done = stegvis("check", environ=database_environ(fresh_database, tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "✓ Python",
        "✓ Program",
        "✓ Settings",
        "✓ Mail",
        "✓ Time",
        "✓ Disk",
        "✓ Database",
        "✓ Roles",
        "✓ Migrations",
        "✓ Access",
        "! Worker",
        "! Coordinators",
        "✓ Data",
    ]


def test_the_command_where_nothing_is_set(tmp_path: Path) -> None:
    done = stegvis("check", environ=bare_environ(STEGVIS_DATA_DIR=str(tmp_path)))
    assert (done.returncode, done.stdout.split(".")[0]) == (1, "✗ Settings: SECRET_KEY is not set")
