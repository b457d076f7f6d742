"""The locks under requests: careless views, refusals and what is left on the connection."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from stegvis.foundation.audit.models import Refusal
from stegvis.people.models import Person
from tests.support.cast import Cast, make_cast
from tests.support.database import as_owner, superuser

pytestmark = pytest.mark.urls("tests.foundation.access.careless")
SEEN = {
    "anna": "Anna",
    "bosse": "Anna,Bosse",
    "cecilia": "Cecilia",
    "maria": "Cecilia,Maria",
    "dag": "",
    "eva": "",
    "farid": "",
    "gunilla": "Anna,Bosse",
    "hamid": "Anna,Bosse,Per",
    "per": "Per",
}


def ask(client: Client, cast: Cast, name: str) -> str:
    client.force_login(getattr(cast, name))
    return client.get("/alla/").content.decode()


def test_a_view_that_forgets_every_filter_shows_too_little_and_never_too_much(client: Client, cast: Cast) -> None:
    assert {name: ask(client, cast, name) for name in SEEN} == SEEN
    client.logout()
    assert client.get("/alla/").content == b""


def test_the_same_view_leaks_when_the_lock_is_off(client: Client, fresh_database: str) -> None:
    """The negative control: without it the test above might pass for another reason."""
    with as_owner():
        cast = make_cast()
    assert ask(client, cast, "cecilia") == "Cecilia"
    connection.close()
    with superuser(fresh_database) as database:
        database.execute("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")
    assert ask(client, cast, "cecilia") == "Anna,Bosse,Cecilia,Maria,Per"


def test_a_request_leaves_no_actor_on_the_connection(client: Client, fresh_database: str) -> None:
    with as_owner():
        cast = make_cast()
    assert ask(client, cast, "bosse") == "Anna,Bosse"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('stegvis.' || name, true)"
            " FROM unnest(ARRAY['user', 'person', 'manages', 'employers', 'system']) name"
        )
        left = {value for (value,) in cursor.fetchall()}
    assert left == {""}  # and not NULL: it is the connection that the request ran on
    assert list(Person.objects.all()) == []


def test_what_is_not_yours_and_what_is_not_answer_alike(client: Client, cast: Cast) -> None:
    with as_owner():
        hers, protected = (Person.objects.get(user=user).pk for user in (cast.cecilia, cast.per))
    client.force_login(cast.bosse)
    answers = {client.get(f"/en/{key}/").content for key in (hers, protected, uuid4())}
    statuses = {client.get(f"/en/{key}/").status_code for key in (hers, protected, uuid4(), "1", "å", "x" * 300)}
    assert statuses == {404}
    assert len(answers) == 1
    assert b"Cecilia" not in answers.pop()


@pytest.mark.parametrize(("address", "view", "status"), [("/en/1/", "one", 404), ("/nej/", "forbidden", 403)])
def test_a_refusal_leaves_one_row_that_names_the_view_and_not_the_address(
    client: Client, cast: Cast, address: str, view: str, status: int
) -> None:
    client.force_login(cast.bosse)
    assert client.get(address).status_code == status
    with as_owner():
        assert list(Refusal.objects.values_list("user", "view_name")) == [(cast.bosse.pk, view)]


def test_nobody_signed_in_leaves_no_row(client: Client, cast: Cast) -> None:
    assert client.get("/en/1/").status_code == 404
    assert client.get("/alla/").status_code == 200
    with as_owner():
        assert list(Refusal.objects.all()) == []


def test_a_view_that_fails_leaves_nothing_changed(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.gunilla)
    assert client.get("/fel/").status_code == 500
    with as_owner():
        assert not Person.objects.filter(given_name="Ändrad").exists()


def test_what_somebody_signed_in_sees_is_kept_by_no_browser_or_proxy(client: Client, cast: Cast) -> None:
    assert "Cache-Control" not in client.get("/alla/")
    client.force_login(cast.bosse)
    assert {client.get(path)["Cache-Control"] for path in ("/alla/", "/en/1/", "/nej/")} == {"no-store, private"}
    assert client.get("/egen/")["Cache-Control"] == "max-age=60"


def test_a_refusal_writes_no_traceback_and_a_failure_does(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.bosse)
    statuses = [client.get(path).status_code for path in ("/en/1/", "/nej/", "/fel/")]
    assert statuses == [404, 403, 500]
    assert [(record.name, record.status_code) for record in caplog.records] == [("django.request", 500)]  # type: ignore[attr-defined]


def test_a_database_that_is_away_is_told_as_such(client: Client, fresh_database: str) -> None:
    with as_owner():
        cast = make_cast()
    client.force_login(cast.bosse)
    connection.close()
    port, connection.settings_dict["PORT"] = connection.settings_dict["PORT"], "1"
    try:
        assert client.get("/alla/").status_code == 503
    finally:
        connection.settings_dict["PORT"] = port
        connection.close()
