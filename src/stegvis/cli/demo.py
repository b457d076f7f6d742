"""``stegvis demo``: the whole of Stegvis with invented people, started and looked after by one command."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import sys
import sysconfig
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import psycopg
import typer

import stegvis
from stegvis.cli.start import this_program
from stegvis.cli.words import CommandError
from stegvis.foundation.database.embedded import socket_dir, stop_embedded_server
from stegvis.foundation.operations.supervisor import Supervisor, interruptible
from stegvis.web.demo import log_ins
from stegvis.web.environment import default_data_dir, read_environment

WORKERS, THREADS = 2, 4
OWN_NAMES = (
    "postgresql",
    "logs",
    "static",
    "secret_key",
    "prepared",
    "revoked-credentials.jsonl",
)  # what a reset may take away


def demo(
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to answer on.")] = 8000,
    data_dir: Annotated[Path | None, typer.Option(help="Folder for its data; kept from time to time.")] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Throw the demonstration's data away and start afresh.")
    ] = False,
    small: Annotated[
        bool,
        typer.Option("--small", help="Load two employers instead of all, when data are loaded for the first time."),
    ] = False,
) -> None:
    """Open a living demonstration with invented people. Ctrl-C stops it; its data are kept."""
    folder = (data_dir or default_data_dir(os.environ, "demo")).expanduser().resolve()
    url = f"http://127.0.0.1:{port}/"
    with suppress_interrupt(), interruptible(), only_one(folder):
        refuse_taken(port)
        if reset:
            throw_away(folder)
        with ExitStack() as afterwards:
            afterwards.callback(stop_embedded_server, folder)
            supervisor = afterwards.enter_context(Supervisor(folder / "logs", demo_environ(folder, url), say))
            bring_up(supervisor, folder, port, url, small=small)
            typer.echo("\n".join(log_ins()))
            typer.echo(f"ready {url}")
            if not no_browser and has_browser():
                webbrowser.open(url)
            supervisor.watch()


def bring_up(supervisor: Supervisor, folder: Path, port: int, url: str, *, small: bool) -> None:
    """Start the parts and wait until a page answers. Raises ChildError.

    The web loads while the database starts, unless this version of the program meets this database for the first
    time: then the database is prepared before.
    """
    database = supervisor.start("database", part("database"))
    shape, prepared = program_shape(), folder / "prepared"
    if not prepared.exists() or prepared.read_text() != shape:
        say("Preparing the database; the first time takes a moment …")
        supervisor.wait_until(database, lambda: database_answers(folder))
        supervisor.run("prepare", part("prepare"))
        supervisor.run("load", part("load", *(["--small"] if small else [])))
        prepared.write_text(shape)
    web = supervisor.start("web", part("web", str(port), str(WORKERS), str(THREADS)))
    supervisor.wait_until(database, lambda: database_answers(folder))
    supervisor.wait_until(web, lambda: page_answers(url))
    supervisor.start("worker", part("worker"))


def demo_environ(folder: Path, url: str) -> dict[str, str]:
    """The environment of the parts: the demonstration's own mode, folder and database, whatever else is set."""
    environ = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, a process loads in half the time
    environ |= {"STEGVIS_MODE": "demo", "STEGVIS_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    environ.setdefault("STEGVIS_URL", url.rstrip("/"))
    read_environment(environ)
    return environ


def part(*arguments: str) -> list[str]:
    return [*this_program("parts", *arguments)]


def program_shape() -> str:
    """A hash that changes when the program or one of its libraries does, and the database may have to follow."""
    digest = hashlib.sha256()
    for path in sorted(Path(stegvis.__file__).parent.rglob("*")):
        if path.suffix in {".py", ".yaml", ".csv"}:
            digest.update(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode())
    for path in sorted(Path(sysconfig.get_path("purelib")).glob("*.dist-info")):
        digest.update(f"{path.name}\n".encode())
    return digest.hexdigest()


def database_answers(folder: Path) -> bool:
    try:
        psycopg.connect(host=str(socket_dir(folder)), user="stegvis_app", dbname="stegvis", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def page_answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 (an address of our own)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
    return True


def has_browser() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or sys.platform == "darwin"


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken. Choose another: stegvis demo --port {port % 65535 + 1}"
            ) from error


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for this demonstration. Raises CommandError when another one holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise CommandError(
            f"The folder {folder} cannot be used ({error.strerror}). Choose another with --data-dir"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(
                f"A demonstration already runs on {folder}. Stop it, or choose another folder with --data-dir"
            ) from error
        yield


@contextmanager
def suppress_interrupt() -> Iterator[None]:
    """Ctrl-C is how one ends a demonstration, not an error."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("Stopped. The data are kept.")


def throw_away(folder: Path) -> None:
    """Remove what the demonstration made, and nothing else that may lie in the folder."""
    stop_embedded_server(folder)
    for name in OWN_NAMES:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def say(message: str) -> None:
    typer.echo(message, err=True)
