"""The two commands: what make would do, without doing it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.support import ROOT


def made(*arguments: str, path: str | None = None) -> list[str]:
    """The commands that make would run, one a line."""
    environ = {**os.environ, "PATH": path or os.environ["PATH"]}
    environ.pop("MAKEFLAGS", None)
    done = subprocess.run(
        ["make", "--no-print-directory", "-n", "-B", *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.strip() for line in done.stdout.splitlines()]


def test_demo_says_what_it_is_told() -> None:
    assert made("demo")[-1] == "exec .venv/bin/stegvis demo --port 8000"
    assert made("demo", "PORT=8001", "RESET=1")[-1] == "exec .venv/bin/stegvis demo --port 8001 --reset"
    assert made("demo", "RESET=0")[-1] == "exec .venv/bin/stegvis demo --port 8000"


def test_all_is_checked_once_the_tools_are_there() -> None:
    commands = made("test")
    checks = [
        ".venv/bin/ruff check",
        ".venv/bin/ruff format --check",
        "STEGVIS_MODE=test .venv/bin/mypy",
        ".venv/bin/lint-imports",
        ".venv/bin/python -m pytest -n 2 --dist worksteal",
    ]
    assert [commands.count(check) for check in checks] == [1] * len(checks)
    assert min(map(commands.index, checks)) > commands.index("scripts/test-tools")


def test_everything_is_installed_by_hash() -> None:
    commands = "\n".join(made("setup"))
    assert "pip sync --quiet --compile-bytecode --require-hashes requirements.lock" in commands
    assert "--no-deps --build-constraints build-constraints.txt --editable ." in commands


def test_uv_is_fetched_only_where_it_is_missing(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "make", "awk", "find", "mkdir", "touch", "test", "rm"):
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    assert ".uv/bin/uv pip sync" in "\n".join(made("setup", path=str(tools)))
    (tools / "uv").write_text("#!/bin/sh\n")
    (tools / "uv").chmod(0o755)
    assert f"{tools}/uv pip sync" in "\n".join(made("setup", path=str(tools)))


@pytest.mark.parametrize("name", ["requirements.lock", "build-constraints.txt", "scripts/uv-requirements.txt"])
def test_a_lock_names_no_host_and_pins_all_by_hash(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    pinned = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert pinned
    assert all(line.endswith("\\") for line in pinned)


def test_ci_calls_make_test_and_nothing_else_of_weight() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == [
        "set -euo pipefail",
        'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
        "make test",
    ]
