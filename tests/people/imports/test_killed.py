"""A worker that is killed in the middle of saving a staff list."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from stegvis.foundation.jobs.tasks import retry_stalled
from stegvis.foundation.jobs.worker import run_pending_jobs
from tests.people.imports.staff_files import EVIDENCE_HEADER, HEADER, ROW, changed, workbook
from tests.people.imports.test_services import decide, upload, work_off
from tests.support import database
from tests.support.cast import make_cast
from tests.support.fresh import have_fresh
from tests.support.killed import row_counts, run_until_killed

LIST = workbook(
    {
        "Personal": [HEADER, ROW, changed(number="1001", given_name="Anna", family_name="Ny", unit="NY")],
        "Underlag": [
            EVIDENCE_HEADER,
            ["3001", "legitimation", "", "Sjuksköterska", "", "", "2010-01-01", "", ""],
            ["1001", "kurs", "hlr", "HLR", "", "", "2024-01-01", "2026-01-01", ""],
        ],
        "Enheter": [["Kod", "Namn", "Överordnad kod"], ["NY", "Nya enheten", "HSV"]],
    }
)
KEPT = {
    "units": "SELECT u.code, u.name, p.code FROM organisations_unit u"
    " LEFT JOIN organisations_unit p ON p.id = u.parent_id",
    "employments": "SELECT employee_number, given_name, family_name, birth_year, profession_id, u.code, title, share,"
    " valid_from, valid_to FROM people_employment e JOIN people_person p ON p.id = e.person_id"
    " JOIN organisations_unit u ON u.id = e.unit_id",
    "evidence": "SELECT given_name, kind, code, title, area, amount, valid_from, valid_until, judged_by"
    " FROM people_evidence e JOIN people_person p ON p.id = e.person_id",
    "imports": "SELECT state, content, report - 'fingerprint' FROM people_staffimport",
    "jobs": "SELECT j.state, done, total, message FROM people_staffimport i JOIN jobs_job j ON j.id = i.job_id",
}


def kept(name: str) -> dict[str, Any]:
    """What is kept, by what people call it: keys are drawn anew each time. And how many rows of all."""
    with database.superuser(name) as superuser:
        found = {what: sorted(superuser.execute(query).fetchall(), key=str) for what, query in KEPT.items()}  # type: ignore[arg-type]
    return {**found, "rows": row_counts(name)}


def brought_in(name: str, killed_before: str = "") -> dict[str, Any]:
    """Bring the list in to a new world, with the first worker killed if it says where; then another takes over."""
    with database.as_owner():
        cast = make_cast()
    uploaded = upload(cast, LIST)
    work_off(name)
    decide(cast, uploaded)
    if killed_before:
        before = kept(name)
        run_until_killed(run_pending_jobs, name=name, statement=killed_before)
        after = kept(name)
        assert [before.pop("jobs")[0][0], after.pop("jobs")[0][0]] == ["waiting", "running"]
        assert after == before
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        retry_stalled.defer(timestamp=0)
    work_off(name)
    return kept(name)


@pytest.mark.parametrize("statement", ['INSERT INTO "people_evidence"', 'UPDATE "people_staffimport" SET "state"'])
def test_a_killed_saving_leaves_nothing_and_is_done_by_another_as_if_nothing_had_happened(
    fresh_database: str, statement: str
) -> None:
    interrupted = brought_in(fresh_database, statement)
    connection.close()
    have_fresh(fresh_database)
    database.use(fresh_database)
    assert interrupted == brought_in(fresh_database)
    assert (interrupted["imports"][0][0], interrupted["jobs"]) == ("applied", [("done", 5, 5, "")])
    assert [row[:3] for row in interrupted["employments"] if row[0] in {"1001", "3001"}] == [
        ("1001", "Anna", "Ny"),
        ("3001", "Åsa", "O'Brien-Åkerström"),
    ]
