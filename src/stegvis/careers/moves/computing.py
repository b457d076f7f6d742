"""The dry run of a move from PostgreSQL to PostgreSQL. Run by the worker, as Stegvis itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone

from stegvis.careers.evaluation.population import evidence_table
from stegvis.careers.models import MoveOutcome, VersionMove
from stegvis.careers.moves.concerned import units_of
from stegvis.careers.moves.following import successors_across
from stegvis.careers.moves.rehearsal import Rehearsal, Told
from stegvis.foundation.database.turns import wait_for_turn

CHUNK = 5000
"""People evaluated at a time, which bounds the memory."""

STAFF = """
SELECT person_id, unit_id FROM people_employment
WHERE employer_id = %(employer)s AND profession_id = %(profession)s
  AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)
ORDER BY person_id, share DESC, id
"""

SAVE = """
INSERT INTO careers_moveoutcome (move_id, employer_id, person_id, unit_id, area, outcome, level_before, level_after,
                                 level_if_reviewed, kept, to_review, lapsed, is_primary)
SELECT %(move)s, %(employer)s, given.person, given.unit, given.area, given.outcome, given.level_before,
       given.level_after, given.level_if_reviewed, given.kept, given.to_review, given.lapsed, given.is_primary
FROM json_to_recordset(%(rows)s) AS given (
    person uuid, unit bigint, area text, outcome text, level_before smallint, level_after smallint,
    level_if_reviewed smallint, kept smallint, to_review text[], lapsed text[], is_primary boolean
)
"""

Tell = Callable[[int, int], None]


def compute_outcomes(move_id: UUID, tell: Tell) -> None:
    """Work out what a move that is being computed means for each employee, and make it ready to decide.

    All or nothing in the caller's transaction: interrupted, it begins anew. What was computed before is replaced; a
    move that is not being computed is left alone. ``tell`` hears how many people are done, and of how many.
    """
    wait_for_turn("careers.move", move_id)  # the later of two finds nothing to do
    rows = VersionMove.objects.select_related("from_version", "to_version", "unit")
    move = rows.filter(pk=move_id, state=VersionMove.State.RUNNING).first()
    if move is None:
        return
    MoveOutcome.objects.filter(move=move).delete()
    _compute(move, timezone.localdate(), tell)
    still = VersionMove.objects.filter(pk=move_id, state=VersionMove.State.RUNNING)
    if not still.update(state=VersionMove.State.READY, computed_at=timezone.now()):  # dropped meanwhile
        MoveOutcome.objects.filter(move=move).delete()


def _compute(move: VersionMove, day: date, tell: Tell) -> None:
    successors = successors_across(move.from_version, move.to_version)
    rehearsal = Rehearsal(move.from_version, move.to_version, successors)
    vocabulary = rehearsal.vocabulary
    staff = list(_staff(move, day).items())
    for first in range(0, len(staff), CHUNK):
        some = staff[first : first + CHUNK]
        table = evidence_table(move.employer_id, [person for person, _unit in some], vocabulary)
        _save(move, some, list(rehearsal.tell(vocabulary, table, len(some), day)))
        tell(first + len(some), len(staff))


def _staff(move: VersionMove, day: date) -> dict[UUID, int]:
    """Who is placed by the version that the move starts from on the day, and in which unit."""
    is_concerned = units_of(move, day)
    staff: dict[UUID, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(STAFF, {"employer": move.employer_id, "profession": move.profession_id, "day": day})
        for person, unit in cursor.fetchall():
            if is_concerned(unit):
                staff.setdefault(person, unit)
    return staff


def _save(move: VersionMove, staff: list[tuple[UUID, int]], told: list[Told]) -> None:
    rows = [one._asdict() | {"person": str(staff[one.person][0]), "unit": staff[one.person][1]} for one in told]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, {"move": move.pk, "employer": move.employer_id, "rows": json.dumps(rows)})
