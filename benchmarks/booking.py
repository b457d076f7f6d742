"""Whether seats are ever given twice, and how many bookings a second: people fight for places, while things are killed.

    python benchmarks/booking.py [--quick] [--json] [--clients N] [--offers N]

A server of its own, as durable as the product's, holds so many offers of ten seats, every second at the hours of the
one before it. The clients (50, in two processes as on two cores, each with a connection of its own, which is warm) book
by the product's own service: the actor entered, every rule of who may apply asked, the row written under row-level
security, history and the manager's notice with it, each in a committed transaction. First every seat is booked once,
for the speed (the median of three). Then three people for each seat fight for them. Then the same while the server is
killed and started again, and one of the two processes killed for good: every booking that was acknowledged is sought.
At last the same without the guard (the triggers off, check and exclusion dropped, look first and then insert): that
must oversell.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event, Thread
from uuid import UUID, uuid4

import psutil
import psycopg
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve()
SEATS = 10
WARM_UP = 6
PER_SEAT = 3
ROUNDS = 3
PROCESSES = 2
SPENT = "seconds of processor time:"
PATIENCE = 10
"""Seconds that a client asks a server that is gone."""
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
OVERSOLD = """
SELECT coalesce(sum(n - seats), 0) FROM (
    SELECT c.seats, count(*) AS n FROM exchange_application a JOIN exchange_occasion c ON c.id = a.occasion_id
    WHERE a.state = 'held' GROUP BY c.id) given WHERE n > seats
"""
IN_TWO_PLACES = """
SELECT count(*) FROM exchange_application a
JOIN exchange_application b ON a.person_id = b.person_id AND a.id < b.id
JOIN exchange_session s ON s.occasion_id = a.occasion_id
JOIN exchange_session t ON t.occasion_id = b.occasion_id AND s.starts < t.ends AND t.starts < s.ends
WHERE a.state = 'held' AND b.state = 'held'
"""
WITHOUT_GUARD = """
ALTER TABLE exchange_application DISABLE TRIGGER USER;
ALTER TABLE exchange_occasion DROP CONSTRAINT no_more_seats_taken_than_there_are;
ALTER TABLE exchange_application DROP CONSTRAINT nobody_sits_in_two_places;
CREATE FUNCTION careless_taken(bigint) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
    $$ SELECT count(*) FROM exchange_application WHERE occasion_id = $1 AND state = 'held' $$;
GRANT EXECUTE ON FUNCTION careless_taken(bigint) TO stegvis_app;
"""
START_AGAIN = """
import sys
from pathlib import Path
from stegvis.foundation.database.embedded import start_embedded_server
server = start_embedded_server(Path(sys.argv[1]))
print("up", flush=True)
sys.stdin.read()
"""
ALL_FREE = """
TRUNCATE exchange_application, exchange_applicationevent, notices_notice CASCADE;
SET session_replication_role = replica;
UPDATE exchange_occasion SET taken = 0;
"""


def measure(offers: int, clients: int) -> dict[str, float]:
    with scratch_server() as folder:
        load(folder, offers)
        figures: dict[str, float] = {"clients": clients, "offers": offers, "seats": offers * SEATS}
        fight = Fight(folder, offers, clients)
        figures["load_average"] = round(os.getloadavg()[0], 2)
        rounds = [fight.book_all() for _ in range(ROUNDS)]
        figures["bookings_per_second"] = round(statistics.median(rate for rate, _cpu in rounds), 1)
        figures["cpu_ms_per_booking"] = round(statistics.median(cpu for _rate, cpu in rounds), 2)
        fight.run(tries=PER_SEAT * SEATS)
        figures |= {"oversold": fight.count(OVERSOLD), "in_two_places": fight.count(IN_TWO_PLACES)}
        acknowledged = fight.run(tries=PER_SEAT * SEATS, disturb=fight.kill)
        figures |= {"acknowledged_when_killed": len(acknowledged), "lost_when_killed": fight.lost(acknowledged)}
        figures["oversold_when_killed"] = fight.count(OVERSOLD)
        with fight.superuser() as connection:
            connection.execute(WITHOUT_GUARD)
        fight.run(tries=PER_SEAT * SEATS, book="careless")
        figures["oversold_without_guard"] = fight.count(OVERSOLD)
        return figures


class Fight:
    """People who want seats in the offers of the server in ``folder``. Each run begins with every seat free."""

    def __init__(self, folder: Path, offers: int, clients: int) -> None:
        self.folder, self.clients, self.seconds, self.cpu_seconds = folder, clients, 0.0, 0.0
        with self.superuser() as connection:
            self.occasions = [key for (key,) in connection.execute("SELECT id FROM exchange_occasion ORDER BY id")]
            self.users = [key for (key,) in connection.execute("SELECT user_id FROM people_person ORDER BY user_id")]
        self.random = random.Random(offers)

    def book_all(self) -> tuple[float, float]:
        """Each seat is booked once, by somebody of their own, in no order. Returns bookings a second, and what each
        took of processor time in milliseconds, the clients' and the server's together."""
        done = self.run(tries=SEATS)
        if len(done) != len(self.occasions) * SEATS:
            raise SystemExit(f"{len(done)} of {len(self.occasions) * SEATS} seats were booked")
        return len(done) / self.seconds, self.cpu_seconds / len(done) * 1000

    def run(
        self, *, tries: int, book: str = "guarded", disturb: Callable[[list[subprocess.Popen]], None] | None = None
    ) -> list[str]:
        """So many tries for each offer. Returns the keys of the applications that were acknowledged with a seat."""
        with self.superuser() as connection:
            connection.execute(ALL_FREE)
            connection.execute("VACUUM ANALYZE exchange_occasion")
            connection.execute("CHECKPOINT")
        pairs = self._pairs(tries)
        processes = [self._start(pairs[at::PROCESSES], book) for at in range(PROCESSES)]
        for one in processes:
            assert one.stdout
            one.stdout.readline()  # every client is connected
        start, before = time.perf_counter(), self._server_cpu()
        for one in processes:
            assert one.stdin
            one.stdin.close()
        answers: list[list[str]] = [[] for _ in processes]
        readers = [Thread(target=_read, args=pair) for pair in zip(processes, answers, strict=True)]
        for reader in readers:
            reader.start()
        if disturb is not None:
            disturb(processes)
        for reader in readers:
            reader.join()
        self.seconds = time.perf_counter() - start
        lines = [line for found in answers for line in found]
        spent = sum(float(line.removeprefix(SPENT)) for line in lines if line.startswith(SPENT))
        self.cpu_seconds = spent + self._server_cpu() - before
        return [line for line in lines if not line.startswith(SPENT)]

    def _server_cpu(self) -> float:
        """Seconds of processor time that the server has spent, its ended processes included."""
        from stegvis.foundation.database.embedded import running_server

        server = running_server(self.folder)
        assert server is not None
        times = server.cpu_times()
        spent = times.children_user + times.children_system
        for one in server.children():
            with suppress(psutil.NoSuchProcess):
                spent += sum(one.cpu_times()[:2])
        return spent

    def _pairs(self, tries: int) -> list[tuple[int, int]]:
        """(user, occasion), the users in turn: with more tries than users each wants several, some at one time."""
        wanted = [occasion for occasion in self.occasions for _ in range(tries)]
        self.random.shuffle(wanted)
        return [(self.users[at % len(self.users)], occasion) for at, occasion in enumerate(wanted)]

    def _start(self, pairs: Sequence[tuple[int, int]], book: str) -> subprocess.Popen:
        command = [sys.executable, str(HERE), "--client", str(self.folder), str(self.clients // PROCESSES), book]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin
        process.stdin.write(json.dumps(pairs) + "\n")
        process.stdin.flush()
        return process

    def kill(self, processes: list[subprocess.Popen]) -> None:
        """kill -9 for all of the server after a moment, which is started again, and then for half of the clients."""
        from stegvis.foundation.database.embedded import running_server

        time.sleep(0.5)
        server = running_server(self.folder)
        assert server is not None
        for one in [server, *server.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        server.wait(10)
        self.again = subprocess.Popen(
            [sys.executable, "-c", START_AGAIN, str(self.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.again.stdout
        self.again.stdout.readline()
        time.sleep(0.5)
        processes[0].kill()

    def lost(self, acknowledged: list[str]) -> int:
        with self.superuser() as connection:
            rows = connection.execute("SELECT id::text FROM exchange_application WHERE state = 'held'").fetchall()
        return len(set(acknowledged) - {key for (key,) in rows})

    def count(self, query: str) -> int:
        with self.superuser() as connection:
            return int(connection.execute(query).fetchone()[0])  # type: ignore[index]

    def superuser(self) -> psycopg.Connection:
        return superuser(self.folder)


def superuser(folder: Path) -> psycopg.Connection:
    from stegvis.foundation.database.embedded import socket_dir

    return psycopg.connect(host=str(socket_dir(folder)), user="postgres", dbname="stegvis", autocommit=True)


def _read(process: subprocess.Popen, answers: list[str]) -> None:
    assert process.stdout
    answers.extend(line.strip() for line in process.stdout)
    process.wait()


@contextmanager
def scratch_server() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="stegvis-"))
    os.environ |= _environment(folder, "owner")
    from stegvis.foundation.database.embedded import start_embedded_server, stop_embedded_server

    server = start_embedded_server(folder)
    try:
        yield folder
    finally:
        stop_embedded_server(folder)
        del server
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path, role: str) -> dict[str, str]:
    return {
        "STEGVIS_MODE": "test",
        "STEGVIS_DATABASE_ROLE": role,
        "STEGVIS_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "stegvis.web.settings",
    }


def load(folder: Path, offers: int) -> None:
    """Thirteen employers of one collaboration with their managers, as many staff as there are seats, and the offers."""
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
        _load_offers(offers)
    own.close()
    with superuser(folder) as connection:
        connection.execute("VACUUM ANALYZE")


def _load_offers(offers: int) -> None:
    from django.utils import timezone

    from stegvis.exchange.models import Occasion, Offer, Session
    from stegvis.organisations.models import Collaboration, Organisation

    hosts, region = list(Organisation.objects.all()), Collaboration.objects.get()
    for at in range(offers):
        about = {"employer": hosts[at % len(hosts)], "collaboration": region, "audience": "collaboration"}
        offer = Offer.objects.create(**about, kind="shadowing", title=f"Dag {at}", state="published")
        starts = timezone.now() + timedelta(days=30 + at // 2)
        hours = {"employer": offer.employer, "starts": starts, "ends": starts + timedelta(hours=8)}
        last = timezone.localdate(starts) - timedelta(days=7)
        occasion = Occasion.objects.create(**hours, offer=offer, seats=SEATS, apply_by=last)
        Session.objects.create(**hours, occasion=occasion)


def run_clients(folder: str, threads: str, kind: str) -> None:
    """The part of one process: reads who wants what, and writes the key of each booking once it is committed."""
    os.environ |= _environment(Path(folder), "app")
    import django

    django.setup()
    pairs, number = json.loads(sys.stdin.readline()), int(threads)
    book = {"guarded": book_guarded, "careless": book_carelessly}[kind]
    ready, go = Barrier(number + 1), Event()
    shares = [pairs[at::number] for at in range(number)]
    running = [Thread(target=_client, args=(share, book, ready, go)) for share in shares]
    for one in running:
        one.start()
    ready.wait()
    os.write(1, b"ready\n")
    sys.stdin.read()
    spent = time.process_time()
    go.set()
    for one in running:
        one.join()
    os.write(1, f"{SPENT} {time.process_time() - spent}\n".encode())


def _client(pairs: Sequence[tuple[int, int]], book: Callable[[int, int, UUID], str], ready: Barrier, go: Event) -> None:
    from django.db import InterfaceError, OperationalError, connection

    for user, occasion in pairs[:WARM_UP]:
        _warm_up(user, occasion)
    ready.wait()
    go.wait()
    for user, occasion in pairs:
        request, deadline = uuid4(), time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if key := book(user, occasion, request):
                    os.write(1, f"{key}\n".encode())
                break
            except (OperationalError, InterfaceError):  # the server is gone: the same question again, when it is back
                connection.close()
                time.sleep(0.05)


def _warm_up(user: int, occasion: int) -> None:
    """A booking that is rolled back: a connection of the web has its plans made, as the product keeps it for long."""
    from django.db import transaction

    from stegvis.exchange.applying.services import apply
    from stegvis.foundation.access.actor import acting_as
    from stegvis.foundation.access.verdict import Refused

    with suppress(Refused), acting_as(user) as actor:
        apply(actor=actor, occasion_id=occasion)
        transaction.set_rollback(True)


def book_guarded(user: int, occasion: int, request: UUID) -> str:
    """As the product's page does. Returns the application's key where it has a seat."""
    from stegvis.exchange.applying.services import apply
    from stegvis.foundation.access.actor import acting_as
    from stegvis.foundation.access.verdict import Refused

    try:
        with acting_as(user) as actor:
            (applied,) = apply(actor=actor, occasion_id=occasion, request=request)
    except Refused:
        return ""
    return str(applied.application) if applied.has_a_seat else ""


def book_carelessly(user: int, occasion: int, request: UUID) -> str:
    """As whoever forgets the guard does: looks whether a seat is free, and then takes it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT careless_taken(%s)", [occasion])
        (taken,) = cursor.fetchone()
    return book_guarded(user, occasion, request) if taken < SEATS else ""


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
    figures = measure(chosen.offers or (30 if chosen.quick else 200), chosen.clients)
    if chosen.json:
        print(json.dumps(figures))
        return
    show(figures)


def show(figures: dict[str, float]) -> None:
    table = Table(title="Booking")
    table.add_column("figure")
    table.add_column("value", justify="right")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), f"{value:,}")
    Console().print(table)


if __name__ == "__main__":
    main()
