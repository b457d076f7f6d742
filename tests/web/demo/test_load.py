"""A demonstration whose first start is cut off, and the next one, which completes it."""

from __future__ import annotations

from typing import Any

import pytest

from stegvis.foundation.jobs.worker import run_pending_jobs
from stegvis.web.demo.cast import Employer
from stegvis.web.demo.load import load_demo
from tests.support import database
from tests.support.killed import row_counts, run_until_killed

EMPLOYERS = (Employer("ale", 12), Employer("molndal", 8))
LOAD = "from tests.web.demo.test_load import EMPLOYERS, load_demo; load_demo(EMPLOYERS)"
STANDINGS = """
SELECT employee_number, f.code, s.area, level_code, met, met_until, is_primary
FROM careers_standing s JOIN people_employment e USING (person_id, employer_id)
JOIN frameworks_frameworkversion v ON v.id = s.version_id JOIN frameworks_framework f ON f.id = v.framework_id
"""


@pytest.fixture(scope="module")
def whole(request: pytest.FixtureRequest, worker_id: str) -> dict[str, Any]:
    """What a load that nothing cuts off leaves."""
    request.getfixturevalue("django_db_setup")
    name = f"stegvis_demo_{worker_id}"
    with request.getfixturevalue("django_db_blocker").unblock():
        database.recreate(name, database.TEMPLATE)
        loaded(name)
        found = left_in(name)
        database.use(f"stegvis_test_{worker_id}")
        with database.superuser() as superuser:
            database.drop(superuser, name)
    return found


def loaded(name: str) -> None:
    """What ``stegvis demo`` does at its start, and then its worker."""
    database.use(name, role="worker")
    load_demo(EMPLOYERS)
    run_pending_jobs()
    database.use(name)


def left_in(name: str) -> dict[str, Any]:
    with database.superuser(name) as superuser:
        standings = sorted(superuser.execute(STANDINGS).fetchall(), key=str)
    return {"rows": row_counts(name), "standings": standings}


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ('INSERT INTO "people_evidence"', 2),
        ('INSERT INTO "people_protectedidentity"', 1),
        ("INSERT INTO careers_standing", 1),
    ],
    ids=["second employer", "cast", "standings"],
)
def test_the_next_start_completes_what_was_cut_off(
    fresh_database: str, whole: dict[str, Any], statement: str, at: int
) -> None:
    run_until_killed(LOAD, name=fresh_database, statement=statement, at=at)
    assert left_in(fresh_database) != whole
    loaded(fresh_database)
    assert left_in(fresh_database) == whole
    assert len(whole["standings"]) > 0
