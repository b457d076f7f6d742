"""A forecast of each employer's with its base and a scenario, small and computed once; Ale's scenario is shared."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from stegvis.planning.forecasts.picture import further_of, picture_of
from stegvis.planning.ground import running
from stegvis.planning.ground.inputs import Scope
from stegvis.planning.ground.levers import Lever
from stegvis.planning.models import Forecast, Ground, Run, Scenario, SharedScenario
from tests.planning.ground.support import made

SCOPE = Scope(("1440", "1481"), 2026, 3, ("fysioterapeut",), draws=20)
LEVERS = {"base": (), "scenario": (Lever("retirement_age", 12),)}


def furnish_forecasts(grounds: dict[str, Ground]) -> dict[str, dict[str, Any]]:
    """Rows by kind and employer. Run it as the owner."""
    inputs = made(SCOPE)
    results = {kind: running.run(inputs, levers) for kind, levers in LEVERS.items()}
    further = {kind: further_of(inputs, levers) for kind, levers in LEVERS.items()}
    found: dict[str, dict[str, Any]] = {"forecast": {}, "forecast scenario": {}, "shared scenario": {}}
    for slug, ground in grounds.items():
        forecast = Forecast.objects.create(ground=ground, title=f"Prognos {slug}", asked=asdict(SCOPE))
        for kind, levers in LEVERS.items():
            told = [one.as_json() for one in levers]
            run = Run.objects.create(
                ground=ground,
                title=kind,
                levers=told,
                inputs=inputs.packed(),
                inputs_digest=inputs.digest,
                result=results[kind].to_bytes(),
                result_digest=results[kind].digest,
            )
            scenario = Scenario.objects.create(
                ground=ground,
                forecast=forecast,
                name=kind,
                is_base=kind == "base",
                levers=told,
                state=Scenario.State.DONE,
                run=run,
                further=further[kind].to_bytes(),
            )
        masked = picture_of(results["scenario"], further["scenario"]).masked()
        shared = SharedScenario.objects.create(
            scenario=scenario,
            for_national=True,
            is_open=slug == "ale",
            title=f"Prognos {slug}",
            owner=str(ground.employer),
            about={
                "forecast": f"Prognos {slug}",
                "scenario": "scenario",
                "computed": "2026-11-01",
                "population": "SCB",
                "notes": [],
                "assumptions": inputs.assumptions.as_json(),
            },
            result=masked.result.to_bytes(),
            further=masked.further.to_bytes(),
            shared_name="Gunilla",
        )
        found["forecast"][slug], found["forecast scenario"][slug] = forecast, scenario
        found["shared scenario"][slug] = shared
    return found
