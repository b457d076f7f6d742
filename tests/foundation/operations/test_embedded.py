"""The embedded server: where its socket lies, and that it always stops."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from stegvis.foundation.database.embedded import (
    EmbeddedServerError,
    forget_dead_holders,
    running_server,
    server_dir,
    socket_dir,
    start_embedded_server,
    stop_embedded_server,
)

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A short path: the embedded server opens the folders above its own to itself."""
    with tempfile.TemporaryDirectory(prefix="stegvis-") as folder:
        yield Path(folder)
        stop_embedded_server(Path(folder))


def hold(data_dir: Path) -> subprocess.Popen[str]:
    """Another process that starts or joins the server and holds it until its input ends."""
    code = (
        "import sys; from pathlib import Path; from stegvis.foundation.database.embedded import start_embedded_server;"
        f"held = start_embedded_server(Path({str(data_dir)!r})); print('up', flush=True); sys.stdin.read()"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def version_at(data_dir: Path) -> int:
    with psycopg.connect(host=str(socket_dir(data_dir)), user="stegvis_app", dbname="stegvis") as connection:
        return connection.info.server_version // 10000


@pytest.mark.slow
@pytest.mark.parametrize("name", ["short", "long" * 30])
def test_the_socket_is_where_it_is_said_to_be(data_dir: Path, name: str) -> None:
    folder = data_dir / name
    with hold(folder) as holder:
        assert version_at(folder) == 18
        while_running = socket_dir(folder)
        holder.communicate("")
    assert running_server(folder) is None
    assert socket_dir(folder) == while_running
    assert (while_running == server_dir(folder)) == (name == "short")
    stop_embedded_server(folder)


@pytest.mark.slow
def test_a_server_left_by_a_killed_process_is_joined_and_stops_with_the_next(data_dir: Path) -> None:
    with hold(data_dir) as killed:
        killed.kill()
    left = running_server(data_dir)
    assert left is not None
    with hold(data_dir) as after:
        assert running_server(data_dir) == left
        after.communicate("")
    assert running_server(data_dir) is None


@pytest.mark.slow
def test_a_server_can_be_stopped_whoever_started_it(data_dir: Path) -> None:
    with hold(data_dir) as holder:
        server = running_server(data_dir)
        assert server is not None
        stop_embedded_server(data_dir)
        assert not server.is_running()
        stop_embedded_server(data_dir)
        holder.communicate("")


def test_holders_that_have_died_are_forgotten(tmp_path: Path) -> None:
    """Number 1 is older than the list; a process younger than it has only inherited a number."""
    holders = tmp_path / ".handle_pids.json"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    younger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
    try:
        holders.write_text(json.dumps([gone.pid, younger.pid, os.getpid()]))
        os.utime(holders, (time.time(), psutil.Process(younger.pid).create_time() - 1))
        forget_dead_holders(tmp_path)
    finally:
        younger.kill()
        younger.wait()
    assert json.loads(holders.read_text()) == [os.getpid()]


def test_a_place_that_cannot_be_used_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(EmbeddedServerError, match="did not start"):
        start_embedded_server(file / "data")
