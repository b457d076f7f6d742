"""What the second lock costs on the list pages: the web's role under row-level security beside the owner without it.

    python benchmarks/access.py [--quick] [--json] [--people N]

A scratch server gets N people over 20 employers, some 60 to a unit. A coordinator opens the staff list of an
employer and of one unit, a manager the team, a handler the search for whom to protect; each page is fetched in turn as
the web's role and as the owner, for whom the policies are switched off. Figures are medians: the page's time in the
server, and the database's share.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

EMPLOYERS = 20
PER_UNIT = 60
ROLES = {"rls": "stegvis_app", "owner": "stegvis_owner"}
FRAMEWORK = "pilot-sjukskoterska-kommun"
# One employer's tree has two storeys; every 20th person shows another employer their record; every 500th person's
# identity is protected.
WORLD = """
INSERT INTO organisations_organisation (type, name, slug, code, county_code)
    SELECT 'municipality', 'Kommun ' || n, 'kommun-' || n, '', '' FROM generate_series(1, {employers}) n;
INSERT INTO organisations_unit (organisation_id, name, code)
    SELECT id, 'Vård', 'TOP' FROM organisations_organisation;
INSERT INTO organisations_unit (organisation_id, parent_id, name, code)
    SELECT u.organisation_id, u.id, 'Enhet ' || n, 'E' || n FROM organisations_unit u, generate_series(1, {units}) n;
INSERT INTO accounts_user (password, email, name, language, is_active, created_at)
    SELECT '', 'u' || n || '@example.se', 'Namn ' || n, 'sv', true, now() FROM generate_series(1, {people}) n;
INSERT INTO people_person (id, user_id, registered_by_id, given_name, family_name, birth_year)
    SELECT gen_random_uuid(), a.id, o.id, 'Namn', 'Namnsson ' || md5(a.id::text), 1960 + a.id % 40
    FROM (SELECT id, 1 + row_number() OVER (ORDER BY id) % {employers} AS place FROM accounts_user) a
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM organisations_organisation) o USING (place);
INSERT INTO people_employment (person_id, employer_id, unit_id, profession_id, employee_number, title, email, share,
                               valid_from, valid_to)
    SELECT p.id, p.registered_by_id, u.id, 'sjukskoterska', p.place::text, '', '', 100, '2020-01-01',
           CASE WHEN p.place % 11 = 0 THEN DATE '2024-12-31' END
    FROM (SELECT *, row_number() OVER (PARTITION BY registered_by_id ORDER BY id) AS place FROM people_person) p
    JOIN organisations_unit u ON u.organisation_id = p.registered_by_id AND u.code = 'E' || (1 + p.place % {units});
INSERT INTO people_evidence (person_id, employer_id, kind, code, area, title, amount, valid_from, judged_by, reference,
                             checked_how, source, origin, state, text, answer)
    SELECT p.id, p.registered_by_id, 'course', 'kurs-' || n, '', 'Kurs', 1, '2021-01-01', '', '', '', 'import', '',
           'verified', '', ''
    FROM people_person p, generate_series(1, 4) n;
INSERT INTO people_consent (person_id, receiver_id, parts, given_on, until)
    SELECT p.id, o.id, '{{evidence,placements}}', current_date, current_date + 180
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM people_person) p
    JOIN organisations_organisation o ON o.slug = 'kommun-' || (1 + p.place % {employers})
    WHERE p.place % 20 = 0 AND o.id <> p.registered_by_id;
INSERT INTO people_protectedidentity (person_id, employer_id, since, note)
    SELECT id, registered_by_id, '2024-01-01', ''
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM people_person) p WHERE place % 500 = 0;
INSERT INTO careers_standing (person_id, employer_id, profession_id, version_id, area, level_code, level_order,
                              next_level_code, missing_for_next, met, met_until, evaluated_on, is_primary)
    SELECT p.id, p.registered_by_id, 'sjukskoterska', v.id, '', '', 0, '', 1, v.met, v.met_until, current_date, true
    FROM people_person p,
         (SELECT version_id AS id, array_agg(position % 3 = 0 ORDER BY position) AS met,
                 array_agg(NULL::date) AS met_until
          FROM frameworks_frameworkrequirement WHERE version_id = {version} GROUP BY version_id) v;
INSERT INTO frameworks_adoption (employer_id, profession_id, version_id, since)
    SELECT id, 'sjukskoterska', {version}, '2026-01-01' FROM organisations_organisation;
"""


def load(people: int, superuser: str) -> None:
    """Fill the database past triggers and policies, then exempt the owner, and only the owner, from the policies."""
    from django.core.management import call_command

    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.foundation.access.declaration import guarded_models
    from stegvis.foundation.access.sync import sync_database
    from stegvis.frameworks.models import FrameworkVersion
    from stegvis.frameworks.services import publish_packaged
    from stegvis.people.models import Profession

    call_command("migrate", verbosity=0)
    sync_database()
    with acting_as_system(reason="benchmark") as system:
        Profession.objects.update_or_create(
            code="sjukskoterska", defaults={"title_sv": "Sjuksköterska", "title_en": "Nurse", "is_licensed": True}
        )
        publish_packaged(actor=system)
        version = FrameworkVersion.objects.get(framework__code=FRAMEWORK).pk
    units = max(1, people // EMPLOYERS // PER_UNIT)
    with psycopg.connect(superuser, dbname="stegvis", autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(WORLD.format(employers=EMPLOYERS, units=units, people=people, version=version))
        for model in guarded_models():
            connection.execute(f'ALTER TABLE "{model._meta.db_table}" NO FORCE ROW LEVEL SECURITY')
        connection.execute("ANALYZE")


def appoint() -> tuple[Any, Any, Any, int]:
    """A coordinator, a manager of one unit, a handler of protected identities, and that unit."""
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.foundation.accounts.models import User
    from stegvis.organisations.models import Role, RoleGrant, Unit

    with acting_as_system(reason="benchmark"):
        unit = Unit.objects.filter(code="E1").order_by("pk")[0]
        coordinator, manager, handler = (
            User.objects.create_user(f"{name}@example.se", name=name) for name in ("c", "m", "h")
        )
        for user, role in ((coordinator, Role.COORDINATOR), (handler, Role.IDENTITY_HANDLER)):
            RoleGrant.objects.create(
                user=user, role=role, organisation_id=unit.organisation_id, valid_from="2020-01-01"
            )
        RoleGrant.objects.create(
            user=manager,
            role=Role.UNIT_MANAGER,
            organisation_id=unit.organisation_id,
            unit=unit,
            valid_from="2020-01-01",
        )
    return coordinator, manager, handler, unit.pk


class Stopwatch:
    """Adds up the time that the database takes, queries and fetching."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.seconds += time.perf_counter() - start


@contextmanager
def as_role(role: str) -> Iterator[None]:
    from django.db import connection

    connection.close()
    connection.settings_dict["USER"] = role
    yield
    connection.close()


def fetch(client: Any, address: str) -> tuple[float, float, bytes]:
    """(milliseconds of the page, of the database, the page)."""
    from django.db import connection

    watch = Stopwatch()
    start = time.perf_counter()
    with connection.execute_wrapper(watch):
        response = client.get(address)
    seconds = time.perf_counter() - start
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return seconds * 1000, watch.seconds * 1000, response.content


def measure(people: int, superuser: str, rounds: int) -> dict[str, float]:
    from django.test import Client

    load(people, superuser)
    coordinator, manager, handler, unit = appoint()
    pages = {
        "employer": (coordinator, "/personal/"),
        "unit": (coordinator, f"/personal/?unit={unit}"),
        "search": (coordinator, "/personal/?q=namnsson+a"),
        "team": (manager, "/mitt-team/"),
        "protect": (handler, "/skyddade-identiteter/?q=namnsson+a"),
    }
    figures: dict[str, float] = {"people": people, "employers": EMPLOYERS}
    clients = {name: Client() for name in pages}
    for name, (user, _address) in pages.items():
        clients[name].force_login(user)
    taken: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for side, role in ROLES.items():
            with as_role(role):
                for name, (_user, address) in pages.items():
                    fetch(clients[name], address)
                    runs = [fetch(clients[name], address)[:2] for _ in range(2)]
                    taken.setdefault((name, side), []).extend(runs)
    for name in pages:
        for side in ROLES:
            page, database = zip(*taken[name, side], strict=True)
            figures[f"{side}_ms_{name}"] = round(statistics.median(page), 2)
            figures[f"{side}_database_ms_{name}"] = round(statistics.median(database), 2)
        figures[f"ratio_{name}"] = round(figures[f"rls_ms_{name}"] / figures[f"owner_ms_{name}"], 3)
        figures[f"database_ratio_{name}"] = round(
            figures[f"rls_database_ms_{name}"] / figures[f"owner_database_ms_{name}"], 3
        )
    figures["ratio_worst"] = max(figures[f"ratio_{name}"] for name in pages)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true", help="fewer people and rounds, under half a minute")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    chosen = parser.parse_args()
    from stegvis.foundation.database.embedded import start_embedded_server

    server = start_embedded_server(Path(os.environ["STEGVIS_DATA_DIR"]))
    django.setup()
    try:
        people = min(chosen.people, 20_000) if chosen.quick else chosen.people
        figures = measure(people, server.get_uri(), rounds=8 if chosen.quick else 20)
    finally:
        from django.db import connection

        connection.close()
        server.cleanup()
        shutil.rmtree(os.environ["STEGVIS_DATA_DIR"], ignore_errors=True)
    if chosen.json:
        print(json.dumps(figures))
        return
    table = Table("page", "owner ms", "policies ms", "ratio", "database: owner", "policies", "ratio")
    table.title = f"{figures['people']:,} people, {EMPLOYERS} employers, medians"
    for name in ("employer", "unit", "search", "team", "protect"):
        keys = [f"owner_ms_{name}", f"rls_ms_{name}", f"ratio_{name}"]
        keys += [f"owner_database_ms_{name}", f"rls_database_ms_{name}", f"database_ratio_{name}"]
        table.add_row(name, *(f"{figures[key]:.2f}" for key in keys))
    Console().print(table)


if __name__ == "__main__":
    main()
