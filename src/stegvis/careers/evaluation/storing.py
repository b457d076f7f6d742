"""Writing standings in bulk: what is the same is left alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from stegvis.careers.evaluation.results import Row
from stegvis.foundation.database.turns import wait_for_turn

KEY = ("person_id", "version_id", "area")
ANSWER = {
    "profession_id": "text",
    "level_code": "text",
    "level_order": "smallint",
    "level_until": "date",
    "next_level_code": "text",
    "missing_for_next": "smallint",
    "next_lapse": "date",
    "met": "boolean[]",
    "met_until": "date[]",
    "is_primary": "boolean",
}
NAMES = ", ".join((*KEY, *ANSWER))

GIVEN = f"""
json_to_recordset(%(rows)s) AS given (person_id uuid, version_id bigint, area text,
                                      {", ".join(f"{name} {kind}" for name, kind in ANSWER.items())})
"""

# The same rows without their arrays, which take long to parse.
KEYS = "json_to_recordset(%(keys)s) AS given (person_id uuid, version_id bigint, area text, is_primary boolean)"

UPSERT = f"""
INSERT INTO careers_standing AS old (employer_id, evaluated_on, {NAMES})
SELECT %(employer)s, %(day)s, {NAMES} FROM {GIVEN}
ON CONFLICT (employer_id, person_id, version_id, area) DO UPDATE
SET evaluated_on = excluded.evaluated_on, {", ".join(f"{name} = excluded.{name}" for name in ANSWER)}
WHERE ({", ".join(f"old.{name}" for name in ANSWER)})
  IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in ANSWER)})
"""  # noqa: S608 - names of columns only

REMOVE = f"""
DELETE FROM careers_standing
WHERE employer_id = %(employer)s AND person_id = ANY (%(people)s::uuid[])
  AND (person_id, version_id, area) NOT IN (SELECT {", ".join(KEY)} FROM {KEYS})
"""  # noqa: S608 - names of columns only

# Before the upsert, for there is never more than one primary standing, not even within a statement.
DEMOTE = f"""
UPDATE careers_standing SET is_primary = false
WHERE employer_id = %(employer)s AND person_id = ANY (%(people)s::uuid[]) AND is_primary
  AND (person_id, version_id, area) NOT IN (SELECT {", ".join(KEY)} FROM {KEYS} WHERE is_primary)
"""  # noqa: S608 - names of columns only


def lock(employer_id: int) -> None:
    """Let one evaluation of the employer at a time write, until the transaction ends."""
    wait_for_turn("careers.standing", employer_id)


def store(employer_id: int, people: list[UUID], rows: list[Row], day: date) -> int:
    """Make these rows all that these people have with the employer. Returns how many were changed or removed."""
    primary = _primary(rows)
    records = [_record(row, id(row) in primary) for row in rows]
    given: dict[str, Any] = {
        "employer": employer_id,
        "people": uuid_array(people),
        "day": day,
        "rows": json.dumps(records),
        "keys": json.dumps([{name: record[name] for name in (*KEY, "is_primary")} for record in records]),
    }
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, given)
        removed = cursor.rowcount
        cursor.execute(DEMOTE, given)
        cursor.execute(UPSERT, given)
        return removed + cursor.rowcount


def uuid_array(people: Iterable[UUID]) -> str:
    """The array's text, for thousands of keys are slow to quote one by one."""
    return "{" + ",".join(map(str, people)) + "}"


def _record(row: Row, is_primary: bool) -> dict[str, object]:
    record = row._asdict()
    del record["months"]
    return record | {"person_id": str(row.person_id), "is_primary": is_primary}


def _primary(rows: Iterable[Row]) -> set[int]:
    """Of each person's rows the one on the highest level, then with most months; identities of the rows."""
    by_person = sorted(rows, key=lambda row: (row.person_id, -row.level_order, -row.months, row.version_id, row.area))
    return {id(next(own)) for _person, own in groupby(by_person, key=lambda row: row.person_id)}
