"""Forecasts in the drawn world: of employers and collaborations, with a scenario, a note, and shared or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stegvis.planning import models as planning

if TYPE_CHECKING:
    from tests.foundation.access.world import Maker


def make_forecast(maker: Maker, owner: dict[str, Any]) -> None:
    ground = planning.Ground.objects.filter(**owner).first() or planning.Ground.objects.create(**owner)
    forecast = planning.Forecast.objects.create(ground=ground, title="F", asked={})
    scenario = planning.Scenario.objects.create(ground=ground, forecast=forecast, name="S", is_base=True)
    planning.ScenarioNote.objects.create(scenario=scenario, words="W", signed_name="N")
    for is_open in (False, maker.draw.random() < 0.7):
        planning.SharedScenario.objects.create(
            scenario=scenario,
            collaboration=owner.get("collaboration"),
            for_members="collaboration" in owner and maker.draw.random() < 0.5,
            for_national=maker.draw.random() < 0.5,
            is_open=is_open,
            title="S",
            owner="O",
            about={},
            result=b"",
            further=b"",
            shared_name="N",
        )
