"""Writing standings in bulk: what is the same is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from stegvis.careers.evaluation.results import Row

COLUMNS = (
    ("person_id", "uuid"),
    ("profession_id", "text"),
    ("version_id", "bigint"),
    ("area", "text"),
    ("level_code", "text"),
    ("level_order", "smallint"),
    ("level_until", "date"),
    ("next_level_code", "text"),
    ("missing_for_next", "smallint"),
    ("next_lapse", "date"),
    ("met", "boolean[]"),
    ("met_until", "date[]"),
    ("is_primary", "boolean"),
)
KEY = ("employer_id", "person_id", "version_id", "area")
ANSWER = [name for name, _type in COLUMNS if name not in KEY]

# Arrays of arrays must be rectangular, so the two array columns travel as their text.
GIVEN = ", ".join(f"%({name})s::{'text' if kind.endswith('[]') else kind}[]" for name, kind in COLUMNS)
CHOSEN = ", ".join(f"given.{name}::{kind}" for name, kind in COLUMNS)
NAMES = ", ".join(name for name, _type in COLUMNS)

UPSERT = f"""
INSERT INTO careers_standing AS old (employer_id, evaluated_on, {NAMES})
SELECT %(employer)s, %(day)s, {CHOSEN} FROM unnest({GIVEN}) AS given ({NAMES})
ON CONFLICT (employer_id, person_id, version_id, area) DO UPDATE
SET evaluated_on = excluded.evaluated_on, {", ".join(f"{name} = excluded.{name}" for name in ANSWER)}
WHERE ({", ".join(f"old.{name}" for name in ANSWER)})
  IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in ANSWER)})
"""  # noqa: S608 - names of columns only

REMOVE = """
DELETE FROM careers_standing
WHERE employer_id = %(employer)s AND person_id = ANY (%(people)s::uuid[])
  AND (person_id, version_id, area) NOT IN (
    SELECT * FROM unnest(%(person_id)s::uuid[], %(version_id)s::bigint[], %(area)s::text[]))
"""

# Before the upsert, for there is never more than one primary standing, not even within a statement.
DEMOTE = """
UPDATE careers_standing SET is_primary = false
WHERE employer_id = %(employer)s AND person_id = ANY (%(people)s::uuid[]) AND is_primary
  AND (person_id, version_id, area) NOT IN (
    SELECT given.person, given.version, given.area
    FROM unnest(%(person_id)s::uuid[], %(version_id)s::bigint[], %(area)s::text[], %(is_primary)s::boolean[])
      AS given (person, version, area, is_primary)
    WHERE given.is_primary)
"""


def lock(employer_id: int) -> None:
    """Let one evaluation of the employer at a time write, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('careers.standing'), %s)", [employer_id])


def store(employer_id: int, people: list[UUID], rows: list[Row], day: date) -> int:
    """Make these rows all that these people have with the employer. Returns how many were changed or removed."""
    columns = list(zip(*(astuple(row)[:-1] for row in rows), strict=True)) or [()] * (len(COLUMNS) - 1)
    primary = _primary(rows)
    columns.append(tuple(id(row) in primary for row in rows))
    given: dict[str, Any] = {name: list(values) for (name, _type), values in zip(COLUMNS, columns, strict=True)}
    given |= {"employer": employer_id, "people": people, "day": day}
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, given)
        removed = cursor.rowcount
        cursor.execute(DEMOTE, given)
        cursor.execute(UPSERT, given)
        return removed + cursor.rowcount


def _primary(rows: Iterable[Row]) -> set[int]:
    """Of each person's rows the one on the highest level, then with most months; identities of the rows."""
    by_person = sorted(rows, key=lambda row: (row.person, -row.level_order, -row.months, row.version, row.area))
    return {id(next(own)) for _person, own in groupby(by_person, key=lambda row: row.person)}
