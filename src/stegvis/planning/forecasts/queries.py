"""Forecasts as they are read: one's own, and those that others have shared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.jobs.models import Job
from stegvis.organisations.models import Collaboration
from stegvis.planning.forecasts.figures.figure import Here, missing_words
from stegvis.planning.forecasts.picture import Further, Picture, picture_of, picture_of_shared
from stegvis.planning.ground.inputs import Inputs
from stegvis.planning.ground.places import places
from stegvis.planning.ground.results import Result
from stegvis.planning.models import Forecast, Ground, Run, Scenario, ScenarioNote, SharedScenario, SupplyPlan
from stegvis.planning.policies import Owner, owners_of


def forecasts_of(actor: Actor) -> QuerySet[Forecast]:
    """One's own, with how many scenarios they have. One query."""
    return (
        visible(actor, Forecast)
        .filter(put_away_at=None)
        .select_related("ground__employer", "ground__collaboration")
        .annotate(n_scenarios=Count("scenarios", filter=Q(scenarios__put_away_at=None)))
    )


def put_away_by(actor: Actor) -> list[Forecast]:
    """One's own that are put away, the last first. One query."""
    return list(visible(actor, Forecast).exclude(put_away_at=None).order_by("-put_away_at"))


def shared_with(actor: Actor) -> list[SharedScenario]:
    """What others share with the actor; whoever leads the owner has it among the own ones. One query."""
    found = visible(actor, SharedScenario).filter(is_open=True).defer("about", "result", "further")
    return list(found.exclude(scenario__in=visible(actor, Scenario).values("pk")))


def owners(actor: Actor) -> list[Owner]:
    """What the actor may make forecasts for: collaborations, and employers that are a municipality or a region."""
    return [one for one in owners_of(actor) if isinstance(one, Collaboration) or one.code in places()]


def forecast_of(actor: Actor, forecast_id: int) -> Forecast:
    """Raises NotYours."""
    rows = visible(actor, Forecast).select_related("ground__employer", "ground__collaboration")
    return get_visible(actor, Forecast, rows, pk=forecast_id)


def just_begun(actor: Actor, ground: Ground, title: str, asked: dict[str, Any], since: datetime) -> Scenario | None:
    """The base of the same forecast, begun by the actor a moment ago. One query."""
    rows = visible(actor, Scenario).filter(is_base=True, created_by=actor.user, forecast__put_away_at=None)
    same = {"forecast__ground": ground, "forecast__title": title, "forecast__asked": asked}
    return rows.filter(**same, created_at__gte=since).select_related("forecast").first()


def scenarios_of(actor: Actor, forecast: Forecast) -> list[Scenario]:
    """The base first. One query, with what has been computed."""
    return list(visible(actor, Scenario).filter(forecast=forecast, put_away_at=None).select_related("run"))


def scenario_of(actor: Actor, forecast: Forecast, scenario_id: int) -> Scenario:
    rows = visible(actor, Scenario).filter(forecast=forecast, put_away_at=None).select_related("run")
    return get_visible(actor, Scenario, rows, pk=scenario_id)


def base_of(scenarios: Iterable[Scenario]) -> Scenario:
    """Raises NotYours where it is not among them."""
    found = next((one for one in scenarios if one.is_base), None)
    if found is None:
        raise NotYours
    return found


def notes_of(actor: Actor, scenario: Scenario) -> list[ScenarioNote]:
    return list(visible(actor, ScenarioNote).filter(scenario=scenario))


def sharing_of(actor: Actor, scenario: Scenario) -> SharedScenario | None:
    """How it is shared now."""
    rows = visible(actor, SharedScenario).filter(scenario=scenario, is_open=True)
    return rows.defer("about", "result", "further").first()


def shared_of(actor: Actor, shared_id: int) -> SharedScenario:
    """Raises NotYours, also for what is no longer shared."""
    return get_visible(actor, SharedScenario, visible(actor, SharedScenario).filter(is_open=True), pk=shared_id)


def plans_to_fill(actor: Actor, forecast: Forecast) -> list[SupplyPlan]:
    """The owner's supply plans that are being written."""
    mine = {"employer": forecast.ground.employer_id, "collaboration": forecast.ground.collaboration_id}
    return list(visible(actor, SupplyPlan).filter(put_away_at=None, **mine))


def job_of(actor: Actor, scenario: Scenario) -> Job | None:
    """The last computation, to who began it."""
    return visible(actor, Job).filter(pk=scenario.job_id).first() if scenario.job_id else None


def picture(scenario: Scenario) -> Picture | None:
    """None where it is not computed yet. No query, if the run is at hand."""
    if scenario.run is None or scenario.state != Scenario.State.DONE:
        return None
    return picture_of(_result(bytes(scenario.run.result)), Further.from_bytes(bytes(scenario.further)))


def shared_picture(shared: SharedScenario) -> Picture:
    return picture_of_shared(_result(bytes(shared.result)), Further.from_bytes(bytes(shared.further)))


@lru_cache(maxsize=8)
def _result(content: bytes) -> Result:
    return Result.from_bytes(content)


@lru_cache(maxsize=8)
def _inputs(content: bytes) -> Inputs:
    return Inputs.unpacked(content)


def inputs_of(run: Run | None) -> Inputs:
    """What it was computed from; kept for a while, so that pulling a lever is answered at once. Raises NotYours."""
    if run is None:
        raise NotYours
    return _inputs(bytes(run.inputs))


def missing_of(scenario: Scenario, here: Here | None) -> str:
    """What is missing in the last year of what is looked at, in words; nothing where it is not computed."""
    found = picture(scenario)
    series = found.series(here.place, here.profession) if found and here else None
    return missing_words(series) if series else ""
