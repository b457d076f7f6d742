"""What the web may write of forecasts, for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from stegvis.organisations.models import Organisation
from stegvis.planning import models as planning
from tests.support.cast import Cast
from tests.support.database import as_owner

Make = Callable[[Cast, Organisation], Model]


def ground_of(owner: Organisation) -> planning.Ground:
    with as_owner():
        return planning.Ground.objects.get_or_create(employer=owner)[0]


def forecast_of(owner: Organisation) -> planning.Forecast:
    ground = ground_of(owner)
    with as_owner():
        return planning.Forecast.objects.create(ground=ground, title="F", asked={})


def scenario_of(owner: Organisation) -> planning.Scenario:
    forecast = forecast_of(owner)
    with as_owner():
        return planning.Scenario.objects.create(ground=forecast.ground, forecast=forecast, name="S")


SHOWN: dict[str, Any] = {"title": "S", "owner": "O", "about": {}, "result": b"", "further": b"", "shared_name": "N"}
ROWS: dict[type[Model], tuple[str, str, Make]] = {
    planning.Forecast: (
        "ground",
        "gunilla",
        lambda c, o: planning.Forecast(ground=ground_of(o), title="F", asked={}),
    ),
    planning.Scenario: (
        "ground",
        "gunilla",
        lambda c, o: planning.Scenario(forecast=(one := forecast_of(o)), ground=one.ground, name="S"),
    ),
    planning.ScenarioNote: (
        "scenario",
        "gunilla",
        lambda c, o: planning.ScenarioNote(scenario=scenario_of(o), words="W", signed_name="N"),
    ),
    planning.SharedScenario: (
        "scenario",
        "gunilla",
        lambda c, o: planning.SharedScenario(scenario=scenario_of(o), **SHOWN),
    ),
}
