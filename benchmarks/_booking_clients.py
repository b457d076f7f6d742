"""One process of the clients of ``booking.py``: threads with a connection each, which book as the product's page does.

    python benchmarks/_booking_clients.py FOLDER THREADS guarded|careless

Reads a line of JSON with who wants what, says when every connection is warm, begins at the next line, and ends with its
input.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from threading import Barrier, Event, Thread
from uuid import UUID, uuid4

from _booking_world import SEATS, environment

WARM_UP = 8
SPENT = "ended, and seconds of processor time: "
PATIENCE = 10
"""Seconds that a client asks a server that is gone."""


def run_clients(folder: str, threads: str, kind: str) -> None:
    """The part of one process: reads who wants what, and writes the key of each booking once it is committed."""
    os.environ |= environment(Path(folder), "app")
    import django

    django.setup()
    pairs, number = json.loads(sys.stdin.readline()), int(threads)
    book = {"guarded": book_guarded, "careless": book_carelessly}[kind]
    together = Barrier(number + 1)
    for at in range(number):
        Thread(target=_client, args=(pairs[at::number], book, together), daemon=True).start()
    together.wait()
    os.write(1, b"ready\n")
    sys.stdin.readline()
    spent = time.process_time()
    together.wait()
    together.wait()
    os.write(1, f"{SPENT}{json.dumps([time.monotonic(), time.process_time() - spent])}\n".encode())
    sys.stdin.read()  # the connections stay open meanwhile: closing them is no part of a booking


def _client(pairs: Sequence[tuple[int, int]], book: Callable[[int, int, UUID], str], together: Barrier) -> None:
    """Warms its connection, begins when all do, and keeps the connection until the process ends."""
    try:
        for user, occasion in islice(cycle(pairs), WARM_UP):
            _warm_up(user, occasion)
        together.wait()
        together.wait()
        for user, occasion in pairs:
            _book(user, occasion, book)
        together.wait()
        Event().wait()
    except BaseException:
        together.abort()
        raise


def _book(user: int, occasion: int, book: Callable[[int, int, UUID], str]) -> None:
    from django.db import InterfaceError, OperationalError, connection

    request, deadline = uuid4(), time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if key := book(user, occasion, request):
                os.write(1, f"{key}\n".encode())
            return
        except (OperationalError, InterfaceError):  # the server is gone: the same question again, when it is back
            connection.close()
            time.sleep(0.05)


def _warm_up(user: int, occasion: int) -> None:
    """A booking that is rolled back: a connection of the web has its plans made, as the product keeps it for long.

    What a commit would check is checked too.
    """
    from django.db import connection, transaction

    from stegvis.exchange.applying.services import apply
    from stegvis.foundation.access.actor import acting_as
    from stegvis.foundation.access.verdict import Refused

    with suppress(Refused), acting_as(user) as actor:
        apply(actor=actor, occasion_id=occasion)
        connection.check_constraints()
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


if __name__ == "__main__":
    run_clients(*sys.argv[1:])
