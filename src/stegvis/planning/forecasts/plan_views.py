"""A scenario taken into a supply plan: looked at first, with who answers for each measure and by when."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.doing import sent
from stegvis.planning.forecasts import queries
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.looking import choices_of
from stegvis.planning.forecasts.plan_form import IntoPlanForm
from stegvis.planning.forecasts.policies import is_ready
from stegvis.planning.forecasts.sending import Told, gives_words, source_of, told_of
from stegvis.planning.forecasts.services import one_of
from stegvis.planning.forecasts.wording import place_name, profession_names
from stegvis.planning.models import Measure, Scenario, SupplyPlan
from stegvis.planning.plans.bringing import bring_in, brought_of
from stegvis.planning.plans.services import NeedFacts


@login_required
@require_http_methods(["GET", "POST"])
def to_plan(request: ActorRequest, forecast_id: int, scenario_id: int) -> HttpResponse:
    """Needs as they become if nothing is done, and the levers as measures, both for the last year of ``plan``."""
    actor = request.actor
    found = queries.forecast_of(actor, forecast_id)
    scenarios = queries.scenarios_of(actor, found)
    one, base = one_of(scenarios, scenario_id), queries.base_of(scenarios)
    require(is_ready(one))
    require(is_ready(base))
    plan = next((plan for plan in queries.plans_to_fill(actor, found) if str(plan.pk) == request.GET.get("plan")), None)
    picture, names = queries.picture(base), profession_names()
    if plan is None or picture is None:
        raise NotYours
    here = choices_of(request.GET, picture.result, names).here
    try:
        told = told_of(picture, one.pulled, queries.inputs_of(base.run), here.place, plan.ends)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("planning:scenario", forecast_id, scenario_id)
    said = _said(brought_of(actor, plan.pk, one)) | {"professions": [here.profession]}
    form = IntoPlanForm(told, one.pulled, names, found.scope.first_year, request.POST or None, initial=said)

    def save() -> None:
        source = source_of(found.title, place_name(here.place), plan.ends, base.run.finished_at.date())  # type: ignore[union-attr]
        needs = {each.profession: _need(each, one, plan, source) for each in form.chosen}
        bring_in(actor=actor, plan_id=plan.pk, scenario=one, needs=needs, pulled=form.pulled())

    if sent(request, form, save, _("It stands in the plan. Look through it before it is decided.")):
        return redirect("planning:plan", plan.pk)
    context = {
        "forecast": found,
        "scenario": one,
        "plan": plan,
        "place": place_name(here.place),
        "form": form,
        "head": _heads(),
        "rows": _rows(told, names),
    }
    return render(request, "planning/forecasts/to_plan.html", context)


def _said(there: dict[tuple[str, str], Measure]) -> dict[str, Any]:
    """Who answers and by when, as it stands in the plan already."""
    return {
        f"{lever}-{name}": value
        for (lever, _profession), measure in there.items()
        for name, value in (("owner", measure.owner), ("due", measure.due_on))
    }


def _need(told: Told, scenario: Scenario, plan: SupplyPlan, source: str) -> NeedFacts:
    now, supply, need = (Decimal(f"{one:.1f}") for one in (told.now, told.supply, told.need))
    return NeedFacts(now, supply, need, source, gives_words(told, scenario.name, plan.ends))


def _heads() -> list[str]:
    head = [_("Profession"), _("Staff today"), _("If nothing is done"), pgettext("forecast", "Need"), _("Missing")]
    return [*head, _("The measures give")]


def _rows(told: list[Told], names: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Of each profession its figures, with the heads that they stand under."""
    found = []
    for one in told:
        values = (one.now, one.supply, one.need, one.need - one.supply, sum(one.gives))
        cells = list(zip(_heads()[1:], map(figure, values), strict=True))
        found.append((names.get(one.profession, one.profession), cells))
    return found
