"""Running ``stegvis`` as people do: as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.server import environ_for

ROOT = Path(__file__).resolve().parents[2]


def stegvis(*arguments: str | Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "stegvis", *map(str, arguments)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)


def bare_environ(**variables: str) -> dict[str, str]:
    """An environment in which nothing of Stegvis is set but these variables."""
    kept = {name: value for name, value in os.environ.items() if "STEGVIS" not in name and "DATABASE" not in name}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100", **variables}


def database_environ(name: str, folder: Path) -> dict[str, str]:
    """The environment of an installation on the database ``name`` of the test server, the backup role included."""
    environ = environ_for(name, folder)
    return {**environ, "BACKUP_DATABASE_URL": environ["DATABASE_URL"].replace("stegvis_app", "stegvis_backup")}
