"""A worker that is killed in the middle of a dry run."""

from __future__ import annotations

from typing import Any

from django.db import connection

from stegvis.careers.moves.services import start_move
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.jobs.tasks import retry_stalled
from stegvis.foundation.jobs.worker import run_pending_jobs
from stegvis.frameworks.models import Adoption, FrameworkVersion
from stegvis.people.models import Profession
from tests.careers.conftest import NURSES, give_level, publish
from tests.careers.moves.conftest import WRITTEN, renew
from tests.people.imports.test_services import work_off
from tests.support import database
from tests.support.cast import START, Cast, make_cast
from tests.support.fresh import have_fresh
from tests.support.killed import row_counts, run_until_killed

SAVING = "INSERT INTO careers_moveoutcome"
MAKING_READY = 'UPDATE "careers_versionmove" SET "state" = %s, "computed_at"'
KEPT = {
    "moves": "SELECT o.slug, m.state, computed_at IS NOT NULL, j.state, done, total FROM careers_versionmove m"
    " JOIN organisations_organisation o ON o.id = m.employer_id LEFT JOIN jobs_job j ON j.id = m.job_id",
    "outcomes": "SELECT employee_number, u.code, x.area, outcome, level_before, level_after, level_if_reviewed, kept,"
    " to_review, lapsed, is_primary FROM careers_moveoutcome x"
    " JOIN people_employment e USING (person_id, employer_id) JOIN organisations_unit u ON u.id = x.unit_id",
}


def kept(name: str) -> dict[str, Any]:
    """What is kept, by what people call it: keys are drawn anew each time. And how many rows of all."""
    with database.superuser(name) as superuser:
        found = {what: sorted(superuser.execute(query).fetchall(), key=str) for what, query in KEPT.items()}  # type: ignore[arg-type]
    return {**found, "rows": row_counts(name)}


def tried(name: str, killed_before: str = "") -> dict[str, Any]:
    """Try the move in a new world, with the first worker killed if it says where; then another takes over."""
    with database.as_owner():
        cast = make_cast()
        first = in_use(cast)
    with database.as_owner():
        second = renew(first, lambda one, top: WRITTEN.get(one.code, "same"))
    with acting_as(cast.gunilla.pk) as actor:
        nurse = Profession.objects.get(pk="sjukskoterska")
        start_move(actor=actor, employer=cast.ale, profession=nurse, to_version=second)
    if killed_before:
        run_until_killed(run_pending_jobs, name=name, statement=killed_before)
        left = kept(name)
        assert [row[:4] for row in left["moves"] if row[0] == "ale"] == [("ale", "running", False, "running")]
        assert left["outcomes"] == []
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        retry_stalled.defer(timestamp=0)
    work_off(name)
    return kept(name)


def in_use(cast: Cast) -> FrameworkVersion:
    """The framework for nurses in both municipalities, with Anna and Per on its first level."""
    version = publish(NURSES)
    for employer in (cast.ale, cast.molndal):
        Adoption.objects.create(employer=employer, profession_id="sjukskoterska", version=version, since=START)
    for user in (cast.anna, cast.per):
        give_level(version, user.person, cast.ale, 1)
    return version


def test_a_killed_dry_run_leaves_nothing_and_is_done_by_another_as_if_nothing_had_happened(
    fresh_database: str,
) -> None:
    """Killed while it saves, and as it makes ready."""
    alone = tried(fresh_database)
    for statement in (SAVING, MAKING_READY):
        connection.close()
        have_fresh(fresh_database)
        database.use(fresh_database)
        assert tried(fresh_database, statement) == alone, statement
    assert alone["moves"] == [("ale", "ready", True, "done", 3, 3), ("molndal", "ready", True, None, None, None)]
    assert len(alone["outcomes"]) == 5
