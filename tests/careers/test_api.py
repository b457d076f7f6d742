"""The endpoints give what the pages give, to the same people."""

from __future__ import annotations

from django.test import Client

from stegvis.careers.models import Standing
from stegvis.frameworks.models import FrameworkVersion
from tests.support.cast import Cast
from tests.support.database import as_owner

ROOT = "/api/v1"


def test_nobody_is_answered_without_a_log_in(client: Client, cast: Cast) -> None:
    for path in ("/me/standing", "/team", "/organisation"):
        assert client.get(ROOT + path).status_code == 401


def test_anna_gets_her_own_standing(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.anna)
    answer = client.get(f"{ROOT}/me/standing").json()
    with as_owner():
        row = Standing.objects.get(person=cast.anna.person)
    assert answer["person"] == str(cast.anna.person.pk)
    (place,) = answer["places"]
    assert (place["level"], place["next_level"]) == (row.level_code, row.next_level_code)
    assert place["level_until"] == row.level_until.isoformat()
    assert sum(len(step["met"]) for step in place["steps"]) == sum(row.met)
    assert {step["code"]: step["state"] for step in place["steps"]} == {
        "grund": "current",
        "fordjupning": "next",
        "expert": "ahead",
    }


def test_the_team_is_the_managers_own(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    names = {}
    for name in ("anna", "bosse", "cecilia", "maria", "gunilla", "hamid", "per"):
        client.force_login(getattr(cast, name))
        names[name] = [member["name"] for member in client.get(f"{ROOT}/team").json()["members"]]
    assert names == {
        "anna": [],
        "bosse": ["Anna Exempel", "Bosse Exempel"],
        "cecilia": [],
        "maria": ["Cecilia Exempel", "Maria Exempel"],
        "gunilla": [],
        "hamid": [],
        "per": [],
    }
    client.force_login(cast.bosse)
    assert client.get(f"{ROOT}/team?unit={cast.molndal_care.pk}").status_code == 404


def test_the_organisation_hides_what_the_page_hides(client: Client, cast: Cast, sixty: FrameworkVersion) -> None:
    client.force_login(cast.gunilla)
    answer = client.get(f"{ROOT}/organisation").json()
    assert (answer["employer"], answer["profession"]) == ("Ale kommun", "Sjuksköterska")
    assert [line["label"] for line in answer["placements"]] == ["Hälso- och sjukvård – Hemsjukvård norr"]
    shown = [cell for line in answer["placements"] for cell in line["cells"]]
    assert all(cell is None or cell == 0 or cell >= 5 for cell in shown)
    assert sum(filter(None, shown)) == 60
    for name in ("anna", "bosse", "cecilia", "maria", "dag", "hamid"):
        client.force_login(getattr(cast, name))
        assert client.get(f"{ROOT}/organisation").status_code == 404
