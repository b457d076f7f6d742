"""The program tells what it can do, in the order in which one meets it, and errors in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import stegvis as package
from tests.cli.support import bare_environ, stegvis


def commands(help_text: str) -> list[str]:
    return re.findall(r"^│ ([a-z-]+) {2,}\S", help_text.split("Commands", 1)[1], re.MULTILINE)


def test_help_lists_the_commands_in_order() -> None:
    done = stegvis("--help", environ=bare_environ())
    assert done.returncode == 0
    assert commands(done.stdout) == [
        "demo",
        "serve",
        "worker",
        "setup-database",
        "migrate",
        "import",
        "export",
        "refresh",
        "evaluate",
        "allocate",
        "forecast",
        "backtest",
        "skill-mix",
        "check",
        "invariants",
        "backup",
        "restore",
        "keys",
    ]


def test_nothing_asked_is_help_too() -> None:
    assert "Usage: stegvis" in stegvis(environ=bare_environ()).stderr + stegvis(environ=bare_environ()).stdout


def test_version() -> None:
    assert stegvis("--version", environ=bare_environ()).stdout == f"stegvis {package.__version__}\n"


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        (
            {},
            "SECRET_KEY is not set. Make one and keep it secret: "
            "python -c 'import secrets; print(secrets.token_urlsafe(64))'\n",
        ),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 50 characters\n"),
        ({"STEGVIS_MODE": "debug"}, "STEGVIS_MODE is 'debug'; it must be one of production, demo, test\n"),
    ],
)
def test_a_wrong_setting_is_told_in_words(variables: dict[str, str], message: str, tmp_path: Path) -> None:
    done = stegvis("migrate", environ=bare_environ(STEGVIS_DATA_DIR=str(tmp_path), **variables))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)


def test_a_database_that_does_not_answer_is_told_in_words(tmp_path: Path) -> None:
    nobody = "postgresql://stegvis_owner@127.0.0.1:1/stegvis"
    environ = bare_environ(
        STEGVIS_MODE="demo", STEGVIS_DATA_DIR=str(tmp_path), DATABASE_URL=nobody, OWNER_DATABASE_URL=nobody
    )
    done = stegvis("migrate", environ=environ)
    assert done.returncode == 2
    assert done.stderr.startswith("The database does not answer: ")
    assert done.stderr.endswith("`stegvis check` says more.\n")
    assert "Traceback" not in done.stderr


def test_the_sql_for_a_database_of_ones_own() -> None:
    done = stegvis("setup-database", "--name", "vard", environ=bare_environ())
    roles = re.findall(r"ALTER ROLE (\w+) LOGIN (.*);", done.stdout)
    assert roles == [
        ("stegvis_owner", "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"),
        ("stegvis_app", "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"),
        ("stegvis_worker", "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"),
        ("stegvis_backup", "NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS"),
    ]
    assert "CREATE DATABASE vard OWNER stegvis_owner" in done.stdout
