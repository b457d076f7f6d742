"""Questionnaires from and to the command line."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from stegvis.surveys.models import OpenQuestion
from stegvis.surveys.packaged import packaged
from tests.cli.support import database_environ, stegvis
from tests.cli.test_content import committed_cast
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.coding.support import TEXTS, a_book, a_round, cut, the_question

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


def test_coded_free_text_is_written_for_who_leads_it(fresh_database: str, committed_cast: Cast, tmp_path: Path) -> None:
    fielded = a_round(committed_cast.ale)
    cut(fielded)
    asked, book = the_question(fielded), a_book(committed_cast.ale, "Tid")
    environ, path = database_environ(fresh_database, tmp_path), tmp_path / "fritext.qdpx"
    command = ("export", "coding", str(asked.pk), "--to", path, "--json", "--as")
    lacking = stegvis(*command, "gunilla@example.se", environ=environ)
    assert (lacking.returncode, "Choose a code book with codes first." in lacking.stderr) == (2, True)
    with as_owner():
        OpenQuestion.objects.update(book=book)
    written = stegvis(*command, "gunilla@example.se", environ=environ)
    assert json.loads(written.stdout) == {"file": str(path), "bytes": path.stat().st_size}
    with ZipFile(path) as archive:
        assert len([name for name in archive.namelist() if name.startswith("Sources/")]) == len(TEXTS)
    stranger = stegvis(*command, "cecilia@example.se", environ=environ)
    assert (stranger.returncode, f"sees no open question {asked.pk}" in stranger.stderr) == (2, True)


def test_what_cannot_be_read_is_told_and_not_saved(fresh_database: str, committed_cast: Cast, tmp_path: Path) -> None:
    environ = database_environ(fresh_database, tmp_path)
    path = tmp_path / "fel.lss"
    path.write_text("<document>")
    done = stegvis("import", "questionnaire", path, "--as", "gunilla@example.se", "--json", environ=environ)
    told = json.loads(done.stdout)
    assert (done.returncode, told["saved"], told["questions"]) == (1, False, 0)
    assert told["problems"] == ["The file is not whole XML (line 1). Export it from LimeSurvey once more."]
