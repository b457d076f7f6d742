"""The whole way of a staff list, through the real queue and both locks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.worker import run_pending_jobs
from stegvis.people import services
from stegvis.people.imports.workbooks import current_workbook, template_workbook
from stegvis.people.models import Employment, Evidence, Person, ProtectedIdentity, StaffImport
from tests.people.imports.staff_files import EVIDENCE_HEADER, HEADER, ROW, changed, staff, workbook
from tests.support import database
from tests.support.cast import Cast, make_cast

NOTHING = {"added": 0, "changed": 0, "unchanged": 0, "errors": 0}


def load(path: Path, content: bytes, cast: Cast, *, partial: bool = False, user: str = "gunilla") -> dict[str, Any]:
    """What ``stegvis import staff`` does."""
    path.write_bytes(content)
    with acting_as(getattr(cast, user).pk) as actor:
        return services.import_staff_file(actor=actor, path=path, employer=cast.ale, partial=partial)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "personal.xlsx"


def employments(cast: Cast) -> list[tuple[Any, ...]]:
    with acting_as(cast.gunilla.pk):
        return list(
            Employment.objects.order_by("employee_number").values_list(
                "employee_number", "person__given_name", "person__family_name", "unit__code", "share", "valid_from"
            )
        )


BEFORE = [
    ("1001", "Anna", "Exempel", "HSV-N", 100, date(2020, 1, 1)),
    ("1002", "Bosse", "Exempel", "HSV-N", 100, date(2020, 1, 1)),
]
NEW = ("3001", "Åsa", "O'Brien-Åkerström", "HSV-N", 100, date(2024, 5, 1))


def test_a_list_comes_in_and_comes_in_again_without_effect(cast: Cast, file: Path) -> None:
    sheets = {
        "Personal": [HEADER, ROW, ["0042", '=HYPERLINK("http://x")', "Ng", "SJUKSKÖTERSKA", "Nya", 45413]],
        "Underlag": [
            EVIDENCE_HEADER,
            ["3001", "legitimation", "", "Sjuksköterska", "", "", "2010-01-01", "", ""],
            ["3001", "högskolepoäng", "pedagogik", "Pedagogik", "", "7,5", "2012-06-01", "", ""],
            ["3001", "reell kompetens", "saker-vard", "", "hemsjukvard", 3, "2023-01-01", "2026-01-01", "Enhetschef"],
        ],
        "Enheter": [["Kod", "Namn", "Överordnad kod"], ["Nya", "Nya enheten", "HSV"]],
    }
    first, second = load(file, workbook(sheets), cast), load(file, workbook(sheets), cast)
    assert first["saved"]
    assert first["counts"] == {
        "staff": {**NOTHING, "added": 2},
        "evidence": {**NOTHING, "added": 3},
        "units": {**NOTHING, "added": 1},
    }
    assert second["counts"] == {
        "staff": {**NOTHING, "unchanged": 2},
        "evidence": {**NOTHING, "unchanged": 3},
        "units": {**NOTHING, "unchanged": 1},
    }
    assert employments(cast) == [
        ("0042", '=HYPERLINK("http://x")', "Ng", "Nya", 100, date(2024, 5, 1)),
        *BEFORE,
        NEW,
    ]
    with acting_as(cast.gunilla.pk):
        assert list(
            Evidence.objects.values_list("kind", "code", "title", "area", "amount", "valid_from", "judged_by")
        ) == [
            ("competence", "saker-vard", "Saker vard", "hemsjukvard", 3, date(2023, 1, 1), "enhetschef"),
            ("credits", "pedagogik", "Pedagogik", "", 75, date(2012, 6, 1), ""),
            ("licence", "sjukskoterska", "Sjuksköterska", "", 1, date(2010, 1, 1), ""),
        ]


def test_a_changed_row_changes_only_what_it_says(cast: Cast, file: Path) -> None:
    report = load(
        file, staff(changed(number="1001", given_name="Anna", family_name="Ny", unit="Hemsjukvård söder")), cast
    )
    assert report["counts"]["staff"] == {**NOTHING, "changed": 1}
    assert employments(cast) == [("1001", "Anna", "Ny", "HSV-S", 100, date(2024, 5, 1)), BEFORE[1]]


def test_with_errors_nothing_is_saved_unless_only_the_right_rows_are_chosen(cast: Cast, file: Path) -> None:
    content = staff(ROW, changed(number="3002", unit="HS"), changed(number="3003", valid_from="0202-01-01"))
    report = load(file, content, cast)
    assert not report["saved"]
    assert [(p["row"], p["column"], p["code"]) for p in report["problems"]] == [
        (3, "Enhet", "unknown_unit"),
        (4, "Från", "odd_year"),
    ]
    assert employments(cast) == BEFORE
    assert load(file, content, cast, partial=True)["saved"]
    assert employments(cast) == [*BEFORE, NEW]


def test_another_employer_s_unit_and_person_are_as_if_they_were_not(cast: Cast, file: Path) -> None:
    known = load(file, staff(changed(number="2001", unit="HS")), cast)["problems"]
    unknown = load(file, staff(changed(number="2001", unit="XX")), cast)["problems"]
    assert [(p["code"], p["params"]) for p in known] == [("unknown_unit", {"value": "HS"})]
    assert [(p["code"], p["params"]) for p in unknown] == [("unknown_unit", {"value": "XX"})]
    assert load(file, staff(changed(number="2001")), cast)["counts"]["staff"] == {**NOTHING, "added": 1}


def test_a_protected_person_is_neither_made_twice_nor_told_of(cast: Cast, file: Path) -> None:
    sheets = {
        "Personal": [HEADER, changed(number="1003", given_name="Per", family_name="Annan")],
        "Underlag": [EVIDENCE_HEADER, ["1003", "kurs", "hlr", "HLR", "", "", "2024-01-01", "", ""]],
    }
    report = load(file, workbook(sheets), cast)
    assert report["counts"] == {
        "staff": {**NOTHING, "unchanged": 1},
        "evidence": {**NOTHING, "unchanged": 1},
        "units": NOTHING,
    }
    assert (report["problems"], employments(cast)) == ([], BEFORE)
    with database.as_owner():
        assert list(Person.objects.filter(given_name="Per").values_list("family_name")) == [("Exempel",)]


NAMES = [
    ("Per", "Exempel", 1980),
    ("PER", "Annan", None),
    ("Pär", "EXEMPEL", 1990),
    ("Per", "Annan", 1980),
    ("Per", "Annan", 1990),
    ("Åke", "Annan", 1980),
    ("Åke", "Annan", None),
]


@pytest.mark.parametrize(("given_name", "family_name", "birth_year"), NAMES)
def test_a_protected_person_s_number_is_refused_to_others_as_anybody_s(
    cast: Cast, file: Path, given_name: str, family_name: str, birth_year: int | None
) -> None:
    """The same row for Per, first as he is hidden and then as if he were not."""
    with database.as_owner():
        Person.objects.filter(pk=cast.per.person.pk).update(birth_year=1980)
    row = [*changed(number="1003", given_name=given_name, family_name=family_name), birth_year]
    content = workbook(
        {
            "Personal": [[*HEADER, "Födelseår"], row],
            "Underlag": [EVIDENCE_HEADER, ["1003", "kurs", "hlr", "HLR", "", "", "2024-01-01", "", ""]],
        }
    )
    hidden = load(file, content, cast)
    with database.as_owner():
        ProtectedIdentity.objects.all().delete()
    seen = load(file, content, cast)
    assert hidden["problems"] == seen["problems"]
    assert hidden["missing_count"] == 2  # Anna and Bosse
    if seen["saved"]:
        assert hidden["counts"]["staff"] == {**NOTHING, "unchanged": 1}
    else:
        assert hidden["counts"] == seen["counts"]


def test_what_is_exported_comes_in_unchanged(cast: Cast, file: Path) -> None:
    test_a_list_comes_in_and_comes_in_again_without_effect(cast, file)
    with acting_as(cast.gunilla.pk) as actor:
        content = current_workbook(actor, cast.ale)
    counts = load(file, content, cast)["counts"]
    assert counts == {
        "staff": {**NOTHING, "unchanged": 4},
        "evidence": {**NOTHING, "unchanged": 3},
        "units": {**NOTHING, "unchanged": 4},
    }


def test_the_empty_template_says_that_it_is_empty(cast: Cast, file: Path) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        content = template_workbook(actor, cast.ale)
    with pytest.raises(UnreadableError) as refused:
        load(file, content, cast)
    assert refused.value.problem.code == "no_rows"


@pytest.mark.parametrize("user", ["anna", "bosse", "hamid", "maria", "dag"])
def test_only_the_coordinator_imports(cast: Cast, file: Path, user: str) -> None:
    with pytest.raises(Refused):
        load(file, staff(ROW), cast, user=user)


def test_three_thousand_rows_take_some_seconds(cast: Cast, file: Path) -> None:
    import time

    rows = [changed(number=str(10_000 + at), given_name=f"Namn {at}") for at in range(3000)]
    begun = time.monotonic()
    assert load(file, staff(*rows), cast)["counts"]["staff"]["added"] == 3000
    assert time.monotonic() - begun < 20


# Through upload, queue and decision.


@pytest.fixture
def world(fresh_database: str) -> Cast:
    with database.as_owner():
        return make_cast()


def work_off(name: str) -> None:
    database.use(name, role="worker")
    run_pending_jobs()
    database.use(name)


def upload(cast: Cast, content: bytes, name: str = "personal.xlsx") -> StaffImport:
    with acting_as(cast.gunilla.pk) as actor:
        return services.upload_staff_list(actor=actor, employer=cast.ale, file_name=name, content=content)


def decide(cast: Cast, staff_import: StaffImport, *, partial: bool = False) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        services.start_applying(actor=actor, import_id=staff_import.pk, partial=partial)


def state(cast: Cast, staff_import: StaffImport) -> str:
    with acting_as(cast.gunilla.pk):
        return StaffImport.objects.get(pk=staff_import.pk).state


def test_from_upload_to_saved(world: Cast, fresh_database: str) -> None:
    uploaded = upload(world, staff(ROW))
    assert state(world, uploaded) == "waiting"
    work_off(fresh_database)
    assert (state(world, uploaded), employments(world)) == ("preview", BEFORE)
    decide(world, uploaded)
    with pytest.raises(Refused):
        decide(world, uploaded)
    work_off(fresh_database)
    assert (state(world, uploaded), employments(world)) == ("applied", [*BEFORE, NEW])
    with acting_as(world.gunilla.pk):
        kept = StaffImport.objects.get(pk=uploaded.pk)
        assert bytes(kept.content) == b""
        assert "Åsa" not in json.dumps(kept.report, ensure_ascii=False)


def test_a_reading_that_failed_leaves_a_list_that_says_so_and_nothing_else(cast: Cast) -> None:
    uploaded = upload(cast, staff(ROW))
    with acting_as(cast.gunilla.pk) as actor:
        services.give_up_staff_import(actor=actor, import_id=uploaded.pk)
        kept = StaffImport.objects.get(pk=uploaded.pk)
    assert (kept.state, bytes(kept.content)) == ("refused", b"")


def test_a_preview_that_is_no_longer_true_is_not_saved(world: Cast, fresh_database: str) -> None:
    first, second = upload(world, staff(ROW)), upload(world, staff(ROW))
    work_off(fresh_database)
    decide(world, first)
    decide(world, second)
    work_off(fresh_database)
    assert (state(world, first), state(world, second)) == ("applied", "preview")
    with acting_as(world.gunilla.pk):
        report = StaffImport.objects.get(pk=second.pk).report
    assert (report["is_stale"], report["counts"]["staff"]) == (True, {**NOTHING, "unchanged": 1})


def test_a_dropped_list_is_forgotten(world: Cast, fresh_database: str) -> None:
    uploaded = upload(world, staff(ROW))
    work_off(fresh_database)
    with acting_as(world.gunilla.pk) as actor:
        services.drop_staff_import(actor=actor, import_id=uploaded.pk)
    with pytest.raises(Refused):
        decide(world, uploaded)
    with acting_as(world.gunilla.pk):
        kept = StaffImport.objects.get(pk=uploaded.pk)
        assert (kept.state, bytes(kept.content), "added" in kept.report) == ("dropped", b"", False)


def test_nothing_is_half_saved_when_the_saving_fails(
    world: Cast, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = {
        "Personal": [HEADER, ROW],
        "Underlag": [EVIDENCE_HEADER, ["3001", "kurs", "hlr", "HLR", "", "", "2024-01-01", "", ""]],
    }
    uploaded = upload(world, workbook(sheets))
    work_off(fresh_database)
    with database.superuser(fresh_database) as superuser:
        superuser.execute("ALTER TABLE people_evidence ADD CONSTRAINT no_room CHECK (code <> 'hlr')")
    decide(world, uploaded)
    work_off(fresh_database)
    assert (state(world, uploaded), employments(world)) == ("preview", BEFORE)
    with acting_as(world.gunilla.pk):
        assert Job.objects.order_by("-created_at").first().state == "failed"  # type: ignore[union-attr]
    with database.superuser(fresh_database) as superuser:
        superuser.execute("ALTER TABLE people_evidence DROP CONSTRAINT no_room")
    decide(world, uploaded)
    work_off(fresh_database)
    assert (state(world, uploaded), employments(world)) == ("applied", [*BEFORE, NEW])


PERSONAL_NUMBERS = ["19850101-1234", "850101-1234", "8501011234", "850101+1234", "850161-1234", "850101-T234"]


def test_a_personal_number_is_refused_by_row_and_stored_nowhere(world: Cast, fresh_database: str) -> None:
    rows = [changed(number=f"30{at:02}", given_name=f"Åsa {found}") for at, found in enumerate(PERSONAL_NUMBERS)]
    header = [*HEADER, "Personnummer"]
    hidden = [*changed(number="3050"), "198501011234"]
    uploaded = upload(world, staff(*rows, hidden, ROW, header=header), name="19850101-1234.xlsx")
    work_off(fresh_database)
    with acting_as(world.gunilla.pk):
        report = StaffImport.objects.get(pk=uploaded.pk).report
    assert [(p["row"], p["column"], p["code"]) for p in report["problems"]] == [
        *((row, "Förnamn", "personal_number") for row in range(2, 8)),
        (8, "Personnummer", "personal_number"),
    ]
    decide(world, uploaded, partial=True)
    work_off(fresh_database)
    assert employments(world) == [*BEFORE, NEW]
    assert not [found for found in PERSONAL_NUMBERS if found in dump(fresh_database)]


def dump(name: str) -> str:
    """All rows of all tables as text, and what is packed unpacked."""
    import zlib

    with database.superuser(name) as superuser:
        tables = superuser.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        rows = [str(superuser.execute(f"SELECT * FROM {table}").fetchall()) for (table,) in tables]  # type: ignore[arg-type]
        packed = superuser.execute("SELECT content FROM people_staffimport WHERE content <> ''").fetchall()
    return "\n".join([*rows, *(zlib.decompress(content).decode() for (content,) in packed)])


def test_another_s_import_is_not_there(world: Cast, fresh_database: str) -> None:
    uploaded = upload(world, staff(ROW))
    with acting_as(world.maria.pk) as actor, pytest.raises(NotYours):
        services.drop_staff_import(actor=actor, import_id=uploaded.pk)
    assert connection.settings_dict["NAME"] == fresh_database
