"""No seat twice and nobody in two places, over real connections, also when a process is killed in mid-flight."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.process import BaseProcess
from threading import Barrier, Thread, Timer
from typing import Any

from django.db import connection

from stegvis.exchange.applying.services import apply
from stegvis.exchange.invariants import INVARIANTS
from stegvis.exchange.models import Application, Occasion
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.people.models import Profession
from tests.exchange.support import an_occasion, an_offer
from tests.support import forked
from tests.support.cast import Cast, employ, make_cast
from tests.support.database import as_owner, superuser

CLIENTS, SEATS = 50, 10
WITHOUT_GUARD = """
ALTER TABLE exchange_application DISABLE TRIGGER USER;
ALTER TABLE exchange_occasion DROP CONSTRAINT no_more_seats_taken_than_there_are;
"""


def people(cast: Cast) -> list[int]:
    """As many as there are clients."""
    nurse = Profession.objects.get(pk="sjukskoterska")
    users = [User.objects.create_user(f"n{n}@example.se", name=f"N{n}") for n in range(CLIENTS)]
    for n, user in enumerate(users):
        employ(user, cast.molndal_care, nurse, f"30{n:02d}")
    return [user.pk for user in users]


def at_once(do: Callable[[int, int], None], users: list[int]) -> None:
    """Each user as a client of their own, with a connection of its own; they begin together."""
    ready, failed = Barrier(len(users)), []

    def client(position: int, user: int) -> None:
        try:
            connection.ensure_connection()
            ready.wait()
            do(position, user)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=client, args=pair) for pair in enumerate(users)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []


@contextmanager
def in_mid_flight(name: str, user: int, occasion: int) -> Iterator[BaseProcess]:
    """A process that has taken a seat and not committed, as when it is killed just then."""
    ours, its = Pipe()

    def hold_a_seat() -> None:
        with acting_as(user) as actor:
            (applied,) = apply(actor=actor, occasion_id=occasion)
            its.send(applied.state)
            time.sleep(60)

    process = forked.begin(hold_a_seat, name=name, role="app")
    try:
        assert ours.poll(forked.PATIENCE)
        assert ours.recv() == "held"
        yield process
    finally:
        process.kill()
    assert forked.how_it_ended(process) == -signal.SIGKILL


def given() -> dict[int, int]:
    """Occasion → seats that are held."""
    with as_owner():
        rows = Application.objects.filter(state="held").values_list("occasion", flat=True)
        return {key: list(rows).count(key) for key in set(rows)}


def broken() -> list[str]:
    with as_owner(), connection.cursor() as cursor:
        return [name for name, (query, _words) in INVARIANTS.items() if _rows(cursor, query)]


def _rows(cursor: Any, query: str) -> list[Any]:
    cursor.execute(query)
    return cursor.fetchall()


def test_fifty_fight_for_ten_seats(fresh_database: str) -> None:
    with as_owner():
        cast = make_cast()
        users = people(cast)
    offer = an_offer(cast.ale, cast.gr)
    first = an_occasion(offer, seats=SEATS)
    same_time, later = an_occasion(offer, starts=first.starts, seats=SEATS), an_occasion(offer, days=60, seats=SEATS)
    dates = [first, same_time, later]

    def fight(position: int, user: int) -> None:
        for date in dates[position % 3 :] + dates[: position % 3]:
            try:
                with acting_as(user) as actor:
                    apply(actor=actor, occasion_id=date.pk)
            except Refused as refused:
                assert "vid den tiden" in str(refused)  # noqa: PT017 - each of the threads

    with in_mid_flight(fresh_database, cast.cecilia.pk, later.pk) as process:
        Timer(0.3, process.kill).start()
        at_once(fight, users)
    assert given() == {date.pk: SEATS for date in dates}
    assert broken() == []
    assert_oversells_without_the_guard(fresh_database, an_occasion(offer, days=90, seats=1), users)


def assert_oversells_without_the_guard(name: str, occasion: Occasion, users: list[int]) -> None:
    """Whoever only looks first gives the last seat to everybody who looked in time: the test above can fail."""
    with superuser(name) as owner:
        owner.execute(WITHOUT_GUARD)
    some = users[:SEATS]
    looked = Barrier(len(some))

    def careless(_position: int, user: int) -> None:
        with acting_as(user) as actor:
            is_free = Application.objects.filter(occasion=occasion, state="held").count() < occasion.seats
            looked.wait()
            assert is_free
            apply(actor=actor, occasion_id=occasion.pk)

    at_once(careless, some)
    assert given()[occasion.pk] == len(some)
