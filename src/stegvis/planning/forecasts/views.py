"""The list of forecasts, beginning one, and its scenarios beside each other."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.doing import pressed
from stegvis.organisations.models import Organisation
from stegvis.organisations.owners import owner_key
from stegvis.planning.forecasts import queries, services
from stegvis.planning.forecasts.changed import changed_since
from stegvis.planning.forecasts.comparing import Side, compare_figure, compared, place_rows
from stegvis.planning.forecasts.forms import BeginForm
from stegvis.planning.forecasts.looking import choices_of
from stegvis.planning.forecasts.policies import may_add, may_write
from stegvis.planning.forecasts.wording import profession_names
from stegvis.planning.ground.places import places
from stegvis.planning.ground.problems import PlanningError
from stegvis.planning.ground.queries import usual_places
from stegvis.planning.models import Ground, Scenario
from stegvis.planning.policies import Owner

USUAL_YEARS, USUAL_DRAWS = 10, 200


@login_required
@require_GET
def forecasts(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "forecasts": queries.forecasts_of(actor),
        "put_away": queries.put_away_by(actor),
        "shared": queries.shared_with(actor),
        "may_begin": bool(actor.coordinates or actor.leads),
    }
    return render(request, "planning/forecasts/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    """``agare`` says whose, where the actor coordinates several."""
    actor = request.actor
    owners = {owner_key(one): one for one in queries.owners(actor)}
    if not owners:
        raise Refused(_("Only coordinators of a municipality, a region or a collaboration make forecasts."))
    asked = request.GET.get("agare") or (next(iter(owners)) if len(owners) == 1 else "")
    if not asked:
        return render(request, "planning/forecasts/whose.html", {"owners": owners.items()})
    if asked not in owners:
        raise Http404
    owner = owners[asked]
    year = actor.today.year
    title = _("Forecast %(first)s–%(last)s") % {"first": year, "last": year + USUAL_YEARS}
    initial = {"title": title, "years": USUAL_YEARS, "draws": USUAL_DRAWS}
    whose = {"employer": owner} if isinstance(owner, Organisation) else {"collaboration": owner}
    usual = [code for code in usual_places(actor, Ground(**whose)) if code in places()]
    form = BeginForm(usual, profession_names(), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and (begun := _begun(request, form, owner)):
        if begun.job_id:
            return redirect("jobs:detail", begun.job_id)
        return redirect("planning:forecast", begun.scenario.forecast_id)
    return render(request, "planning/forecasts/begin.html", {"form": form, "owner": owner})


def _begun(request: ActorRequest, form: BeginForm, owner: Owner) -> services.Begun | None:
    """None with what is wrong in the form."""
    title, scope = form.cleaned_data["title"], form.scope(request.actor.today.year)
    try:
        return services.begin_forecast(actor=request.actor, owner=owner, title=title, scope=scope)
    except Refused as refused:
        form.add_error(None, str(refused))
    except PlanningError as error:
        for problem in error.problems:
            form.add_error(problem.where if problem.where in form.fields else None, problem.text)
    return None


@login_required
@require_GET
def forecast(request: ActorRequest, forecast_id: int) -> HttpResponse:
    """Its scenarios, each with what is missing in the last year of what is looked at."""
    actor = request.actor
    found = queries.forecast_of(actor, forecast_id)
    scenarios = queries.scenarios_of(actor, found)
    names = profession_names()
    first = queries.base_of(scenarios)
    base = queries.picture(first)
    pulled = [lever for one in scenarios for lever in one.pulled]
    looked_at = choices_of(request.GET, base.result, names, pulled) if base else None
    here = looked_at.here if looked_at else None
    context = {
        "forecast": found,
        "lines": [(one, queries.missing_of(one, here)) for one in scenarios],
        "looked_at": looked_at,
        "changed": changed_since(actor, found.ground, first.run, names),
        "may_write": may_write(actor, found),
        "may_add": may_add(actor, found, scenarios=len(scenarios)),
        "comparable": [one for one in scenarios if one.state == Scenario.State.DONE],
    }
    return render(request, "planning/forecasts/forecast.html", context)


@login_required
@require_GET
def compare(request: ActorRequest, forecast_id: int) -> HttpResponse:
    """``a`` and ``b`` are two of its scenarios that are computed."""
    actor = request.actor
    found = queries.forecast_of(actor, forecast_id)
    ready = {str(one.pk): one for one in queries.scenarios_of(actor, found) if one.state == Scenario.State.DONE}
    one, other = ready.get(request.GET.get("a", "")), ready.get(request.GET.get("b", ""))
    if one is None or other is None:
        raise Http404
    names = profession_names()
    picture = queries.picture(one)
    assert picture is not None  # noqa: S101 - it is ready
    looked_at = choices_of(request.GET, picture.result, names, other.pulled)
    sides = (Side(one.name, one.pulled), Side(other.name, other.pulled))
    differ = compared(queries.inputs_of(one.run), *sides, looked_at.here.profession)
    at = picture.result.places.index(looked_at.here.place)
    which = picture.result.professions.index(looked_at.here.profession)
    context = {
        "forecast": found,
        "one": one,
        "other": other,
        "scenarios": list(ready.values()),
        "looked_at": looked_at,
        "figure": compare_figure(differ, sides, looked_at.here, picture.result.years, at),
        "head": [
            pgettext("forecast", "Place"),
            *(_("Missing with “%(name)s”") % {"name": side.name} for side in sides),
            _("Supply, difference"),
        ],
        "rows": place_rows(differ, picture.result.places, picture.hidden[:, which]),
        "year": picture.result.years[-1],
    }
    return render(request, "planning/forecasts/compare.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def put_away(request: ActorRequest, forecast_id: int) -> HttpResponse:
    found = queries.forecast_of(request.actor, forecast_id)
    require(may_write(request.actor, found))
    if request.method == "GET":
        return render(request, "planning/forecasts/put_away.html", {"forecast": found})
    done = _("The forecast is put away, and none of its scenarios is shared any longer.")
    pressed(request, lambda: services.put_away_forecast(actor=request.actor, forecast_id=forecast_id), done)
    return redirect("planning:forecasts")


@login_required
@require_POST
def bring_back(request: ActorRequest, forecast_id: int) -> HttpResponse:
    done = _("The forecast is back in the list. Share its scenarios again if others are to see them.")
    pressed(request, lambda: services.bring_back_forecast(actor=request.actor, forecast_id=forecast_id), done)
    return redirect("planning:forecast", forecast_id)
