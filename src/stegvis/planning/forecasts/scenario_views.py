"""A scenario: its figures, its levers, and what is written of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.doing import pressed, sent
from stegvis.planning.forecasts import queries, services
from stegvis.planning.forecasts.answering import short_answer
from stegvis.planning.forecasts.changed import changed_since
from stegvis.planning.forecasts.figures.answer import answer_figure
from stegvis.planning.forecasts.forms import NoteForm, ShareForm
from stegvis.planning.forecasts.lever_form import NAME, LeversForm, initial_of
from stegvis.planning.forecasts.looking import choices_of
from stegvis.planning.forecasts.policies import is_ready, may_add, may_pull, may_write
from stegvis.planning.forecasts.reading import reading_of
from stegvis.planning.forecasts.sending import sent_or_told
from stegvis.planning.forecasts.wording import profession_names
from stegvis.planning.ground import running
from stegvis.planning.ground.problems import PlanningError
from stegvis.planning.models import Forecast, Scenario

MOST_DIGITS = 10


@login_required
@require_GET
def scenario(request: ActorRequest, forecast_id: int, scenario_id: int) -> HttpResponse:
    """With ``export`` its figures as a file, or its report."""
    return _scenario(request, forecast_id, scenario_id, NoteForm())


def _scenario(request: ActorRequest, forecast_id: int, scenario_id: int, note_form: NoteForm) -> HttpResponse:
    actor = request.actor
    found = queries.forecast_of(actor, forecast_id)
    scenarios = queries.scenarios_of(actor, found)
    one = services.one_of(scenarios, scenario_id)
    shown = {"forecast": found, "scenario": one, "ready": is_ready(one), "may_write": may_write(actor, found)}
    picture = queries.picture(one)
    if picture is None:
        return render(request, "planning/forecasts/waiting.html", shown | {"job": queries.job_of(actor, one)})
    names = profession_names()
    notes = queries.notes_of(actor, one)
    reading = reading_of(found, one, picture, notes=notes, names=names)
    looked_at = choices_of(request.GET, picture.result, names)
    if wanted := request.GET.get("export"):
        return sent_or_told(request, wanted, reading, looked_at.here)
    sharing = queries.sharing_of(actor, one)
    shown |= {
        "reading": reading,
        "shown": reading.shown(looked_at.here),
        "looked_at": looked_at,
        "changed": changed_since(actor, found.ground, one.run, names),
        "may_pull": may_pull(one),
        "note_form": note_form,
        "share_form": _share_form(found, sharing),
        "sharing": sharing,
        "plans": queries.plans_to_fill(actor, found),
    }
    return render(request, "planning/forecasts/scenario.html", shown)


def _share_form(forecast: Forecast, sharing: Any) -> ShareForm:
    initial = {name: getattr(sharing, name, False) for name in ("for_members", "for_national")}
    return ShareForm(initial=initial, has_members=forecast.ground.collaboration_id is not None)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, forecast_id: int) -> HttpResponse:
    """``fran`` is the scenario whose levers it begins with."""
    actor = request.actor
    found = queries.forecast_of(actor, forecast_id)
    scenarios = queries.scenarios_of(actor, found)
    require(may_add(actor, found, scenarios=len(scenarios)))
    begins = next((one for one in scenarios if str(one.pk) == request.GET.get("fran")), None)
    return _levers(request, found, scenarios, begins=begins)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, forecast_id: int, scenario_id: int) -> HttpResponse:
    found = queries.forecast_of(request.actor, forecast_id)
    require(may_write(request.actor, found))
    scenarios = queries.scenarios_of(request.actor, found)
    one = services.one_of(scenarios, scenario_id)
    require(may_pull(one))
    return _levers(request, found, scenarios, changed=one)


def _levers(
    request: ActorRequest,
    forecast: Forecast,
    scenarios: list[Scenario],
    *,
    begins: Scenario | None = None,
    changed: Scenario | None = None,
) -> HttpResponse:
    names = profession_names()
    first = queries.base_of(scenarios)
    base = queries.picture(first)
    require(is_ready(first))
    assert base is not None  # noqa: S101 - it is ready
    of = changed or begins
    initial = initial_of(of.pulled, forecast.scope.first_year) if of else {}
    if changed:
        initial[NAME] = changed.name
    form = LeversForm(base.result.scope, names, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and (begun := _saved(request, form, forecast, changed)):
        where = ("jobs:detail", begun.job_id) if begun.job_id else ("planning:scenario", forecast.pk, begun.scenario.pk)
        return redirect(*where)
    context = {
        "forecast": forecast,
        "scenario": changed,
        "changed": changed_since(request.actor, forecast.ground, first.run, names),
        "form": form,
        "looked_at": choices_of(request.GET, base.result, names, of.pulled if of else ()),
        "kept": [(name, request.GET[name]) for name in ("fran",) if name in request.GET],
    }
    return render(request, "planning/forecasts/levers.html", context)


def _saved(
    request: ActorRequest, form: LeversForm, forecast: Forecast, changed: Scenario | None
) -> services.Begun | None:
    """None with what is wrong in the form."""
    told: dict[str, Any] = {"name": form.cleaned_data[NAME], "levers": form.levers(), "forecast_id": forecast.pk}
    try:
        if changed:
            return services.change_scenario(
                actor=request.actor, scenario_id=changed.pk, revision=_revision(request), **told
            )
        return services.add_scenario(actor=request.actor, **told)
    except Refused as refused:
        form.add_error(None, str(refused))
    except PlanningError as error:
        form.tell(error)
    return None


def _revision(request: ActorRequest) -> int:
    """Which the form was opened with; none that there is where the form does not say."""
    told = request.POST.get("revision", "")
    return int(told) if told.isdecimal() and len(told) < MOST_DIGITS else -1


@login_required
@require_POST
def answer(request: ActorRequest, forecast_id: int) -> HttpResponse:
    """What the levers give at once, without uncertainty; nothing is saved."""
    actor = request.actor
    found = queries.forecast_of(actor, forecast_id)
    base = queries.base_of(queries.scenarios_of(actor, found))
    require(is_ready(base))
    picture, names = queries.picture(base), profession_names()
    assert picture is not None  # noqa: S101 - it is ready
    form = LeversForm(picture.result.scope, names, request.POST)
    looked_at = choices_of(request.POST, picture.result, names)
    context: dict[str, Any] = {"looked_at": looked_at, "problems": []}
    form.is_valid()
    wrong = form.wrong_levers()
    try:
        if not wrong:
            now = running.answered(queries.inputs_of(base.run), form.levers(), looked_at.here.profession)
            context["figure"] = answer_figure(picture, now, looked_at.here)
            context["short"] = short_answer(picture, now, looked_at.here)
    except PlanningError as error:
        wrong = [problem.text for problem in error.problems]
    return render(request, "planning/forecasts/_answer.html", context | {"problems": wrong})


@login_required
@require_POST
def note(request: ActorRequest, forecast_id: int, scenario_id: int) -> HttpResponse:
    """What cannot be noted is shown again with why."""
    queries.forecast_of(request.actor, forecast_id)
    form = NoteForm(request.POST)
    where = {"forecast_id": forecast_id, "scenario_id": scenario_id}

    def sign() -> None:
        services.sign_note(actor=request.actor, words=form.cleaned_data["words"], **where)

    if sent(request, form, sign, _("The note is signed.")):
        return redirect("planning:scenario", forecast_id, scenario_id)
    return _scenario(request, forecast_id, scenario_id, form)


@login_required
@require_POST
def share(request: ActorRequest, forecast_id: int, scenario_id: int) -> HttpResponse:
    told = {name: bool(request.POST.get(name)) for name in ("for_members", "for_national")}
    done = _("It is shared as it is now.") if any(told.values()) else _("It is no longer shared with anybody.")
    where: dict[str, Any] = {"forecast_id": forecast_id, "scenario_id": scenario_id}
    pressed(request, lambda: services.share_scenario(actor=request.actor, **where, **told), done)
    return redirect("planning:scenario", forecast_id, scenario_id)


@login_required
@require_POST
def again(request: ActorRequest, forecast_id: int, scenario_id: int) -> HttpResponse:
    where = {"forecast_id": forecast_id, "scenario_id": scenario_id}
    pressed(request, lambda: services.try_again(actor=request.actor, **where), _("It is being computed."))
    return redirect("planning:scenario", forecast_id, scenario_id)


@login_required
@require_http_methods(["GET", "POST"])
def put_away(request: ActorRequest, forecast_id: int, scenario_id: int) -> HttpResponse:
    actor = request.actor
    found = queries.forecast_of(actor, forecast_id)
    one = queries.scenario_of(actor, found, scenario_id)
    require(may_write(actor, found))
    require(may_pull(one))
    if request.method == "GET":
        return render(request, "planning/forecasts/put_away.html", {"forecast": found, "scenario": one})
    done = _("The scenario is put away, and no longer shared.")
    where = {"forecast_id": forecast_id, "scenario_id": scenario_id}
    pressed(request, lambda: services.put_away_scenario(actor=actor, **where), done)
    return redirect("planning:forecast", forecast_id)
