"""The pages of pilots, as everybody of the cast."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.frameworks.models import FrameworkVersion, Pilot
from stegvis.frameworks.pilots.services import Plan, plan_pilot
from stegvis.organisations.models import Role
from tests.frameworks.pilots.conftest import later
from tests.support.cast import Cast, grant
from tests.support.database import as_owner

LIST = reverse("frameworks:pilots")
PLAN = reverse("frameworks:pilot_plan", args=["prov-modell", 1])
ACTS = ["pilot_change", "pilot_start", "pilot_end"]
EVERYBODY = ["anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per"]


def address(name: str, pilot: Pilot) -> str:
    return reverse(f"frameworks:{name}", args=[pilot.pk])


def shown(client: Client, url: str, *, follow: bool = False) -> str:
    response = client.get(url, follow=follow)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_meets_which_page(cast: Cast, planned: Pilot, client: Client, name: str) -> None:
    client.force_login(getattr(cast, name))
    of_ale = name in {"anna", "bosse", "gunilla", "hamid", "per"}
    assert ("Prov i norr" in shown(client, LIST)) == of_ale
    assert client.get(address("pilot", planned)).status_code == (200 if of_ale else 404)
    leads = name == "gunilla"
    assert client.get(PLAN).status_code == (200 if leads else 404)
    assert [client.get(address(act, planned)).status_code for act in ACTS] == [200 if leads else 404] * 3
    if not leads:
        assert [client.post(address(act, planned)).status_code for act in ACTS] == [404] * 3


def test_a_coordinator_plans_starts_evaluates_and_widens(cast: Cast, version: FrameworkVersion, client: Client) -> None:
    client.force_login(cast.gunilla)
    today = Actor().today.isoformat()
    plan: dict[str, Any] = {
        "title": "Prov",
        "units": [cast.ale_north.pk],
        "professions": ["sjukskoterska"],
        "starts": today,
        "ends": today,
        "members": "Anna Ek, Vårdförbundet\n\n Bo Al ,cheferna",
    }
    mistakes: tuple[dict[str, Any], ...] = (
        {"units": []},
        {"units": [cast.molndal_care.pk]},
        {"professions": ["fysioterapeut"]},
        {"ends": "2020-01-01"},
        {"members": "Utan komma"},
        {"members": f"{'x' * 121}, y"},
        {"title": "x" * 201},
        {"title": "<script></script>"},
        {"starts": "2026-02-30"},
    )
    for wrong in mistakes:
        response = client.post(PLAN, plan | wrong)
        assert (response.status_code, b"aria-invalid" in response.content or b"ds-validation" in response.content) == (
            200,
            True,
        )
    assert client.post(PLAN, plan | {"title": "<b onclick=x>Prov</b><script>1</script>"}).status_code == 302
    with as_owner():
        (pilot,) = Pilot.objects.all()
        assert pilot.title == "Prov"
        members = list(pilot.members.values_list("name", "speaks_for"))
    assert members == [("Anna Ek", "Vårdförbundet"), ("Bo Al", "cheferna")]
    assert "”Prov” prövar redan en karriärmodell" in shown_after(client, PLAN, plan)
    assert "inget att utvärdera" in shown(client, address("pilot_evaluate", pilot), follow=True)
    client.post(address("pilot_start", pilot))
    assert "Nu placeras personalen" in shown(client, address("pilot", pilot))
    assert "Skriv först ner vad piloten har visat" in shown(client, address("pilot_widen", pilot), follow=True)
    client.post(address("pilot_evaluate", pilot), {"evaluation": "Det <b>bär</b>."})
    assert "Det bär." in shown(client, address("pilot", pilot))
    assert "från i dag för all personal" in shown(client, address("pilot_widen", pilot))
    client.post(reverse("careers:move_widen", args=[pilot.pk]))
    assert "Breddad till hela arbetsgivaren" in shown(client, LIST)


def test_a_second_press_in_another_tab_is_told_what_has_happened(cast: Cast, planned: Pilot, client: Client) -> None:
    client.force_login(cast.gunilla)
    for act, done, said in (
        ("pilot_start", "Piloten är startad", "Piloten är redan startad."),
        ("pilot_end", "Piloten är avslutad", "Piloten är redan avslutad."),
    ):
        assert done in client.post(address(act, planned), follow=True).content.decode()
        for again in (client.post, client.get):
            answer = again(address(act, planned), follow=True)
            assert (answer.status_code, answer.redirect_chain) == (200, [(address("pilot", planned), 302)])
            assert said in answer.content.decode()
    assert "Piloten är avslutad och står kvar" in shown(client, address("pilot_change", planned), follow=True)


def shown_after(client: Client, url: str, data: dict[str, Any]) -> str:
    return client.post(url, data).content.decode()


def test_a_coordinator_of_two_employers_says_where_first(cast: Cast, version: FrameworkVersion, client: Client) -> None:
    with as_owner():
        grant(cast.gunilla, Role.COORDINATOR, organisation=cast.molndal)
    client.force_login(cast.gunilla)
    assert "Hos vilken arbetsgivare?" in shown(client, PLAN)
    chosen = shown(client, f"{PLAN}?employer={cast.molndal.pk}")
    assert (str(cast.molndal_care) in chosen, str(cast.ale_north) in chosen) == (True, False)
    for wrong in (cast.university.pk, "x", "9" * 30):
        assert client.get(f"{PLAN}?employer={wrong}").status_code == 404


def test_the_manager_sees_on_the_teams_page_that_a_pilot_runs(cast: Cast, running: Pilot, client: Client) -> None:
    client.force_login(cast.bosse)
    assert "Prov i norr : Provmodellen 1 prövas i enheter hos dig till och med" in shown(client, "/mitt-team/")
    client.force_login(cast.maria)
    assert "prövas" not in shown(client, "/mitt-team/")


def test_the_frameworks_page_leads_to_its_pilots(cast: Cast, running: Pilot, client: Client) -> None:
    url = reverse("frameworks:version", args=["prov-modell", 1])
    for name, sees, may in (("gunilla", True, True), ("anna", True, False), ("cecilia", False, False)):
        client.force_login(getattr(cast, name))
        page = client.get(url).content.decode()
        assert (address("pilot", running) in page, PLAN in page) == (sees, may)


@pytest.mark.parametrize("pilots", [1, 20])
def test_the_list_asks_little(
    cast: Cast,
    version: FrameworkVersion,
    plan: Plan,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    pilots: int,
) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        for number in range(pilots):
            plan_pilot(actor=actor, employer=cast.ale, version=version, plan=later(plan, 11 * number))
    client.force_login(cast.gunilla)
    client.get(LIST)
    with django_assert_max_num_queries(10):
        assert client.get(LIST).content.decode().count("Prov i norr") == pilots
