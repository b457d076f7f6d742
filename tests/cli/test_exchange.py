"""Frameworks out and in from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.support import database_environ, stegvis
from tests.cli.test_content import PILOT, committed_cast
from tests.frameworks.exchange.packages import package
from tests.support.cast import Cast

__all__ = ["committed_cast"]
pytestmark = pytest.mark.slow


def test_what_is_written_is_brought_in_as_a_draft(fresh_database: str, committed_cast: Cast, tmp_path: Path) -> None:
    environ = database_environ(fresh_database, tmp_path)
    assert stegvis("import", "framework", PILOT, environ=environ).returncode == 0
    path = tmp_path / "ut.json"
    written = stegvis(
        "export", "framework", "pilot-rehab-kommun", "--format", "case-full", "--to", path, "--json", environ=environ
    )
    assert json.loads(written.stdout) == {"file": str(path), "bytes": path.stat().st_size}
    done = stegvis("import", "draft", path, "--as", "gunilla@example.se", "--json", environ=environ)
    told = json.loads(done.stdout)
    assert (done.returncode, told["format"], told["problems"]) == (0, "case", [])
    again = stegvis("import", "draft", path, "--as", "gunilla@example.se", environ=environ)
    assert (again.returncode, again.stderr) == (
        2,
        f"{path}: There is nothing to save: the same file is a draft already.\n",
    )


def test_what_does_not_hold_together_is_told_and_not_saved(
    fresh_database: str, committed_cast: Cast, tmp_path: Path
) -> None:
    environ = database_environ(fresh_database, tmp_path)
    path = tmp_path / "fel.json"
    path.write_text(json.dumps(package(CFItems=[{"identifier": "x", "fullStatement": "X"}])))
    done = stegvis("import", "draft", path, "--as", "gunilla@example.se", environ=environ)
    assert (done.returncode, done.stdout) == (
        1,
        "CFItems 1 identifier: “x” is not an identifier (UUID).\nNothing was saved.\n",
    )
    unknown = stegvis("export", "framework", "finns-inte", environ=environ)
    assert (unknown.returncode, unknown.stderr) == (2, "No framework finns-inte\n")
