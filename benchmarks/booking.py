"""Whether seats are ever given twice, and how many bookings a second: people fight for places, while things are killed.

    python benchmarks/booking.py [--quick] [--json] [--clients N] [--offers N]

A server of its own, as durable as the product's, holds so many offers of ten seats, every second at the hours of the
one before it; each person has had places before. The clients (50, in two processes of Python as on two cores, each with
a connection of its own, which is warm and stays open) book by the product's own service, with no HTTP between: the
actor entered, every rule of who may apply asked, the row written under row-level security, history and the manager's
notice with it, each in a committed transaction. First every seat is booked once, for the speed and what it costs of
processor time (the median of three). Then three people for each seat fight for them. Then the same while the server is
killed and started again, and one of the two processes killed for good: every booking that was acknowledged is sought.
At last the same without the guard (the triggers off, check and exclusion dropped, look first and then insert): that
must oversell.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psutil
import psycopg
from _booking_clients import SPENT
from _booking_world import SEATS, load, scratch_server, superuser
from rich.console import Console
from rich.table import Table

CLIENTS = Path(__file__).resolve().parent / "_booking_clients.py"
PER_SEAT = 3
ROUNDS = 3
PROCESSES = 2
TO_COME = "SELECT id FROM exchange_occasion WHERE starts > now() ORDER BY id"
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
SET session_replication_role = replica;
DELETE FROM exchange_application WHERE state <> 'attended';
TRUNCATE exchange_applicationevent, notices_notice CASCADE;
UPDATE exchange_occasion SET taken = 0 WHERE starts > now();
"""


def measure(offers: int, clients: int) -> dict[str, float]:
    with scratch_server() as folder:
        load(folder, offers)
        figures: dict[str, float] = {"clients": clients, "offers": offers, "seats": offers * SEATS}
        fight = Fight(folder, offers, clients)
        figures["load_average"] = round(os.getloadavg()[0], 2)
        rounds = [fight.book_all() for _ in range(ROUNDS)]
        figures |= {name: round(statistics.median(one[name] for one in rounds), 2) for name in rounds[0]}
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
        self.folder, self.clients = folder, clients
        self.seconds = self.clients_cpu = self.server_cpu = 0.0
        with self.superuser() as connection:
            self.occasions = [key for (key,) in connection.execute(TO_COME)]
            self.users = [key for (key,) in connection.execute("SELECT user_id FROM people_person ORDER BY user_id")]
        self.random = random.Random(offers)

    def book_all(self) -> dict[str, float]:
        """Each seat is booked once, by somebody of their own, in no order. Returns bookings a second, and what each
        took of processor time in milliseconds: the clients' and the server's, and both together."""
        done = len(self.run(tries=SEATS))
        if done != len(self.occasions) * SEATS:
            raise SystemExit(f"{done} of {len(self.occasions) * SEATS} seats were booked")
        clients, server = (seconds / done * 1000 for seconds in (self.clients_cpu, self.server_cpu))
        spent = {"cpu_ms_per_booking": clients + server, "clients_cpu_ms": clients, "server_cpu_ms": server}
        return {"bookings_per_second": done / self.seconds} | spent

    def run(
        self, *, tries: int, book: str = "guarded", disturb: Callable[[list[subprocess.Popen]], None] | None = None
    ) -> list[str]:
        """So many tries for each offer. Returns the keys of the applications that were acknowledged with a seat."""
        with self.superuser() as connection:
            connection.execute(ALL_FREE)
            connection.execute("VACUUM ANALYZE exchange_occasion, exchange_application")
            connection.execute("CHECKPOINT")
        pairs = self._pairs(tries)
        processes = [self._start(pairs[at::PROCESSES], book) for at in range(PROCESSES)]
        for one in processes:
            assert one.stdout
            one.stdout.readline()  # every client is connected
        start, before = time.monotonic(), self._server_seconds()
        for one in processes:
            assert one.stdin
            one.stdin.write("go\n")
            one.stdin.flush()
        answers: list[list[str]] = [[] for _ in processes]
        readers = [Thread(target=_read, args=pair) for pair in zip(processes, answers, strict=True)]
        for reader in readers:
            reader.start()
        if disturb is not None:
            disturb(processes)
        for reader in readers:
            reader.join()
        self.server_cpu = self._server_seconds() - before
        for one in processes:
            one.communicate()
        lines = [line for found in answers for line in found]
        ends = [json.loads(line.removeprefix(SPENT)) for line in lines if line.startswith(SPENT)]
        self.seconds = max(ended for ended, _spent in ends) - start
        self.clients_cpu = sum(spent for _ended, spent in ends)
        return [line for line in lines if not line.startswith(SPENT)]

    def _server_seconds(self) -> float:
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
        command = [sys.executable, str(CLIENTS), str(self.folder), str(self.clients // PROCESSES), book]
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


def _read(process: subprocess.Popen, answers: list[str]) -> None:
    """Until the process says that it has ended, or is killed."""
    assert process.stdout
    for line in process.stdout:
        answers.append(line.strip())
        if line.startswith(SPENT):
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="30 offers")
    parser.add_argument("--json", action="store_true", help="one flat object instead of a table")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--offers", type=int)
    chosen = parser.parse_args()
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
