"""The supervisor, tried with small real processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from stegvis.foundation.operations import supervisor as module
from stegvis.foundation.operations.supervisor import ChildError, Supervisor

ROOT = Path(__file__).resolve().parents[3]
ENVIRON = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
FOLLOWS = "from stegvis.foundation.operations.lifeline import follow_parent; follow_parent();"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def sleeper() -> list[str]:
    return python(f"{FOLLOWS} print('up', flush=True); import time; time.sleep(60)")


def eventually(holds: Callable[[], bool], *, within: float = 20) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_children_end_the_last_started_first_and_none_is_left(tmp_path: Path) -> None:
    tells = "import signal, sys, time; signal.signal(15, lambda *_: (print(time.monotonic(), flush=True), sys.exit()))"
    child = python(f"{tells}; print('up', flush=True); time.sleep(60)")
    with Supervisor(tmp_path, ENVIRON, print) as supervisor:
        children = [supervisor.start(name, child) for name in ("first", "second", "third")]
        for one in children:
            supervisor.wait_until(one, lambda one=one: "up" in one.log.read_text())
        pids = [one.process.pid for one in children if one.process]
    ended = [float((tmp_path / f"{name}.log").read_text().split()[1]) for name in ("first", "second", "third")]
    assert ended == sorted(ended, reverse=True)
    assert [psutil.pid_exists(pid) for pid in pids] == [False, False, False]


def test_a_child_that_falls_is_started_again_and_its_family_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.1)
    said: list[str] = []
    family = python(
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    with Supervisor(tmp_path, ENVIRON, said.append) as supervisor:
        supervisor.start("base", sleeper())
        child = supervisor.start("web", family)
        supervisor.wait_until(child, lambda: child.log.read_text().endswith("\n"))
        assert child.process is not None
        first, grandchild = child.process.pid, int(child.log.read_text())
        os.kill(first, signal.SIGKILL)

        def look() -> bool:
            supervisor._look_after(child)
            return child.log.read_text().count("\n") == 2

        assert eventually(look)
        assert not psutil.pid_exists(grandchild) or psutil.Process(grandchild).status() == psutil.STATUS_ZOMBIE
    assert said == ["web stopped (-9); starting it again in 0.1 s"]


def test_the_pause_grows_with_each_fall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.05)
    said: list[str] = []
    with Supervisor(tmp_path, ENVIRON, said.append) as supervisor:
        child = supervisor.start("web", python("raise SystemExit(3)"))

        def fallen() -> bool:
            supervisor._look_after(child)
            return len(said) == 5

        assert eventually(fallen, within=60)
    assert [re.search(r"in (\S+) s", line)[1] for line in said] == ["0.01", "0.02", "0.04", "0.05", "0.05"]  # type: ignore[index]
    assert {line.split(";")[0] for line in said} == {"web stopped (3)"}


def test_a_child_that_ends_at_once_is_told_of_with_its_last_words(tmp_path: Path) -> None:
    with Supervisor(tmp_path, ENVIRON, print) as supervisor:
        child = supervisor.start("web", python("print('no such port'); raise SystemExit(1)"))
        with pytest.raises(ChildError) as raised:
            supervisor.wait_until(child, lambda: False)
    assert str(raised.value) == "web ended at once:\nno such port"


def test_a_step_that_fails_is_told_of_and_one_that_ends_well_is_not(tmp_path: Path) -> None:
    with Supervisor(tmp_path, ENVIRON, print) as supervisor:
        supervisor.start("base", sleeper())
        supervisor.run("prepare", python("pass"))
        with pytest.raises(ChildError) as raised:
            supervisor.run("prepare", python("print('half done'); raise SystemExit(1)"))
        assert [child.name for child in supervisor.children] == ["base"]
    assert str(raised.value) == "prepare failed:\nhalf done"


def test_a_child_that_will_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    deaf = python("import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)")
    with Supervisor(tmp_path, ENVIRON, print) as supervisor:
        child = supervisor.start("deaf", deaf)
        supervisor.wait_until(child, lambda: "up" in child.log.read_text())
        process = child.process
    assert process is not None
    assert process.returncode == -signal.SIGKILL


def test_nothing_outlives_a_supervisor_that_is_killed_and_the_base_goes_last(tmp_path: Path) -> None:
    script = f"""
import os, sys
from pathlib import Path
from stegvis.foundation.operations.supervisor import Supervisor
code = "{FOLLOWS} import signal, sys, time; tell = lambda *_: (print(time.monotonic(), flush=True), sys.exit());"
code += "signal.signal(15, tell); print('up', flush=True); time.sleep(60)"
supervisor = Supervisor(Path({str(tmp_path)!r}), dict(os.environ), print)
for name in ("base", "web", "worker"):
    child = supervisor.start(name, [sys.executable, "-c", code])
    supervisor.wait_until(child, lambda: "up" in child.log.read_text())
print(*(child.process.pid for child in supervisor.children), flush=True)
supervisor.watch()
"""
    with subprocess.Popen(python(script), env=ENVIRON, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert len(pids) == 3
    assert eventually(lambda: not any(psutil.pid_exists(pid) for pid in pids))
    ended = {name: float((tmp_path / f"{name}.log").read_text().split()[1]) for name in ("base", "web", "worker")}
    assert max(ended, key=lambda name: ended[name]) == "base"


def test_signals_are_as_they_were_afterwards() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    with pytest.raises(KeyboardInterrupt), module.interruptible():
        time.sleep(10)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
