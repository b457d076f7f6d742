"""What is hidden and what a sample is fitted to: decided before the round is told, by who leads it, and kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.models import Margin, Round, Stratum
from stegvis.surveys.packaged import packaged
from stegvis.surveys.telling.choosing import set_hiding, set_margin
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.surveys.telling.conftest import Given
from tests.surveys.telling.support import NEEDS, make_round, make_version, needs_answers, reply, told_of

ROLES = [one["code"] for one in packaged()[NEEDS]["sections"][0]["questions"][0]["choices"]]


@layer
def sampled(cast: Cast) -> Given:
    """A sample of organisations that have replied, drawn from 900; nothing is told yet."""
    with as_owner():
        version = make_version(cast, packaged()[NEEDS])
        found = make_round(cast, version, kind="organisations", design="sample")
        Stratum.objects.create(round=found, code="alla", title="Alla", size=900)
        reply(found, needs_answers(12), "municipality")
    return Given(cast, found)


def totals(first: int = 500, second: int = 400) -> dict[str, int]:
    return dict.fromkeys(ROLES, 0) | {ROLES[0]: first, ROLES[1]: second}


def address(found: Round) -> str:
    return reverse("surveys:results_choices", args=[found.pk])


def posted(values: dict[str, int]) -> dict[str, Any]:
    return {"question": "roll", **{f"roll-{code}": size for code, size in values.items()}}


def test_the_leader_decides_on_a_page_and_it_is_kept(client: Client, sampled: Given) -> None:
    found, here = sampled.round, address(sampled.round)
    client.force_login(sampled.cast.dag)
    assert here in client.get(reverse("surveys:round", args=[found.pk])).content.decode()
    assert client.post(here, {"fewest": "7"}).status_code == 302
    assert client.post(here, posted(totals())).status_code == 302
    with as_owner():
        found.refresh_from_db()
        assert (found.hides_small, found.fewest) == (False, 7)
        assert {one.choice: one.size for one in Margin.objects.filter(round=found)} == totals()
        history = Margin.pgh_event_model.objects.filter(pgh_obj__round=found)  # type: ignore[attr-defined]
        assert {(one.pgh_context["user"], one.pgh_context["reason"]) for one in history} == {
            (sampled.cast.dag.pk, "decide what a sample is fitted to")
        }
    page = client.get(here).content.decode()
    assert f'name="roll-{ROLES[0]}" value="500"' in page
    assert client.post(here, posted({})).status_code == 302
    with as_owner():
        assert not Margin.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (posted({ROLES[0]: 900}), "Ange för varje svar hur många"),
        (posted(totals(500, 500)), "Antalen blir tillsammans 1 000"),
        (posted(dict.fromkeys(ROLES, 0)), "Ange för varje svar hur många"),
        ({"question": "roll", f"roll-{ROLES[0]}": "1,5"}, "Skriv ett heltal med siffror"),
        ({"fewest": "2"}, "3"),
        ({"fewest": ""}, "fyll"),
    ],
)
def test_what_does_not_hold_together_is_said_and_nothing_saved(
    client: Client, sampled: Given, values: dict[str, Any], said: str
) -> None:
    client.force_login(sampled.cast.dag)
    answer = client.post(address(sampled.round), values)
    page = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert (answer.status_code, "Något behöver rättas" in page, said in page) == (200, True, True)
    with as_owner():
        sampled.round.refresh_from_db()
        assert (sampled.round.hides_small, sampled.round.fewest, Margin.objects.count()) == (True, 5, 0)


def test_when_results_are_worked_out_it_stands(client: Client, sampled: Given) -> None:
    told_of(sampled.cast, sampled.round)
    client.force_login(sampled.cast.dag)
    page = client.get(address(sampled.round)).content.decode()
    assert "Resultat har räknats fram" in page
    assert "Spara" not in page.split("<main")[1]
    with acting_as(sampled.cast.dag.pk) as actor:
        with pytest.raises(Refused, match="Resultat har räknats fram"):
            set_hiding(actor=actor, round_id=sampled.round.pk, hides_small=False, fewest=5)
        with pytest.raises(Refused, match="Resultat har räknats fram"):
            set_margin(actor=actor, round_id=sampled.round.pk, question="roll", totals=totals())


def test_what_persons_were_promised_stands(client: Client, needs: Given) -> None:
    client.force_login(needs.cast.dag)
    page = client.get(address(needs.round)).content.decode()
    assert "har lovats att inget om färre än 5 redovisas" in page
    assert "Det som urvalet anpassas till" not in page
    assert "alltid dolt" in client.post(address(needs.round), {"fewest": "3"}, follow=True).content.decode()
    with acting_as(needs.cast.dag.pk) as actor, pytest.raises(Refused, match="Bara ett urval"):
        set_margin(actor=actor, round_id=needs.round.pk, question="roll", totals=totals())


@pytest.mark.parametrize("who", ["gunilla", "anna", "eva"])
def test_nobody_else_sees_or_decides(client: Client, sampled: Given, who: str) -> None:
    user = getattr(sampled.cast, who)
    client.force_login(user)
    for values in ({"fewest": "3"}, posted(totals())):
        assert client.post(address(sampled.round), values).status_code == 404
    assert client.get(address(sampled.round)).status_code == 404
    with acting_as(user.pk) as actor, pytest.raises(NotYours):
        set_hiding(actor=actor, round_id=sampled.round.pk, hides_small=False, fewest=5)
