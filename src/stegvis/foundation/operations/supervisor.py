"""Keeps a handful of processes running, and leaves none behind.

The first child is the base of the others (the database): it is stopped last, and it alone stays until the others
have gone should the supervisor be killed, for each of them holds the other end of its lifeline.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from stegvis.foundation.operations.lifeline import SUPERVISED

FIRST_PAUSE = 0.5  # seconds before a fallen process is started again; doubled with each fall
LONGEST_PAUSE = 30.0
LONG_LIFE = 60.0  # seconds after which a fall is no longer counted with those before it
PATIENCE = 10.0  # seconds that a process gets to end by itself


class ChildError(Exception):
    """A process that the others need ended too soon; the message holds its last words."""


@dataclass
class Child:
    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    start_again_at: float | None = None

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])


class Supervisor:
    """Starts children in order, starts again those that fall, stops them in the opposite order.

    Their output goes to ``log_dir``, a file each. ``say`` is told what a person should know.
    """

    def __init__(self, log_dir: Path, environ: Mapping[str, str], say: Callable[[str], None]) -> None:
        self.children: list[Child] = []
        self._log_dir = log_dir
        self._environ = {**environ, SUPERVISED: "1"}
        self._say = say
        self._base_reads, self._base_writes = os.pipe()
        log_dir.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _undisturbed():
            self.stop()

    def start(self, name: str, command: list[str]) -> Child:
        child = Child(name, command, self._log_dir / f"{name}.log")
        child.log.write_bytes(b"")
        self.children.append(child)
        self._launch(child)
        return child

    def run(self, name: str, command: list[str]) -> None:
        """Run a child to its end. Raises ChildError."""
        child = self.start(name, command)
        while child.process is not None and child.process.poll() is None:
            time.sleep(0.05)
        self.children.remove(child)
        if child.process is not None:
            self._bury(child.process)
            if child.process.returncode:
                raise ChildError(f"{name} failed:\n{child.last_words()}")

    def wait_until(self, child: Child, answers: Callable[[], bool], *, patience: float = 60.0) -> None:
        """Wait for what ``child`` brings about. Raises ChildError when it ends instead, or takes too long."""
        deadline = time.monotonic() + patience
        while not answers():
            if child.process is None or child.process.poll() is not None:
                raise ChildError(f"{child.name} ended at once:\n{child.last_words()}")
            if time.monotonic() > deadline:
                raise ChildError(f"{child.name} did not answer in {patience:.0f} s:\n{child.last_words()}")
            time.sleep(0.05)

    def watch(self) -> None:
        """Start again whatever falls, for ever."""
        while True:
            for child in self.children:
                self._look_after(child)
            time.sleep(0.2)

    def stop(self) -> None:
        """End every child, the last started first. A child that does not end in time is killed."""
        while self.children:
            child = self.children.pop()
            if child.process is not None:
                child.process.terminate()
                self._bury(child.process)
        os.close(self._base_reads)
        os.close(self._base_writes)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.process.poll() is not None:
            child.falls = 1 if now - child.started > LONG_LIFE else child.falls + 1
            pause = min(FIRST_PAUSE * 2 ** (child.falls - 1), LONGEST_PAUSE)
            self._say(f"{child.name} stopped ({child.process.returncode}); starting it again in {pause:g} s")
            self._bury(child.process)
            child.process, child.start_again_at = None, now + pause
        elif child.start_again_at is not None and now >= child.start_again_at:
            self._launch(child)

    def _launch(self, child: Child) -> None:
        base = child is self.children[0]
        with child.log.open("ab") as log:
            child.process = subprocess.Popen(
                child.command,
                env=self._environ,
                stdin=self._base_reads if base else subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=() if base else (self._base_writes,),
                start_new_session=True,  # Ctrl-C in the terminal is for the supervisor alone
            )
        child.started, child.start_again_at = time.monotonic(), None

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the process, then make sure that nothing of its group is left."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end the block as Ctrl-C does: by KeyboardInterrupt."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.default_int_handler) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A second Ctrl-C does not interrupt the stopping, which ends by itself."""
    before = {
        number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
