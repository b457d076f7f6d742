"""Questionnaires from and to the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stegvis.surveys.packaged import packaged
from tests.cli.support import database_environ, stegvis
from tests.cli.test_content import committed_cast
from tests.support.cast import Cast

__all__ = ["committed_cast"]
pytestmark = pytest.mark.slow


def test_a_packaged_one_is_written_and_brought_in(fresh_database: str, committed_cast: Cast, tmp_path: Path) -> None:
    environ = database_environ(fresh_database, tmp_path)
    path, back = tmp_path / "behov.xlsx", tmp_path / "behov.yaml"
    written = stegvis(
        *("export", "questionnaire", "utbildningsbehov", "--format", "xlsform", "--to", path, "--json"), environ=environ
    )
    assert json.loads(written.stdout) == {"file": str(path), "bytes": path.stat().st_size}
    done = stegvis("import", "questionnaire", path, "--as", "gunilla@example.se", "--json", environ=environ)
    told = json.loads(done.stdout)
    assert (done.returncode, told["saved"], told["sections"], told["questions"]) == (0, True, 3, 12)
    mine = ("export", "questionnaire", "utbildningsbehov", "--as", "gunilla@example.se", "--to", back)
    assert stegvis(*mine, environ=environ).returncode == 0
    assert packaged()["utbildningsbehov"]["title"]["sv"] in back.read_text()


def test_what_cannot_be_read_is_told_and_not_saved(fresh_database: str, committed_cast: Cast, tmp_path: Path) -> None:
    environ = database_environ(fresh_database, tmp_path)
    path = tmp_path / "fel.lss"
    path.write_text("<document>")
    done = stegvis("import", "questionnaire", path, "--as", "gunilla@example.se", "--json", environ=environ)
    told = json.loads(done.stdout)
    assert (done.returncode, told["saved"], told["questions"]) == (1, False, 0)
    assert told["problems"] == ["The file is not whole XML (line 1). Export it from LimeSurvey once more."]
