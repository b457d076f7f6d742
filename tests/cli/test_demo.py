"""``stegvis demo``, from the first start to the last process gone."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from stegvis.foundation.database.embedded import running_server, socket_dir, stop_embedded_server
from tests.cli.support import bare_environ, stegvis
from tests.support.server import free_port

pytestmark = pytest.mark.slow

LATER_START = 5  # seconds of this machine's two cores when nothing else runs on them


class Demo:
    """A running ``stegvis demo``; its lines up to the one that says ready."""

    def __init__(self, folder: Path, port: int, *options: str) -> None:
        command = [sys.executable, "-m", "stegvis", "demo", "--no-browser", "--port", str(port)]
        self.process = subprocess.Popen(
            [*command, "--data-dir", str(folder), *options],
            env=bare_environ(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if line.startswith("ready "):
                break
        me = psutil.Process(self.process.pid)
        server = running_server(folder)
        self.family = [me, *me.children(recursive=True), *([server] if server else [])]

    def end(self, number: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest

    def left(self, within: float = 2) -> list[str]:
        """What still runs; orphans that were killed last a moment until the system has buried them."""
        _, alive = psutil.wait_procs(self.family, timeout=within)
        return [str(process) for process in alive]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One folder for all of the story, with a path short enough for anybody."""
    with tempfile.TemporaryDirectory(prefix="stegvis-demo-") as name:
        yield Path(name)
        stop_embedded_server(Path(name))


@pytest.fixture
def port() -> int:
    return free_port()


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def run_sql(folder: Path, query: str) -> object:
    with psycopg.connect(host=str(socket_dir(folder)), user="postgres", dbname="stegvis") as connection:
        found = connection.execute(query)
        return found.fetchone() if found.description else None


def test_it_starts_answers_keeps_its_data_and_starts_again_what_falls(folder: Path, port: int) -> None:
    demo = Demo(folder, port, "--small")
    assert demo.lines[-1] == f"ready http://127.0.0.1:{port}/"
    assert sum(line.startswith("ready") for line in demo.lines) == 1
    assert status(f"http://127.0.0.1:{port}/konto/login/") == 200
    run_sql(folder, "CREATE TABLE kept AS SELECT 42 AS answer")
    code, rest = demo.end(signal.SIGINT)
    assert (code, rest) == (0, "Stopped. The data are kept.\n")
    assert demo.left() == []

    began, used = time.monotonic(), psutil.cpu_times()
    again = Demo(folder, port)
    took = time.monotonic() - began
    others = sum(psutil.cpu_times()[:3]) - sum(used[:3]) - sum(sum(one.cpu_times()[:2]) for one in again.family)
    assert not any("Preparing" in line for line in again.lines)
    assert took - others / (psutil.cpu_count() or 1) < LATER_START
    assert run_sql(folder, "SELECT answer FROM kept") == (42,)

    refused = stegvis("demo", "--no-browser", "--port", str(free_port()), "--data-dir", folder, environ=bare_environ())
    assert (refused.returncode, refused.stderr) == (
        2,
        f"A demonstration already runs on {folder.resolve()}. Stop it, or choose another folder with --data-dir\n",
    )

    again.process.kill()
    again.process.communicate()
    assert again.left(within=30) == []

    after = Demo(folder, port)
    assert run_sql(folder, "SELECT answer FROM kept") == (42,)
    falls_and_is_started_again(after, folder, f"http://127.0.0.1:{port}/konto/login/")


def falls_and_is_started_again(demo: Demo, folder: Path, url: str) -> None:
    assert status(url) == 200
    for child in psutil.Process(demo.process.pid).children():
        child.kill()
    server = running_server(folder)
    if server is not None:
        server.kill()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if status(url) == 200:
                break
        except OSError:
            pass
        time.sleep(0.2)
    assert status(url) == 200
    me = psutil.Process(demo.process.pid)
    family = [me, *me.children(recursive=True)]
    code, rest = demo.end(signal.SIGTERM)
    assert code == 0
    fallen = {line.split(" stopped")[0] for line in rest.splitlines() if "starting it again" in line}
    assert {"database", "web"} <= fallen
    assert not psutil.wait_procs(family, timeout=5)[1]
    assert running_server(folder) is None


def test_a_taken_port_is_told_of(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = stegvis("demo", "--no-browser", "--port", str(port), "--data-dir", folder, environ=bare_environ())
    assert (done.returncode, done.stderr) == (
        2,
        f"Port {port} is taken. Choose another: stegvis demo --port {port + 1}\n",
    )


def test_a_reset_takes_away_its_own_files_only(folder: Path, tmp_path: Path) -> None:
    from stegvis.cli.demo import throw_away

    for name in ("postgresql", "logs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("")
    (tmp_path / "prepared").write_text("")
    (tmp_path / "brev.docx").write_text("mitt")
    throw_away(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["brev.docx"]
