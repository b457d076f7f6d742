"""Making forecasts and scenarios, noting who decided what, and sharing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.foundation.jobs.running import start_job
from stegvis.planning.forecasts import queries
from stegvis.planning.forecasts.guarding import hidden_beside
from stegvis.planning.forecasts.picture import further_of
from stegvis.planning.forecasts.policies import is_ready, may_add, may_pull, may_write
from stegvis.planning.ground import running
from stegvis.planning.ground.farming import computed, refuse_large
from stegvis.planning.ground.inputs import Inputs, Scope, check_scope
from stegvis.planning.ground.levers import Lever, check_levers
from stegvis.planning.ground.queries import gather
from stegvis.planning.ground.services import keep_run, open_ground
from stegvis.planning.models import Forecast, Ground, Scenario, ScenarioNote, SharedScenario
from stegvis.planning.plans.beside import SHOWN
from stegvis.planning.policies import Owner, may_plan_for

TWICE = timedelta(minutes=1)
"""What is sent again within this is one press too many."""


@dataclass(frozen=True)
class Begun:
    """``job_id`` is where one sees how far it has come; None where nothing was begun by this."""

    scenario: Scenario
    job_id: Any


@transaction.atomic
def begin_forecast(*, actor: Actor, owner: Owner, title: str, scope: Scope) -> Begun:
    """A forecast with its base, which a worker computes. Raises Refused, PlanningError."""
    require(may_plan_for(actor, owner))
    check_scope(scope)
    refuse_large(scope)
    ground = open_ground(actor=actor, owner=owner)
    writable(actor, Ground).select_for_update(of=("self",)).get(pk=ground.pk)  # one press at a time
    if same := queries.just_begun(actor, ground, _name(title, ""), asdict(scope), timezone.now() - TWICE):
        return _again(same)
    forecast, base = _begun(actor, ground, title, scope)
    return _start(actor, forecast, base)


def _begun(actor: Actor, ground: Ground, title: str, scope: Scope) -> tuple[Forecast, Scenario]:
    gather(actor=actor, ground=ground, scope=scope)  # what cannot be computed is said at once
    creator: Any = actor.user
    forecast = Forecast.objects.create(
        ground=ground, title=_name(title, _("Give the forecast a title.")), asked=asdict(scope), created_by_id=creator
    )
    name = _("If nothing more is done")
    base = Scenario.objects.create(ground=ground, forecast=forecast, name=name, is_base=True, created_by_id=creator)
    return forecast, base


@transaction.atomic
def add_scenario(*, actor: Actor, forecast_id: int, name: str, levers: Sequence[Lever]) -> Begun:
    """A scenario from the base, computed by a worker. Raises Refused, PlanningError, NotYours."""
    forecast = _held(actor, forecast_id)
    scenarios = queries.scenarios_of(actor, forecast)
    if same := _just_added(actor, scenarios, name, levers):
        return _again(same)
    return _start(actor, forecast, _added(actor, forecast, scenarios, name, levers))


def _again(same: Scenario) -> Begun:
    """What was sent a moment ago, where one sees how far it has come."""
    return Begun(same, same.job_id if same.state == Scenario.State.WAITING else None)


def _just_added(actor: Actor, scenarios: Sequence[Scenario], name: str, levers: Sequence[Lever]) -> Scenario | None:
    """The same, by the same, a moment ago."""
    told, since = [one.as_json() for one in levers if not one.is_idle], timezone.now() - TWICE
    mine = (one for one in scenarios if one.created_by_id == actor.user and one.created_at > since)
    return next((one for one in mine if one.name == name.strip() and one.levers == told), None)


def _added(actor: Actor, forecast: Forecast, scenarios: list[Scenario], name: str, levers: Sequence[Lever]) -> Scenario:
    require(may_add(actor, forecast, scenarios=len(scenarios)))
    named = _free_name(scenarios, name)
    inputs = _inputs_of_base(scenarios)
    creator: Any = actor.user
    scenario: Scenario = Scenario.objects.create(
        ground_id=forecast.ground_id,
        forecast=forecast,
        name=named,
        levers=[one.as_json() for one in _pullable(inputs, levers)],
        created_by_id=creator,
    )
    return scenario


@transaction.atomic
def change_scenario(
    *, actor: Actor, forecast_id: int, scenario_id: int, revision: int, name: str, levers: Sequence[Lever]
) -> Begun:
    """Another name or other levers. It is computed again only where the levers are others. Raises Refused where
    somebody has changed it since ``revision``, PlanningError, NotYours."""
    forecast = _held(actor, forecast_id)
    scenarios = queries.scenarios_of(actor, forecast)
    scenario = one_of(scenarios, scenario_id)
    require(may_pull(scenario))
    if revision != scenario.revision:
        raise Refused(
            _(
                "Somebody has changed the scenario meanwhile. Look at it as it is now in another tab. What you have "
                "filled in is still here: save once more to put it in the other's place."
            )
        )
    scenario.name = _free_name([one for one in scenarios if one.pk != scenario.pk], name)
    told = [one.as_json() for one in _pullable(_inputs_of_base(scenarios), levers)]
    scenario.revision += 1
    if told == scenario.levers and scenario.state == Scenario.State.DONE:
        scenario.save(update_fields=["name", "revision", "changed_at"])
        return Begun(scenario, None)
    scenario.levers, scenario.state = told, Scenario.State.WAITING
    scenario.save(update_fields=["name", "levers", "state", "revision", "changed_at"])
    return _start(actor, forecast, scenario)


@transaction.atomic
def try_again(*, actor: Actor, forecast_id: int, scenario_id: int) -> Begun:
    """Compute what could not be computed. Raises Refused where that is not so."""
    forecast = _held(actor, forecast_id)
    scenario = one_of(queries.scenarios_of(actor, forecast), scenario_id)
    if scenario.state != Scenario.State.FAILED:
        raise Refused(_("It is computed, or being computed."))
    scenario.state = Scenario.State.WAITING
    scenario.save(update_fields=["state"])
    return _start(actor, forecast, scenario)


def _start(actor: Actor, forecast: Forecast, scenario: Scenario) -> Begun:
    from stegvis.planning.forecasts import tasks

    title = f"{forecast.title}: {scenario.name}"[:200]
    address = reverse("planning:scenario", args=[forecast.pk, scenario.pk])
    told = {"scenario_id": scenario.pk, "revision": scenario.revision}
    job = start_job(actor=actor, title=title, task=tasks.compute_scenario, result_url=address, **told)
    scenario.job_id = job.pk
    scenario.save(update_fields=["job_id"])
    return Begun(scenario, job.pk)


@transaction.atomic
def finish_scenario(*, actor: Actor, scenario_id: int, revision: int | None = None, progress: Any = None) -> Scenario:
    """Compute a scenario and keep it whole. What has been changed meanwhile, or is done, is left as it is.

    Nothing is locked while it computes: it can be changed or put away meanwhile. Raises PlanningError, NotYours.
    """
    asked = _to_finish(writable(actor, Scenario), scenario_id)
    if not _is_due(asked, revision):
        return asked
    forecast = queries.forecast_of(actor, asked.forecast_id)
    require(may_plan_for(actor, forecast.owner))
    refuse_large(forecast.scope, asked.pulled)
    inputs = _inputs(actor, forecast, asked)
    result = computed(inputs, asked.pulled, progress=progress)
    further = further_of(inputs, asked.pulled).to_bytes()
    scenario = _to_finish(writable(actor, Scenario).select_for_update(of=("self",)), scenario_id)
    if not _is_due(scenario, asked.revision):
        return scenario
    title = f"{forecast.title}: {scenario.name}"
    scenario.run = keep_run(actor=actor, ground=forecast.ground, title=title, inputs=inputs, result=result)
    scenario.state, scenario.further = Scenario.State.DONE, further
    scenario.save(update_fields=["run", "state", "further"])
    return scenario


def _to_finish(rows: QuerySet[Scenario], scenario_id: int) -> Scenario:
    found = rows.filter(pk=scenario_id).first()
    if found is None:
        raise NotYours
    return found


def _is_due(scenario: Scenario, revision: int | None) -> bool:
    return scenario.state != Scenario.State.DONE and revision in {None, scenario.revision}


def _inputs(actor: Actor, forecast: Forecast, scenario: Scenario) -> Inputs:
    """A scenario's are those of its base."""
    if scenario.is_base:
        return gather(actor=actor, ground=forecast.ground, scope=forecast.scope)
    return _inputs_of_base(queries.scenarios_of(actor, forecast))


@transaction.atomic
def fail_scenario(*, actor: Actor, scenario_id: int, revision: int) -> None:
    """It could not be computed; an earlier result is no longer that of its levers, and not shown."""
    found = writable(actor, Scenario).filter(pk=scenario_id, revision=revision, state=Scenario.State.WAITING)
    found.update(state=Scenario.State.FAILED)


@transaction.atomic
def put_away_scenario(*, actor: Actor, forecast_id: int, scenario_id: int) -> None:
    """Take it out of the forecast, and no longer share it."""
    forecast = _held(actor, forecast_id)
    scenario = one_of(queries.scenarios_of(actor, forecast), scenario_id)
    require(may_pull(scenario))
    scenario.put_away_at = timezone.now()
    scenario.save(update_fields=["put_away_at"])
    _withdraw(actor, [scenario.pk])


@transaction.atomic
def put_away_forecast(*, actor: Actor, forecast_id: int) -> None:
    """Take it out of the list, and share none of its scenarios. Its history stays."""
    forecast = _held(actor, forecast_id)
    forecast.put_away_at = timezone.now()
    forecast.save(update_fields=["put_away_at"])
    _withdraw(actor, [one.pk for one in queries.scenarios_of(actor, forecast)])


@transaction.atomic
def bring_back_forecast(*, actor: Actor, forecast_id: int) -> None:
    """Undo that it was put away. What was shared is not shared again by that."""
    found = writable(actor, Forecast).filter(pk=forecast_id).exclude(put_away_at=None)
    if not found.update(put_away_at=None):
        raise NotYours


@transaction.atomic
def sign_note(*, actor: Actor, forecast_id: int, scenario_id: int, words: str) -> ScenarioNote:
    """Note who decided what, signed with the actor's name. It is never changed."""
    forecast = _held(actor, forecast_id)
    scenario = one_of(queries.scenarios_of(actor, forecast), scenario_id)
    said = _words(words)
    if not said:
        raise Refused(_("Write something to note."))
    return ScenarioNote.objects.create(
        scenario=scenario, words=said[:1000], signed_by_id=actor.user, signed_name=_signed(actor)
    )


@transaction.atomic
def share_scenario(
    *, actor: Actor, forecast_id: int, scenario_id: int, for_members: bool, for_national: bool
) -> SharedScenario | None:
    """Show it as it is now to the members' coordinators, to national follow-up, or no longer to anybody."""
    forecast = _held(actor, forecast_id)
    scenario = one_of(queries.scenarios_of(actor, forecast), scenario_id)
    give_reason("share a scenario")
    _withdraw(actor, [scenario.pk])
    if not (for_members or for_national):
        return None
    require(is_ready(scenario))
    if for_members and forecast.ground.collaboration_id is None:
        raise Refused(_("Only a collaboration has members to share with."))
    found = queries.picture(scenario)
    if found is None or scenario.run is None:
        raise NotYours
    wait_for_turn(SHOWN)  # nothing of the same staff is shown meanwhile
    masked = found.masked(hidden_beside(actor, forecast.ground, found.masked().result))
    return SharedScenario.objects.create(
        scenario=scenario,
        collaboration=forecast.ground.collaboration,
        for_members=for_members,
        for_national=for_national,
        title=f"{forecast.title}: {scenario.name}",
        owner=str(forecast.owner),
        about=_about(actor, forecast, scenario),
        result=masked.result.to_bytes(),
        further=masked.further.to_bytes(),
        shared_by_id=actor.user,
        shared_name=_signed(actor),
    )


def _about(actor: Actor, forecast: Forecast, scenario: Scenario) -> dict[str, Any]:
    """What is read beside the figures: notes and assumptions. No staff."""
    inputs = queries.inputs_of(scenario.run)
    return {
        "forecast": forecast.title,
        "scenario": scenario.name,
        "is_base": scenario.is_base,
        "computed": scenario.run.finished_at.date().isoformat() if scenario.run and scenario.run.finished_at else "",
        "population": inputs.population_source,
        "notes": [
            {"words": one.words, "signed": one.signed_name, "day": one.signed_at.date().isoformat()}
            for one in queries.notes_of(actor, scenario)
        ],
        "assumptions": inputs.assumptions.as_json(),
    }


def _withdraw(actor: Actor, scenarios: Sequence[int]) -> None:
    writable(actor, SharedScenario).filter(scenario__in=scenarios, is_open=True).update(is_open=False)


def _held(actor: Actor, forecast_id: int) -> Forecast:
    rows = writable(actor, Forecast).select_for_update(of=("self",))
    found = rows.select_related("ground__employer", "ground__collaboration").filter(pk=forecast_id).first()
    if found is None:
        raise NotYours
    require(may_write(actor, found))
    return found


def one_of(scenarios: Sequence[Scenario], scenario_id: int) -> Scenario:
    """Raises NotYours where it is not among them."""
    found = next((one for one in scenarios if one.pk == scenario_id), None)
    if found is None:
        raise NotYours
    return found


def _inputs_of_base(scenarios: Sequence[Scenario]) -> Inputs:
    base = queries.base_of(scenarios)
    require(is_ready(base))
    return queries.inputs_of(base.run)


def _pullable(inputs: Inputs, levers: Sequence[Lever]) -> list[Lever]:
    """Those that do something. Raises PlanningError for what cannot be pulled."""
    found = [one for one in levers if not one.is_idle]
    for one in found:
        _words(one.note)
    if not found:
        raise Refused(_("Pull at least one lever: without any it is the base."))
    scope = inputs.scope
    check_levers(found, scope)
    refuse_large(scope, found)
    running.central(inputs, found)
    return found


def _free_name(others: Sequence[Scenario], name: str) -> str:
    found = _name(name, _("Give the scenario a name."))[:80]
    if any(one.name.casefold() == found.casefold() for one in others):
        raise Refused(_("Another scenario of the forecast has that name. Choose another one."))
    return found


def _name(text: str, why: str) -> str:
    found = _words(text)[:120]
    if not found:
        raise Refused(why)
    return found


def _words(text: str) -> str:
    words: str = clean(text)
    if holds_personal_number(words):
        raise Refused(_("Do not write a personal number here."))
    return words


def _signed(actor: Actor) -> str:
    user = User.objects.filter(pk=actor.user or 0).first()
    return str(user.name or user.email)[:120] if user else "Stegvis"
