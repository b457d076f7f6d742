"""A demonstration whose first starts are cut off, and the one that completes it."""

from __future__ import annotations

from typing import Any

import pytest

from stegvis.web.demo.load import load_demo
from tests.support import database
from tests.support.killed import row_counts, run_until_killed
from tests.web.demo.conftest import SMALL, start_demo

pytestmark = pytest.mark.slow

CUTS = (  # where, in the order in which the load gets there: statement, and how many of its kind
    ('INSERT INTO "people_evidence"', 2),  # the second employer's
    ('INSERT INTO "people_protectedidentity"', 1),  # the cast's
    ("INSERT INTO careers_standing", 1),
)
STANDINGS = """
SELECT employee_number, f.code, s.area, level_code, met, met_until, is_primary
FROM careers_standing s JOIN people_employment e USING (person_id, employer_id)
JOIN frameworks_frameworkversion v ON v.id = s.version_id JOIN frameworks_framework f ON f.id = v.framework_id
"""


def left_in(name: str) -> dict[str, Any]:
    with database.superuser(name) as superuser:
        standings = sorted(superuser.execute(STANDINGS).fetchall(), key=str)
    return {"rows": row_counts(name), "standings": standings}


def test_each_start_completes_what_was_cut_off_in_the_one_before(fresh_database: str, demonstration: str) -> None:
    whole = left_in(demonstration)
    assert len(whole["standings"]) > 0
    for statement, at in CUTS:
        run_until_killed(lambda: load_demo(SMALL), name=fresh_database, statement=statement, at=at)
        assert left_in(fresh_database) != whole
    start_demo(fresh_database)
    assert left_in(fresh_database) == whole
