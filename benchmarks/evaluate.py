"""How long it takes to place a whole employer's staff, from PostgreSQL to PostgreSQL.

    python benchmarks/evaluate.py [--quick] [--json] [--people N]

A scratch server gets the packaged nurse framework and N nurses with about thirty pieces of evidence each. Then
``evaluate_people`` reads the evidence, asks the ladder engine and stores everybody's standing: once from nothing,
once with nothing to change, and for one person alone.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ |= {
    "STEGVIS_MODE": "test",
    "STEGVIS_DATABASE_ROLE": "owner",
    "STEGVIS_DATA_DIR": tempfile.mkdtemp(prefix="stegvis-"),
    "DJANGO_SETTINGS_MODULE": "stegvis.web.settings",
}

import django
import psycopg
from rich.console import Console
from rich.table import Table

FRAMEWORK = "pilot-sjukskoterska-kommun"
STAFF = """
WITH employer AS (
    INSERT INTO organisations_organisation (type, name, slug, code, county_code)
    VALUES ('municipality', 'Mätköpings kommun', 'matkoping', '', '') RETURNING id
), unit AS (
    INSERT INTO organisations_unit (organisation_id, name, code) SELECT id, 'Hemsjukvård', 'H' FROM employer
    RETURNING id, organisation_id
), person AS (
    INSERT INTO people_person (id, registered_by_id, given_name, family_name, birth_year)
    SELECT gen_random_uuid(), organisation_id, 'Namn', 'Namnsson ' || n, 1960 + n %% 40
    FROM unit, generate_series(1, %(people)s) n RETURNING id
)
INSERT INTO people_employment (person_id, employer_id, unit_id, profession_id, employee_number, title, email, share,
                               valid_from)
SELECT person.id, unit.organisation_id, unit.id, 'sjukskoterska', row_number() OVER (), '', '', 100, '2020-01-01'
FROM person, unit
RETURNING employer_id
"""
# The more senior, the more of the facts that the framework asks about, spread by a hash of person and fact.
EVIDENCE = """
INSERT INTO people_evidence (person_id, employer_id, kind, code, area, title, amount, valid_from, valid_until,
                             judged_by, reference, checked_how, source, origin, state, text, answer)
SELECT e.person_id, e.employer_id, f.kind, f.code, '', f.code,
       CASE f.kind WHEN 'competence' THEN 1 + abs(h) %% 5 WHEN 'credits' THEN 75 * (1 + abs(h) %% 4) ELSE 1 END,
       DATE '2010-01-01' + abs(h) %% 5000,
       CASE WHEN f.kind IN ('certificate', 'course') THEN DATE '2026-01-01' + abs(h) %% 1500 END,
       CASE f.kind WHEN 'competence' THEN (%(roles)s::text[])[1 + abs(h) %% cardinality(%(roles)s::text[])] ELSE '' END,
       '', '', 'import', '', 'verified', '', ''
FROM people_employment e, unnest(%(kinds)s::text[], %(codes)s::text[]) AS f (kind, code),
     LATERAL (SELECT hashtext(e.employee_number || f.kind || f.code) AS h) AS drawn
WHERE abs(h) %% 100 < 40 + e.employee_number::int %% 62
"""


def load(people: int, superuser: str) -> int:
    """Fill the database, the bulk past triggers and row-level security; returns the employer's key."""
    from django.core.management import call_command

    from stegvis.careers.evaluation.evidence import Vocabulary
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.foundation.access.sync import sync_database
    from stegvis.frameworks.models import Adoption, FrameworkVersion
    from stegvis.frameworks.queries import compiled
    from stegvis.frameworks.services import publish_packaged
    from stegvis.people.models import Profession

    call_command("migrate", verbosity=0)
    sync_database()
    with acting_as_system(reason="benchmark") as system:
        Profession.objects.create(code="sjukskoterska", title_sv="Sjuksköterska", title_en="Nurse", is_licensed=True)
        publish_packaged(actor=system)
        version = FrameworkVersion.objects.get(framework__code=FRAMEWORK)
    asked = Vocabulary.of([compiled(version)])
    with psycopg.connect(superuser, dbname="stegvis", autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        (employer,) = connection.execute(STAFF, {"people": people}).fetchone()
        connection.execute(
            EVIDENCE,
            {
                "kinds": [kind for kind, _code in asked.keys],
                "codes": [code for _kind, code in asked.keys],
                "roles": list(asked.roles[1:-1]),
            },
        )
        connection.execute("ANALYZE")
    with acting_as_system(reason="benchmark"):
        Adoption.objects.create(
            employer_id=employer, profession_id="sjukskoterska", version=version, since="2026-01-01"
        )
    return int(employer)


def timed(job: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = job()
    return time.perf_counter() - start, result


def measure(people: int, superuser: str) -> dict[str, float]:
    from stegvis.careers.evaluation import evaluate_people
    from stegvis.careers.models import Standing
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.people.models import Evidence

    employer = load(people, superuser)
    seconds, first = timed(lambda: evaluate_people(employer_id=employer))
    again, second = timed(lambda: evaluate_people(employer_id=employer))
    if (first.changed, second.changed) != (people, 0):
        raise SystemExit(f"expected {people} standings and then none, got {first.changed} and {second.changed}")
    with acting_as_system(reason="benchmark"):
        one = Standing.objects.values_list("person_id", flat=True)[0]
        pieces = Evidence.objects.count()
        requirements = len(Standing.objects.values_list("met", flat=True)[0])
        placed = Standing.objects.filter(level_order__gt=0).count()
    alone = min(timed(lambda: evaluate_people(employer_id=employer, person_ids=[one]))[0] for _ in range(5))
    return {
        "people": people,
        "requirements": requirements,
        "evidence_per_person": round(pieces / people, 1),
        "share_on_a_level": round(placed / people, 3),
        "seconds": round(seconds, 2),
        "people_per_second": round(people / seconds),
        "seconds_without_change": round(again, 2),
        "seconds_one_person": round(alone, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true", help="fewer people, under half a minute")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    chosen = parser.parse_args()
    from stegvis.foundation.database.embedded import start_embedded_server

    server = start_embedded_server(Path(os.environ["STEGVIS_DATA_DIR"]))
    django.setup()
    try:
        figures = measure(min(chosen.people, 10_000) if chosen.quick else chosen.people, server.get_uri())
    finally:
        from django.db import connection

        connection.close()
        server.cleanup()
    if chosen.json:
        print(json.dumps(figures))
        return
    table = Table("figure", "value", title="An employer's staff placed, end to end")
    table.columns[1].justify = "right"
    for name, value in figures.items():
        table.add_row(name, f"{value:,}")
    Console().print(table)


if __name__ == "__main__":
    main()
