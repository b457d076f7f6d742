"""A connection that comes back from a transaction pooler carries no actor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.database.embedded import socket_dir
from stegvis.people.models import Person
from tests.support.cast import Cast, make_cast
from tests.support.database import DATA_DIR, as_owner
from tests.support.pgbouncer import PROGRAM, pgbouncer

pytestmark = pytest.mark.skipif(
    PROGRAM is None and not os.environ.get("CI"), reason="pgbouncer is not installed (apt-get install pgbouncer)"
)
NAMES = "SELECT coalesce(string_agg(given_name, ',' ORDER BY given_name), '') FROM people_person"


@pytest.fixture
def pooled(fresh_database: str) -> Iterator[tuple[Cast, dict[str, str]]]:
    with as_owner():
        cast = make_cast()
    connection.close()
    with pgbouncer(fresh_database, socket_dir(DATA_DIR)) as login:
        yield cast, login
        connection.close()


def client(login: dict[str, str]) -> Any:
    return psycopg.connect(**login, autocommit=True, prepare_threshold=None)


def names_as(link: Any, user: int) -> str:
    with link.transaction():
        link.execute("SELECT stegvis_enter(%s::bigint, current_date, '')", [user])
        return str(link.execute(NAMES).fetchone()[0])


def test_two_clients_on_one_server_connection_see_their_own(pooled: tuple[Cast, dict[str, str]]) -> None:
    cast, login = pooled
    with client(login) as one, client(login) as two:
        backends = {link.execute("SELECT pg_backend_pid()").fetchone()[0] for link in (one, two)}
        assert len(backends) == 1
        for _ in range(3):
            assert names_as(one, cast.bosse.pk) == "Anna,Bosse"
            assert two.execute(NAMES).fetchone()[0] == ""
            assert names_as(two, cast.cecilia.pk) == "Cecilia"
            assert one.execute(NAMES).fetchone()[0] == ""


def test_the_products_own_entrance_leaves_nothing_behind(pooled: tuple[Cast, dict[str, str]]) -> None:
    cast, login = pooled
    settings = {"HOST": login["host"], "PORT": login["port"], "USER": login["user"], "OPTIONS": {}}
    old = {key: connection.settings_dict[key] for key in settings}
    connections["default"].settings_dict.update(settings, DISABLE_SERVER_SIDE_CURSORS=True)
    try:
        with client(login) as stranger:
            with acting_as(cast.bosse.pk):
                assert Person.objects.count() == 2
            assert stranger.execute(NAMES).fetchone()[0] == ""
            assert Person.objects.count() == 0
    finally:
        connection.close()
        connections["default"].settings_dict.update(old, DISABLE_SERVER_SIDE_CURSORS=False)


def test_a_setting_of_the_session_would_leak(pooled: tuple[Cast, dict[str, str]]) -> None:
    """The negative control: the pool is shared indeed, and only the transaction's end keeps the actors apart."""
    cast, login = pooled
    with client(login) as one, client(login) as two:
        one.execute(f"SET stegvis.coordinates = '{{{cast.ale.pk}}}'")
        assert two.execute(NAMES).fetchone()[0] == "Anna,Bosse"
