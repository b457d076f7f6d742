"""Which population figures hold where, and taking them out of force."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from stegvis.foundation.access.actor import Actor, acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.planning.ground import queries
from stegvis.planning.ground.figure_services import count_staff, keep_own, keep_shared
from stegvis.planning.ground.in_force import InForce
from stegvis.planning.ground.inputs import Scope
from stegvis.planning.ground.population import municipal_codes
from stegvis.planning.ground.sources import Fetched
from stegvis.planning.models import Figures, Ground, StaffCount
from tests.planning.ground.test_ground import grounds
from tests.planning.ground.test_pages import in_as, path_of
from tests.support.cast import Cast
from tests.support.database import as_owner

__all__ = ["grounds"]


def content(people: int, year: int, codes: tuple[str, ...] = municipal_codes()) -> dict[str, Any]:
    return {"years": [year], "places": {code: [[people] * 4] for code in codes}}


def fetched(source: str, people: int, year: int) -> Figures:
    """Kept for everybody."""
    found = Fetched(source, "T", date(2026, 2, 20), content(people, year), has_ages=source == "SCB")
    with as_owner(), acting_as_system(reason="test") as system:
        return keep_shared(actor=system, fetched=found)[0]


def held(actor: Actor, ground: Ground) -> InForce:
    return queries.population_in_force(actor, ground)


def first(found: InForce) -> float:
    assert found.content is not None
    return float(found.content["places"]["1440"][0][0])


def test_fetching_again_mends_and_totals_never_go_before_ages(cast: Cast, grounds: tuple[int, int]) -> None:
    fetched("SCB", 100, 2025)
    fetched("SCB", 7, 2025)  # a bad one
    with acting_as(cast.gunilla.pk) as actor:
        ground = queries.ground_of(actor=actor, pk=grounds[0])
        assert first(held(actor, ground)) == 7
    fetched("SCB", 100, 2025)
    fetched("Kolada", 50, 2026)
    fetched("SCB", 90, 2024)
    with acting_as(cast.gunilla.pk) as actor:
        found = held(actor, ground)
        assert (first(found), [len(part.codes) for part in found.parts]) == (100, [290])
        assert found.source(("1440", "14")) == "SCB T, 2026-02-20"
        assert visible(actor, Figures).count() == 4


def test_each_place_has_its_own_source_and_the_rest_are_estimated(cast: Cast, grounds: tuple[int, int]) -> None:
    with acting_as(cast.dag.pk) as actor:
        ground = queries.ground_of(actor=actor, pk=grounds[1])
        assert held(actor, ground).source(("1440",)) == ""
        assert keep_own(actor=actor, ground=ground, content=content(100, 2026, ("1440",)))
        assert not keep_own(actor=actor, ground=ground, content=content(100, 2026, ("1440",)))
        packed = "uppskattat från SCB:s öppna siffror för 2015 och 2021"
        own = f"Inläst från Excel, {actor.today}"
        assert held(actor, ground).source(("1440", "1480")) == f"{own} (Ale); {packed} (Göteborg)"
        assert held(actor, ground).source(("1440",)) == own
        assert held(actor, ground).source(("1480",)) == ""
        assert held(actor, ground).source(("14",)) == f"{own} (Ale); {packed} (48 kommuner)"
    fetched("SCB", 200, 2025)
    with acting_as(cast.dag.pk) as actor:
        found = held(actor, ground)
        assert found.source(("1440", "1480")) == f"{own} (Ale); SCB T, 2026-02-20 (Göteborg)"
        assert found.content is not None
        assert found.content["years"] == [2025, 2026]
        assert (found.content["places"]["1440"][1], found.content["places"]["1480"][0]) == ([100] * 4, [200] * 4)
        scope = Scope(("1440", "1480"), 2026, 1, ("fysioterapeut",), draws=20)
        inputs = queries.gather(actor=actor, ground=ground, scope=scope)
        assert inputs.population[0, 0] == pytest.approx([100] * 4)
        assert inputs.population_source == found.source(scope.places)


def test_figures_are_taken_out_of_force_and_put_back_by_name(
    cast: Cast, grounds: tuple[int, int], client: Client
) -> None:
    shared = fetched("SCB", 100, 2025)
    page, action = path_of(grounds[0]), path_of(grounds[0], f"befolkning/{shared.pk}/")
    in_as(client, cast, "gunilla")
    assert "I kraft för 290 kommuner" in client.get(page).content.decode()
    told = client.post(f"{action}undan/", follow=True).content.decode()
    assert "Satt ur kraft av Gunilla" in told
    assert "uppskattat från SCB:s öppna siffror" in told
    assert "redan ur kraft" in client.post(f"{action}undan/", follow=True).content.decode()
    with acting_as(cast.dag.pk) as actor:  # the others' forecasts are as before
        assert held(actor, queries.ground_of(actor=actor, pk=grounds[1])).parts
    assert "I kraft för 290 kommuner" in client.post(f"{action}tillbaka/", follow=True).content.decode()
    assert "inte ur kraft" in client.post(f"{action}tillbaka/", follow=True).content.decode()
    for name in ("dag", "anna", "cecilia"):
        for rest in ("undan/", "tillbaka/"):
            assert in_as(client, cast, name).post(f"{action}{rest}").status_code == 404, name


def test_another_owners_figures_are_nobody_elses_to_take_out(
    cast: Cast, grounds: tuple[int, int], client: Client
) -> None:
    with acting_as(cast.dag.pk) as actor:
        ground = queries.ground_of(actor=actor, pk=grounds[1])
        keep_own(actor=actor, ground=ground, content=content(100, 2026, ("1440",)))
        [one] = visible(actor, Figures)
    action = path_of(grounds[0], f"befolkning/{one.pk}/undan/")
    assert in_as(client, cast, "gunilla").post(action).status_code == 404


def test_what_is_written_is_asked_about_first(cast: Cast, grounds: tuple[int, int]) -> None:
    with acting_as(cast.dag.pk) as actor:
        joint = queries.ground_of(actor=actor, pk=grounds[1])
        with pytest.raises(Refused):
            count_staff(actor=actor, ground=joint, added=[StaffCount(employer=cast.ale)], changed=[])
    with acting_as(cast.bosse.pk) as actor, pytest.raises(Refused):
        keep_own(actor=actor, ground=joint, content=content(1, 2026))
