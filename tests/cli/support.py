"""Running ``stegvis`` as people do: as a program of its own.

It runs in a process forked from one that has loaded the libraries, of which a start takes half its time; what a shell
starts is tried by tests/cli/test_help.py and test_demo.py. A command on a database begins from there the first time,
and later from a process that has loaded all of the program as the command does, and has not begun with it.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from stegvis.web.environment import DatabaseRole
from tests.support.server import environ_for

ROOT = Path(__file__).resolve().parents[2]


LIBRARIES = ("django.db.models", "django.test", "icalendar", "jsonschema", "numpy", "pghistory", "procrastinate")
LIBRARIES += ("psycopg", "requests", "scipy.optimize", "typer", "xlsxwriter", "yaml")
PATIENCE = 120  # seconds


ROLES: dict[str, DatabaseRole] = {"backup": "owner", "restore": "owner"}  # all others run as the worker
GROUPS = {"import", "export", "refresh"}  # of commands, whose second word says which
_met: set[tuple[str | Path, ...]] = set()


def stegvis(*arguments: str | Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["stegvis", *map(str, arguments)]
    installed = "WORKER_DATABASE_URL" in environ
    kind = arguments[: 2 if arguments and arguments[0] in GROUPS else 1]
    with tempfile.TemporaryDirectory() as name:
        said, complained = Path(name, "said"), Path(name, "complained")
        if installed and kind in _met:
            role = ROLES.get(command[1], "worker")
            orders = _standing_by(role, *sorted(item for item in environ.items() if item[0].endswith("DATABASE_URL")))
            orders.send((command, said, complained))
            ended = orders.recv() if orders.poll(PATIENCE) else None
        else:
            ended = _ended(_loaded().Process(target=_run, args=(command, environ, said, complained)))
        if ended is None:
            raise subprocess.TimeoutExpired(command, PATIENCE)
        if installed:
            _met.add(kind)
        return subprocess.CompletedProcess(command, ended, said.read_text(), complained.read_text())


@cache
def _loaded() -> ForkServerContext:
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(list(LIBRARIES))
    return found


@cache
def _standing_by(role: DatabaseRole, *addresses: tuple[str, str]) -> Connection:
    """A process that has loaded Stegvis for the databases, with a folder of its own. Commands go to it one by one."""
    folder = tempfile.TemporaryDirectory()
    ours, its = multiprocessing.Pipe()
    environ = {**environ_for("none", Path(folder.name)), **dict(addresses)}
    _loaded().Process(target=_stand_by, args=(its, environ, role)).start()
    its.close()
    atexit.register(folder.cleanup)
    atexit.register(ours.close)  # the process then ends
    return ours


def _stand_by(orders: Connection, environ: dict[str, str], role: DatabaseRole) -> None:
    os.environ.clear()
    os.environ.update(environ)
    from stegvis.cli.start import start

    start(role)
    with suppress(EOFError):
        while True:
            command, said, complained = orders.recv()
            job = (command, environ, said, complained, role)
            orders.send(_ended(multiprocessing.get_context("fork").Process(target=_run, args=job)))


def _ended(process: BaseProcess) -> int | None:
    """Run it. Returns how it ended; None after a time without an end."""
    process.start()
    process.join(PATIENCE)
    if process.exitcode is None:
        process.kill()
    return process.exitcode


def _run(
    command: list[str], environ: dict[str, str], said: Path, complained: Path, role: DatabaseRole | None = None
) -> None:
    """Become the program: its environment, arguments and streams, and ends as it ends.

    ``role`` is the one that it was loaded as, which must be what it asks for.
    """
    for number, path in ((1, said), (2, complained)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = command
    try:
        runpy.run_module("stegvis", run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()
        assert role in {None, os.environ.get("STEGVIS_DATABASE_ROLE")}, f"loaded as {role}"


def bare_environ(**variables: str) -> dict[str, str]:
    """An environment in which nothing of Stegvis is set but these variables."""
    kept = {name: value for name, value in os.environ.items() if "STEGVIS" not in name and "DATABASE" not in name}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100", **variables}


def database_environ(name: str, folder: Path) -> dict[str, str]:
    """The environment of an installation on the database ``name`` of the test server, the backup role included."""
    environ = environ_for(name, folder)
    return {**environ, "BACKUP_DATABASE_URL": environ["DATABASE_URL"].replace("stegvis_app", "stegvis_backup")}
