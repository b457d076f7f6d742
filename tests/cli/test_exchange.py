"""Frameworks out and in from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.support import database_environ, stegvis
from tests.cli.test_content import PILOT, committed_cast
from tests.frameworks.exchange.packages import package
from tests.frameworks.test_services import RENAMED, SMALL
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
    huge = tmp_path / "stor.json"
    with huge.open("wb") as opened:
        opened.truncate(10**12)  # to read it would take all the memory there is
    refused = stegvis("import", "draft", huge, "--as", "gunilla@example.se", environ=environ)
    assert (refused.returncode, refused.stderr) == (
        2,
        f"{huge} is 1000000 MB and was not read. The limit is 40 MB.\n",
    )
    unknown = stegvis("export", "framework", "finns-inte", "--json", environ=environ)
    assert (unknown.returncode, unknown.stderr) == (2, "No framework finns-inte\n")
    assert json.loads(unknown.stdout) == {"error": "No framework finns-inte"}


def test_a_further_version_becomes_a_draft_unless_it_comes_with_a_mapping(
    fresh_database: str, committed_cast: Cast, tmp_path: Path
) -> None:
    environ = database_environ(fresh_database, tmp_path)
    file, said = tmp_path / "small.yaml", tmp_path / "said.yaml"
    command = ("import", "framework", file, "--as", "gunilla@example.se", "--owner", "ale")
    file.write_text(SMALL, encoding="utf-8")
    previewed = stegvis(*command, "--preview", environ=environ)
    assert (previewed.returncode, previewed.stdout) == (
        0,
        "small 1 would be published.\n2 levels, 4 requirements\nNothing was saved.\n",
    )
    assert json.loads(stegvis(*command, "--json", environ=environ).stdout)["published"] is True

    file.write_text(RENAMED, encoding="utf-8")
    drafted = stegvis(*command, environ=environ)
    lines = drafted.stdout.splitlines()
    assert (drafted.returncode, lines[1:-1]) == (
        0,
        [
            "small 2 is saved as a draft, with this as the proposal:",
            "4 same",
            "  same: kurs → kursen",
        ],
    )
    assert lines[0].startswith("Version 1 of small is published already, and people may be placed by it. Say what")
    assert lines[-1].startswith("Go through it, and publish it, in the browser: /karriarmodeller/utkast/")

    said.write_text("- {relation: changed, from: [kurs], to: [kursen]}\n", encoding="utf-8")
    told = json.loads(stegvis(*command, "--mapping", said, "--preview", "--json", environ=environ).stdout)
    assert (told["published"], told["saved"], told["mapping_lines"]) == (True, False, ["changed: kurs → kursen"])
    assert stegvis(*command, "--mapping", said, environ=environ).stdout.splitlines()[0] == "small 2 is published."


def test_what_is_not_ours_is_shown_the_way(fresh_database: str, committed_cast: Cast, tmp_path: Path) -> None:
    environ = database_environ(fresh_database, tmp_path)
    path = tmp_path / "case.json"
    path.write_text(json.dumps(package()))
    refused = stegvis("import", "framework", path, environ=environ)
    assert (refused.returncode, refused.stderr) == (
        2,
        f"{path} is not a Stegvis file (YAML), the only kind that is published at once. CASE, Moodle, OpenSALT and "
        f"Excel come in as a draft:\n  stegvis import draft {path} --as EMAIL\n",
    )
    previewed = stegvis("import", "draft", path, "--as", "gunilla@example.se", "--preview", environ=environ)
    assert previewed.stdout.splitlines()[-1] == "Nothing was saved."
    saved = stegvis("import", "draft", path, "--as", "gunilla@example.se", "--json", environ=environ)
    assert json.loads(saved.stdout)["draft"]
