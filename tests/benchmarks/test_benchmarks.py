"""The benchmarks still run: each at its smallest, by its own command line. What they measure is not looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.database import DATA_DIR

ROOT = Path(__file__).resolve().parents[2]


def figures_of(*command: str) -> list[dict[str, float]]:
    """What the program prints, a line of JSON each."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("STEGVIS_")}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("allocation", ["--smallest"]),
        ("forecast", ["--smallest"]),
        ("ladder", ["--people", "20"]),
        ("surveys", ["--smallest"]),
    ],
)
def test_a_benchmark_of_an_engine_runs(name: str, arguments: list[str]) -> None:
    (figures,) = figures_of(f"benchmarks/{name}.py", *arguments, "--json")
    assert all(isinstance(value, int | float) for value in figures.values())


@pytest.mark.slow
def test_the_benchmarks_on_a_database_run() -> None:
    placed, moved, frameworks = figures_of("tests/benchmarks/one_after_another.py", str(DATA_DIR))
    assert (placed["people"], moved["people"], frameworks["matrix_people"]) == (5, 5, 5)
