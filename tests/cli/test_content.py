"""Files brought in from the command line, on a real database as the worker's role."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stegvis.cli.content import acting, only_employer, organisation
from stegvis.cli.words import CommandError
from stegvis.frameworks import data as packaged_data
from stegvis.organisations.models import Role
from tests.cli.support import database_environ, stegvis
from tests.people.imports.staff_files import changed, staff
from tests.support.cast import Cast, grant, make_cast
from tests.support.database import as_owner

pytestmark = pytest.mark.slow
PILOT = Path(str(packaged_data.__path__[0])) / "pilot-rehab-kommun.yaml"


@pytest.fixture
def committed_cast(fresh_database: str) -> Cast:
    with as_owner():
        return make_cast()


def staff_file(folder: Path, cast: Cast) -> Path:
    """What Ale's coordinator downloads today: its own staff, unchanged."""
    from stegvis.foundation.access.actor import acting_as
    from stegvis.people.imports.workbooks import current_workbook

    file = folder / "personal.xlsx"
    with acting_as(cast.gunilla.pk) as actor:
        file.write_bytes(current_workbook(actor, cast.ale))
    return file


def test_a_staff_list_that_changes_nothing(fresh_database: str, committed_cast: Cast, tmp_path: Path) -> None:
    environ = database_environ(fresh_database, tmp_path)
    file = staff_file(tmp_path, committed_cast)
    done = stegvis("import", "staff", file, "--as", "gunilla@example.se", "--json", environ=environ)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert (report["saved"], report["problems"]) == (True, [])
    assert report["counts"]["staff"] == {"added": 0, "changed": 0, "unchanged": 2, "errors": 0}


def test_who_must_be_right(fresh_database: str, committed_cast: Cast, tmp_path: Path) -> None:
    file, environ = staff_file(tmp_path, committed_cast), database_environ(fresh_database, tmp_path)
    done = stegvis("import", "staff", file, "--as", "nobody@example.se", environ=environ)
    assert (done.returncode, done.stderr) == (2, "Nobody logs in as nobody@example.se\n")


def test_where_must_be_right(cast: Cast) -> None:
    with (
        acting("anna@example.se", reason="test") as actor,
        pytest.raises(CommandError, match="coordinates no employer"),
    ):
        only_employer(actor)
    with as_owner():
        grant(cast.gunilla, Role.COORDINATOR, organisation=cast.molndal)
    with acting("gunilla@example.se", reason="test") as actor:
        with pytest.raises(CommandError, match="looks after ale, molndal"):
            only_employer(actor)
        with pytest.raises(CommandError, match="No organisation is called kiruna; there are: ale, gu, molndal"):
            organisation("kiruna")
        assert organisation("molndal") == cast.molndal


def test_what_is_wrong_with_a_list_is_told_in_english(
    fresh_database: str, committed_cast: Cast, tmp_path: Path
) -> None:
    environ = database_environ(fresh_database, tmp_path)
    missing = stegvis("import", "staff", "/nope.xlsx", "--as", "gunilla@example.se", environ=environ)
    assert (missing.returncode, missing.stderr) == (2, "/nope.xlsx cannot be read: No such file or directory\n")
    file = tmp_path / "personal.xlsx"
    file.write_bytes(staff(changed(number="1001")))
    taken = stegvis("import", "staff", file, "--as", "gunilla@example.se", environ=environ)
    assert (taken.returncode, taken.stdout.splitlines()[0], taken.stdout.splitlines()[-1]) == (
        1,
        "Personal row 2 Anställningsnummer: The employee number belongs to somebody else in the register. "
        "End that employment first (write its Till), or correct the number.",
        "Nothing was saved.",
    )


def test_a_framework_is_published_once_and_people_are_placed(
    fresh_database: str, committed_cast: Cast, tmp_path: Path
) -> None:
    from stegvis.people.professions import load_professions

    with as_owner():
        load_professions()
    environ = database_environ(fresh_database, tmp_path)
    first, second = (stegvis("import", "framework", PILOT, "--json", environ=environ) for _ in range(2))
    assert first.returncode == 0, first.stdout + first.stderr
    told = json.loads(first.stdout)
    assert told["published"] is True
    assert json.loads(second.stdout) == {**told, "published": False, "saved": False}

    placed = stegvis("evaluate", "--json", environ=environ)
    assert json.loads(placed.stdout) == {"employers": 0, "people": 0, "changed": 0}
    one = stegvis("evaluate", "--employer", "ale", "--on", "2026-01-31", environ=environ)
    assert one.stdout == "3 people at 1 employers looked at; 0 standings changed.\n"


def test_a_bad_framework_is_refused_by_line(fresh_database: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("format: stegvis\nnivåer: []\n")
    done = stegvis("import", "framework", file, environ=database_environ(fresh_database, tmp_path))
    assert done.returncode == 2
    assert all(line.startswith(f"{file}:") for line in done.stderr.splitlines())
    assert "Traceback" not in done.stderr


def test_concepts_are_previewed_refreshed_and_refused(fresh_database: str, tmp_path: Path) -> None:
    environ = database_environ(fresh_database, tmp_path)
    file = tmp_path / "all-concepts.csv"
    file.write_text("id,type,preferred_label\nryxY_Uwr_pkw,skill,Palliativ vård\n", encoding="utf-8")
    previewed = stegvis("refresh", "concepts", file, "--preview", environ=environ)
    assert (
        previewed.stdout
        == "jobtech (skill): 1 added, 0 changed, 0 marked as deprecated, 0 unchanged. Nothing was saved.\n"
    )
    saved, again = (stegvis("refresh", "concepts", file, "--json", environ=environ) for _ in range(2))
    report = {"scheme": "jobtech", "kinds": ["skill"], "changed": 0, "deprecated": 0, "saved": True}
    assert json.loads(saved.stdout) == {**report, "lacking": 0, "added": 1, "unchanged": 0}
    assert json.loads(again.stdout) == {**report, "lacking": 0, "added": 0, "unchanged": 1}
    file.write_text("id,type,preferred_label\nryxY_Uwr_xxx,skill,Vård\n", encoding="utf-8")
    selection = stegvis("refresh", "concepts", file, environ=environ)
    assert (selection.returncode, selection.stderr) == (
        2,
        f"{file}: The file lacks 1 of the 1 concepts in use, more than a tenth; they would all be marked as deprecated."
        " If it is a selection, say so with --partial. If they are really gone, say --all.\n",
    )
    file.write_text("id,type,preferred_label\nYwr_pkw,skill,Vård\n", encoding="utf-8")
    bad = stegvis("refresh", "concepts", file, environ=environ)
    assert (bad.returncode, bad.stderr) == (2, f"{file}: Line 2: “Ywr_pkw” is not the id of a JobTech concept\n")
