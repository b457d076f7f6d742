"""Forecasts and supply plans as JSON, to read: to each what they see on the pages, with few people hidden alike."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Router, Schema
from ninja.security import SessionAuth

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import require
from stegvis.planning.forecasts import queries
from stegvis.planning.forecasts.files import content_of
from stegvis.planning.forecasts.policies import is_ready
from stegvis.planning.forecasts.reading import reading_of, reading_of_shared
from stegvis.planning.forecasts.services import one_of
from stegvis.planning.forecasts.wording import profession_names
from stegvis.planning.models import Forecast
from stegvis.planning.plans.queries import overview, plans_of

router = Router(auth=SessionAuth(), tags=["planning"])


class ForecastOut(Schema):
    """``places`` are SCB's codes, ``professions`` those of the professions."""

    id: int
    title: str
    owner: str
    first_year: int
    last_year: int
    places: list[str]
    professions: list[str]


class ScenarioRowOut(Schema):
    """``state`` is waiting, done or failed."""

    id: int
    name: str
    is_base: bool
    state: str


class ForecastWholeOut(ForecastOut):
    scenarios: list[ScenarioRowOut]


class FiguresOut(Schema):
    """Full-time equivalents; ``gap`` is supply less need. With a number, the supply or the gap is below it so many
    times of a hundred. All are null where fewer than five persons are behind. ``place`` is SCB's code, or ``alla``.
    """

    place: str
    profession: str
    year: int
    supply_5: float | None
    supply_25: float | None
    supply: float | None
    supply_75: float | None
    supply_95: float | None
    need: float | None
    demand: float | None
    gap_5: float | None
    gap: float | None
    gap_95: float | None


class ScenarioOut(Schema):
    """``levers`` and ``assumptions`` as in the file that the page gives, a lever's ``from_year`` the calendar year that
    it holds from; ``inputs_digest`` is of all that it is computed from."""

    title: str
    scenario: str
    owner: str
    unit: str
    engine: str
    inputs_digest: str
    levers: list[dict[str, Any]]
    assumptions: Any
    rows: list[FiguresOut]


class SharedOut(Schema):
    id: int
    title: str
    owner: str
    shared_at: datetime
    shared_by: str


class PlanOut(Schema):
    """``decided_on`` is the latest decision's day."""

    id: int
    title: str
    owner: str
    first_year: int
    last_year: int
    decided_on: date | None


class DecidedPlanOut(Schema):
    """A plan in its latest decided edition. Full-time equivalents, null where they are hidden; ``missing`` is need less
    supply."""

    plan: int
    edition: int
    owner: str
    years: str
    decided_on: date
    professions: list[str]
    now: float | None
    supply: float | None
    need: float | None
    missing: float | None
    measures: int
    measures_done: int


@router.get("/planning/forecasts", response=list[ForecastOut])
def forecasts(request: ActorRequest) -> list[ForecastOut]:
    """One's own."""
    return [ForecastOut(**_about(one)) for one in queries.forecasts_of(request.actor)]


@router.get("/planning/forecasts/{int:forecast_id}", response=ForecastWholeOut)
def forecast(request: ActorRequest, forecast_id: int) -> ForecastWholeOut:
    """One's own, with its scenarios; the base comes first. 404 for what one may not see."""
    found = queries.forecast_of(request.actor, forecast_id)
    scenarios = [
        ScenarioRowOut(id=one.pk, name=one.name, is_base=one.is_base, state=one.state)
        for one in queries.scenarios_of(request.actor, found)
    ]
    return ForecastWholeOut(**_about(found), scenarios=scenarios)


@router.get("/planning/forecasts/{int:forecast_id}/scenarios/{int:scenario_id}", response=ScenarioOut)
def scenario(request: ActorRequest, forecast_id: int, scenario_id: int) -> dict[str, Any]:
    """Its figures. 403 while it is not computed, 404 for what one may not see."""
    actor = request.actor
    found = queries.forecast_of(actor, forecast_id)
    one = one_of(queries.scenarios_of(actor, found), scenario_id)
    require(is_ready(one))
    picture = queries.picture(one)
    if picture is None:
        raise NotYours
    return content_of(reading_of(found, one, picture, notes=(), names=profession_names()))


@router.get("/planning/shared-scenarios", response=list[SharedOut])
def shared_scenarios(request: ActorRequest) -> list[SharedOut]:
    """What others share with one."""
    return [
        SharedOut(id=one.pk, title=one.title, owner=one.owner, shared_at=one.shared_at, shared_by=one.shared_name)
        for one in queries.shared_with(request.actor)
    ]


@router.get("/planning/shared-scenarios/{int:shared_id}", response=ScenarioOut)
def shared_scenario(request: ActorRequest, shared_id: int) -> dict[str, Any]:
    """Its figures, as it was when it was shared. 404 for what is not, or no longer, shared with one."""
    return content_of(reading_of_shared(queries.shared_of(request.actor, shared_id), profession_names()))


@router.get("/planning/plans", response=list[PlanOut])
def supply_plans(request: ActorRequest) -> list[PlanOut]:
    """One's own that are being written."""
    plans: list[Any] = list(plans_of(request.actor))
    return [
        PlanOut(
            id=one.pk,
            title=one.title,
            owner=str(one.owner),
            first_year=one.starts,
            last_year=one.ends,
            decided_on=one.last_decided,
        )
        for one in plans
    ]


@router.get("/planning/decided-plans", response=list[DecidedPlanOut])
def decided_plans(request: ActorRequest, profession: str = "") -> list[DecidedPlanOut]:
    """The national overview, of one profession or of all. An employer's plan and its collaboration's tell of the same
    staff: they do not add up."""
    return [
        DecidedPlanOut(
            plan=line.edition.plan_id,
            edition=line.edition.number,
            owner=line.edition.owner,
            years=line.years,
            decided_on=line.edition.decided_on,
            professions=list(line.professions),
            now=_number(line.gap.now),
            supply=_number(line.gap.supply),
            need=_number(line.gap.need),
            missing=_number(line.gap.missing),
            measures=line.measures,
            measures_done=line.done,
        )
        for line in overview(request.actor, profession).lines
    ]


def _about(one: Forecast) -> dict[str, Any]:
    scope = one.scope
    return {
        "id": one.pk,
        "title": one.title,
        "owner": str(one.owner),
        "first_year": scope.first_year,
        "last_year": one.last_year,
        "places": list(scope.places),
        "professions": list(scope.professions),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
