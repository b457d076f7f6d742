"""Whether seats are ever given twice, and how many bookings a second: people fight for places, while things are killed.

    python benchmarks/booking.py [--quick] [--json] [--clients N] [--offers N]

A server of its own, with the demonstration's durable settings, holds so many offers of ten seats and five people to
each seat. As many clients as asked for (50), in two processes as on two cores, book by the product's own service: the
actor entered, row-level security on, every rule of who may apply asked, history written, the managers' notice queued,
one committed transaction each. After that the server is killed under load and started again, with one of the client
processes too, and every booking that was acknowledged is sought. At last the same is done without the guard (the
trigger off, the check and the exclusion dropped, look first and then insert), to show that the test can fail.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

HERE = Path(__file__).resolve()
SEATS = 10
PER_SEAT = 5
PROCESSES = 2
"""As many as cores: each runs its share of the clients as threads with a connection of their own."""
OFFERS = """
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
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="30 offers")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--offers", type=int)
    parser.add_argument("--client", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.client:
        run_clients(*chosen.client)
        return
    offers = chosen.offers or (30 if chosen.quick else 200)
    figures = measure(offers, chosen.clients)
    if chosen.json:
        print(json.dumps(figures))
        return
    show(figures)


def measure(offers: int, clients: int) -> dict[str, float]:
    with scratch_server() as folder:
        load(folder, offers)
        figures: dict[str, float] = {"clients": clients, "offers": offers, "seats": offers * SEATS}
        figures["load_average"] = round(os.getloadavg()[0], 2)
        fight = Fight(folder, offers, clients)
        rounds = [fight.run(guarded=True) for _ in range(3)]
        best = sorted(rounds, key=lambda one: one["rate"])[1]
        figures["bookings_per_second"] = round(best["rate"], 1)
        figures["answers_per_second"] = round(best["answers"], 1)
        figures["oversold"] = sum(one["oversold"] for one in rounds)
        figures["in_two_places"] = fight.in_two_places()
        killed = fight.run(guarded=True, kill=folder)
        figures["oversold_when_killed"] = killed["oversold"]
        figures["acknowledged_when_killed"] = killed["acknowledged"]
        figures["acknowledged_and_lost"] = killed["lost"]
        figures["oversold_without_guard"] = fight.run(guarded=False)["oversold"]
        return figures
