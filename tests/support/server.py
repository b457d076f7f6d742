"""The real product as processes: granian before the web's role and a job worker before its own."""

from __future__ import annotations

import os
import secrets
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stegvis.cli.start import this_program
from stegvis.foundation.database.embedded import socket_dir
from stegvis.foundation.operations.supervisor import Supervisor
from tests.support import database


@dataclass(frozen=True)
class Product:
    """A running product. ``logs`` is the folder of what its processes say."""

    url: str
    database: str
    logs: Path


@contextmanager
def running_product(name: str, folder: Path, *, web_processes: int = 1) -> Iterator[Product]:
    """Web and worker on the database ``name``, at a free port of this machine.

    They end with the block, and with this process however it ends. Their data go to ``folder``.
    """
    port = free_port()
    with Supervisor(folder / "logs", environ_for(name, folder), print) as supervisor:
        supervisor.run("prepare", [*this_program("parts", "prepare")])
        web = supervisor.start("web", [*this_program("parts", "web", str(port), str(web_processes), "4")])
        supervisor.start("worker", [*this_program("parts", "worker")])
        url = f"http://localhost:{port}"
        supervisor.wait_until(web, lambda: answers(url))
        yield Product(url, name, folder / "logs")


def environ_for(name: str, folder: Path) -> dict[str, str]:
    """The environment of an installation that has its own PostgreSQL, here a database of the test server."""
    host = socket_dir(database.DATA_DIR)
    addresses = {
        prefix + "DATABASE_URL": f"postgresql://stegvis_{role}@/{name}?host={host}"
        for prefix, role in (("", "app"), ("WORKER_", "worker"), ("OWNER_", "owner"))
    }
    return {
        **os.environ,
        **addresses,
        "STEGVIS_MODE": "demo",
        "STEGVIS_DATA_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "PYTHONPATH": str(database.ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
    }


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/om/", timeout=5).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
