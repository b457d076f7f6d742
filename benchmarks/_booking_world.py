"""What people fight for in ``booking.py``: a server of its own, thirteen employers, and offers of ten seats each."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg

SEATS = 10
EARLIER = 5
"""So many places has each person had before: the database plans for an empty table as it never does for a used one."""
PEOPLE = """
INSERT INTO organisations_organisation (type, name, slug, code, county_code)
    SELECT 'municipality', 'Kommun ' || n, 'kommun-' || n, '', '' FROM generate_series(1, 13) n;
INSERT INTO organisations_collaboration (name, slug) VALUES ('Region', 'region');
INSERT INTO organisations_membership (collaboration_id, organisation_id, valid_from)
    SELECT c.id, o.id, '2020-01-01' FROM organisations_organisation o, organisations_collaboration c;
INSERT INTO organisations_unit (organisation_id, name, code)
    SELECT o.id, 'Enhet ' || n, 'E' || n FROM organisations_organisation o, generate_series(1, 10) n;
INSERT INTO accounts_user (password, email, name, language, is_active, created_at)
    SELECT '', 'u' || n || '@example.se', 'Namn ' || n, 'sv', true, now() FROM generate_series(1, {people}) n;
INSERT INTO people_person (id, user_id, registered_by_id, given_name, family_name)
    SELECT gen_random_uuid(), a.id, o.id, 'Namn', 'Namnsson'
    FROM (SELECT id, 1 + row_number() OVER (ORDER BY id) % 13 AS place FROM accounts_user) a
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM organisations_organisation) o USING (place);
INSERT INTO people_employment (person_id, employer_id, unit_id, profession_id, employee_number, title, email, share,
                               valid_from)
    SELECT p.id, p.registered_by_id, u.id, 'sjukskoterska', p.place::text, '', '', 100, '2020-01-01'
    FROM (SELECT *, row_number() OVER (PARTITION BY registered_by_id ORDER BY id) AS place FROM people_person) p
    JOIN organisations_unit u ON u.organisation_id = p.registered_by_id AND u.code = 'E' || (1 + p.place % 10);
INSERT INTO accounts_user (password, email, name, language, is_active, created_at)
    SELECT '', 'chef' || u.id || '@example.se', 'Chef', 'sv', true, now() FROM organisations_unit u;
INSERT INTO organisations_rolegrant (user_id, role, organisation_id, unit_id, valid_from)
    SELECT a.id, 'unit_manager', u.organisation_id, u.id, '2020-01-01'
    FROM organisations_unit u JOIN accounts_user a ON a.email = 'chef' || u.id || '@example.se';
"""
PAST = """
INSERT INTO exchange_application (id, offer_id, occasion_id, host_id, person_id, employer_id, unit_id, user_id, state,
                                  title, name, workplace, profession_id, line, request, key, asked_at, answer,
                                  substitute, held)
    SELECT gen_random_uuid(), c.offer_id, c.id, c.employer_id, p.id, e.employer_id, e.unit_id, p.user_id, 'attended',
           'Dag', 'Namn Namnsson', 'Enhet', e.profession_id, '', gen_random_uuid(), '{{}}',
           c.starts - interval '30 days', '', '', stegvis_held(p.id, c.id)
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM people_person) p
    JOIN people_employment e ON e.person_id = p.id
    CROSS JOIN (SELECT count(DISTINCT starts) AS days FROM exchange_occasion WHERE ends < now()) past
    CROSS JOIN generate_series(1, least(past.days, {earlier})) nth
    JOIN (SELECT *, dense_rank() OVER (ORDER BY starts) AS day, row_number() OVER (PARTITION BY starts) AS hall
          FROM exchange_occasion WHERE ends < now()) c
      ON c.day = 1 + (p.place + nth) % past.days AND c.hall = 1 + p.place % 2;
UPDATE exchange_occasion c SET seats = n, taken = n
    FROM (SELECT occasion_id, count(*) AS n FROM exchange_application GROUP BY 1) a WHERE a.occasion_id = c.id;
"""


def superuser(folder: Path) -> psycopg.Connection:
    from stegvis.foundation.database.embedded import socket_dir

    return psycopg.connect(host=str(socket_dir(folder)), user="postgres", dbname="stegvis", autocommit=True)


@contextmanager
def scratch_server() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="stegvis-"))
    os.environ |= environment(folder, "owner")
    from stegvis.foundation.database.embedded import start_embedded_server, stop_embedded_server

    server = start_embedded_server(folder)
    try:
        yield folder
    finally:
        stop_embedded_server(folder)
        del server
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, role: str) -> dict[str, str]:
    return {
        "STEGVIS_MODE": "test",
        "STEGVIS_DATABASE_ROLE": role,
        "STEGVIS_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "stegvis.web.settings",
    }


def load(folder: Path, offers: int) -> None:
    """Thirteen employers of one collaboration with their managers, as many staff as there are seats, and the offers.

    As many offers lie a year behind, in which each has had a few places.
    """
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection as own

    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.foundation.access.sync import sync_database
    from stegvis.people.professions import load_professions

    call_command("migrate", verbosity=0)
    sync_database()
    with acting_as_system(reason="benchmark"):
        load_professions()
    with superuser(folder) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(PEOPLE.format(people=offers * SEATS))
    with acting_as_system(reason="benchmark"):
        _load_offers(offers, days=-365)
        _load_offers(offers, days=30)
    own.close()
    with superuser(folder) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(PAST.format(earlier=EARLIER))
        connection.execute("VACUUM ANALYZE")


def _load_offers(offers: int, *, days: int) -> None:
    """Two a day, at the same hours, from so many days after today on."""
    from django.utils import timezone

    from stegvis.exchange.models import Occasion, Offer, Session
    from stegvis.organisations.models import Collaboration, Organisation

    hosts, region = list(Organisation.objects.all()), Collaboration.objects.get()
    first = timezone.now() + timedelta(days=days)
    for at in range(offers):
        about = {"employer": hosts[at % len(hosts)], "collaboration": region, "audience": "collaboration"}
        offer = Offer.objects.create(**about, kind="shadowing", title=f"Dag {at}", state="published")
        starts = first + timedelta(days=at // 2)
        hours = {"employer": offer.employer, "starts": starts, "ends": starts + timedelta(hours=8)}
        last = timezone.localdate(starts) - timedelta(days=7)
        occasion = Occasion.objects.create(**hours, offer=offer, seats=SEATS, apply_by=last)
        Session.objects.create(**hours, occasion=occasion)
