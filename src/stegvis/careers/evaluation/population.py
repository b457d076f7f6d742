"""Place an employer's staff: read the evidence, ask the engine, keep the answer. Run by the worker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from stegvis.careers.evaluation.evidence import EvidenceTable, Vocabulary
from stegvis.careers.evaluation.results import Row, ladders_of, rows_of
from stegvis.careers.evaluation.storing import lock, store, uuid_array
from stegvis.engine.ladder import NO_END
from stegvis.foundation.access.actor import acting_as_system
from stegvis.frameworks.models import Adoption, FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.units.queries import placed_in_units

CHUNK = 5000
"""People a transaction: each holds the employer's lock for about a second, so that a single change need not wait."""

SCOPE = """
SELECT person_id FROM (
    SELECT person_id FROM people_employment
    WHERE employer_id = %(employer)s AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)
    UNION
    SELECT person_id FROM careers_standing WHERE employer_id = %(employer)s
) AS staff
WHERE %(people)s::uuid[] IS NULL OR person_id = ANY (%(people)s::uuid[])
ORDER BY person_id
"""

STAFF = """
SELECT person_id, unit_id, profession_id FROM people_employment
WHERE employer_id = %(employer)s AND person_id = ANY (%(people)s::uuid[])
  AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)
ORDER BY person_id, profession_id, share DESC, id
"""

# Words become positions here, so that what travels is eight numbers a row. The people are named twice: once for
# their positions, once for the index.
EVIDENCE = """
SELECT staff.position - 1, asked.position - 1, coalesce(array_position(%(areas)s::text[], e.area), 1) - 1,
       e.amount, e.valid_from - DATE '1970-01-01', coalesce(e.valid_until - DATE '1970-01-01', %(no_end)s),
       coalesce(array_position(%(roles)s::text[], e.judged_by), cardinality(%(roles)s::text[])) - 1,
       hashtext(e.judged_by)
FROM unnest(%(people)s::uuid[]) WITH ORDINALITY AS staff (person, position)
JOIN people_evidence e ON e.person_id = staff.person AND e.employer_id = %(employer)s AND e.state = 'verified'
JOIN unnest(%(kinds)s::text[], %(codes)s::text[]) WITH ORDINALITY AS asked (kind, code, position)
  ON asked.kind = e.kind AND asked.code = e.code
WHERE e.person_id = ANY (%(people)s::uuid[])
"""


@dataclass(frozen=True)
class Evaluated:
    """How many people were looked at, and how many standings were new, changed or taken away."""

    people: int = 0
    changed: int = 0


def evaluate_people(*, employer_id: int, person_ids: Iterable[UUID] | None = None, on: date | None = None) -> Evaluated:
    """Place everybody that the employer employs on the day, or only these persons, and store what differs.

    Set-based and idempotent. What an earlier employer registered does not count. Whoever is no longer employed,
    or has a profession for which no framework is adopted, has no standing left. Acts as Stegvis itself, so only
    the owner and worker roles get anything done. One transaction for each 5,000 people.
    """
    day = on or timezone.localdate()
    with acting_as_system(reason="evaluate"):
        scope = _scope(employer_id, day, person_ids)
    changed = 0
    for first in range(0, len(scope), CHUNK):
        some = scope[first : first + CHUNK]
        with acting_as_system(reason="evaluate"):
            lock(employer_id)
            changed += store(employer_id, some, list(_rows(employer_id, some, day)), day)
    return Evaluated(len(scope), changed)


def _scope(employer_id: int, day: date, person_ids: Iterable[UUID] | None) -> list[UUID]:
    """Who is employed on the day, and who has a standing that may have to go."""
    people = None if person_ids is None else uuid_array(person_ids)
    with connection.cursor() as cursor:
        cursor.execute(SCOPE, {"employer": employer_id, "day": day, "people": people})
        return [person for (person,) in cursor.fetchall()]


def _rows(employer_id: int, people: list[UUID], day: date) -> Iterator[Row]:
    for version, staff in _staff_by_version(employer_id, people, day):
        vocabulary = Vocabulary.of(ladders_of(version).values())
        table = evidence_table(employer_id, [person for person, _profession in staff], vocabulary)
        yield from rows_of(version, vocabulary, staff, table, day)


def _staff_by_version(
    employer_id: int, people: list[UUID], day: date
) -> Iterator[tuple[FrameworkVersion, list[tuple[UUID, str]]]]:
    """Who is placed against which version: a running pilot's in its units, else a unit's own, else the adopted one.

    Of two professions on one version the first by code counts.
    """
    adoptions = Adoption.objects.filter(employer=employer_id).select_related("version")
    version_of = {adoption.profession_id: adoption.version for adoption in adoptions}
    in_units = placed_in_units(employer_id, day)
    staff: dict[FrameworkVersion, dict[UUID, str]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(STAFF, {"employer": employer_id, "people": uuid_array(people), "day": day})
        for person, unit, profession in cursor.fetchall():
            if version := in_units.get((unit, profession)) or version_of.get(profession):
                staff[version].setdefault(person, profession)
    for version, members in staff.items():
        if effective_of(version).document.places_people:
            yield version, list(members.items())


def evidence_table(employer_id: int, people: list[UUID], vocabulary: Vocabulary) -> EvidenceTable:
    """Everything checked that the employer keeps about these people and the ladder asks about."""
    asked: dict[str, Any] = {
        "employer": employer_id,
        "people": uuid_array(people),
        "kinds": [kind for kind, _code in vocabulary.keys],
        "codes": [code for _kind, code in vocabulary.keys],
        "areas": list(vocabulary.areas),
        "roles": list(vocabulary.roles),
        "no_end": NO_END,
    }
    with connection.cursor() as cursor:
        cursor.execute(EVIDENCE, asked)
        return EvidenceTable.of(cursor.fetchall())
