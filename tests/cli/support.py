"""Running ``stegvis`` as people do: as a program of its own.

It runs in a process forked from one that has loaded the libraries, of which a start takes half its time; what a shell
starts is tried by tests/cli/test_help.py and test_demo.py.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path

from tests.support.server import environ_for

ROOT = Path(__file__).resolve().parents[2]


LIBRARIES = ("django.db.models", "django.test", "icalendar", "jsonschema", "numpy", "pghistory", "procrastinate")
LIBRARIES += ("psycopg", "requests", "scipy.optimize", "typer", "xlsxwriter", "yaml")
PATIENCE = 120  # seconds


def stegvis(*arguments: str | Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["stegvis", *map(str, arguments)]
    with tempfile.TemporaryDirectory() as name:
        said, complained = Path(name, "said"), Path(name, "complained")
        process = _loaded().Process(target=_run, args=(command, environ, said, complained))
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(command, PATIENCE)
        return subprocess.CompletedProcess(command, process.exitcode, said.read_text(), complained.read_text())


@cache
def _loaded() -> ForkServerContext:
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(list(LIBRARIES))
    return found


def _run(command: list[str], environ: dict[str, str], said: Path, complained: Path) -> None:
    """Become the program: its environment, arguments and streams, and ends as it ends."""
    for number, path in ((1, said), (2, complained)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = command
    try:
        runpy.run_module("stegvis", run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()


def bare_environ(**variables: str) -> dict[str, str]:
    """An environment in which nothing of Stegvis is set but these variables."""
    kept = {name: value for name, value in os.environ.items() if "STEGVIS" not in name and "DATABASE" not in name}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100", **variables}


def database_environ(name: str, folder: Path) -> dict[str, str]:
    """The environment of an installation on the database ``name`` of the test server, the backup role included."""
    environ = environ_for(name, folder)
    return {**environ, "BACKUP_DATABASE_URL": environ["DATABASE_URL"].replace("stegvis_app", "stegvis_backup")}
