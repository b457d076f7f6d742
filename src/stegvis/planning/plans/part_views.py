"""The parts of a plan: what is needed, what is done about it, and how it went."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import require
from stegvis.foundation.components.doing import pressed_to, sent
from stegvis.planning.models import Measure, SupplyPlan
from stegvis.planning.plans import services
from stegvis.planning.plans.forms import FollowUpForm, MeasureForm, NeedForm, given_figures
from stegvis.planning.plans.policies import may_write
from stegvis.planning.plans.queries import measure_of, needs_of, plan_of
from stegvis.planning.seen import mark_of, theirs

FORM = "planning/plans/form.html"
ASKED = {"profession": "yrke", "title": "titel", "kind": "slag"}
"""What an address may fill a new measure with."""


def _mine(request: ActorRequest, plan_id: int) -> SupplyPlan:
    found = plan_of(request.actor, plan_id)
    require(may_write(request.actor, found))
    return found


def _asked(request: ActorRequest, plan: SupplyPlan, page: str, what: str) -> HttpResponse:
    return render(request, "planning/plans/remove.html", {"plan": plan, "page": page, "what": what})


@login_required
@require_http_methods(["GET", "POST"])
def need(request: ActorRequest, plan_id: int) -> HttpResponse:
    """A profession's need; ``yrke`` fills the form with what is said of it already, and figures that are given in the
    address with those, to be looked at before they are saved."""
    found = _mine(request, plan_id)
    asked = request.GET.get("yrke", "")
    needs = {one.profession_id: one for one in needs_of(request.actor, found)}
    said = needs.get(asked)
    initial: dict[str, Any] = {"profession": asked, "seen": mark_of(said, services.NeedFacts.__dataclass_fields__)}
    if said:
        initial |= {name: getattr(said, name) for name in services.NeedFacts.__dataclass_fields__}
    initial |= given_figures(request.GET)
    form = NeedForm(request.POST or None, initial=initial)

    def save() -> None:
        profession = form.cleaned_data["profession"]
        told = {"profession": profession, "facts": form.facts, "seen": form.cleaned_data["seen"]}
        services.state_need(actor=request.actor, plan_id=plan_id, **told)

    if sent(request, form, save, _("Saved.")):
        return redirect("planning:plan", plan_id)
    context = {"form": form, "plan": found, "title": _("What a profession needs")}
    context["theirs"] = theirs(
        form, needs.get(request.POST.get("profession", "")), services.NeedFacts.__dataclass_fields__
    )
    return render(request, FORM, context)


@login_required
@require_http_methods(["GET", "POST"])
def remove_need(request: ActorRequest, plan_id: int, profession: str) -> HttpResponse:
    """Asks first."""
    found = _mine(request, plan_id)
    said = next((one for one in needs_of(request.actor, found) if one.profession_id == profession), None)
    if said is None:
        raise NotYours
    if request.method == "GET":
        return _asked(request, found, _("Take the profession out of the plan?"), str(said.profession))
    return pressed_to(
        request,
        lambda: services.remove_need(actor=request.actor, plan_id=plan_id, profession=profession),
        _("The profession is taken out of the plan."),
        "planning:plan",
        plan_id,
    )


@login_required
@require_http_methods(["GET", "POST"])
def new_measure(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = _mine(request, plan_id)
    asked = {name: request.GET.get(key, "")[:200] for name, key in ASKED.items()}
    form = MeasureForm(request.POST or None, initial=asked)

    def save() -> None:
        services.add_measure(actor=request.actor, plan_id=plan_id, facts=form.facts)

    if sent(request, form, save, _("Saved.")):
        return redirect("planning:plan", plan_id)
    return render(request, FORM, {"form": form, "plan": found, "title": _("A new measure")})


@login_required
@require_http_methods(["GET", "POST"])
def measure(request: ActorRequest, plan_id: int, measure_id: int) -> HttpResponse:
    found = _mine(request, plan_id)
    of = measure_of(request.actor, found, measure_id)
    initial = {name: getattr(of, name) for name in services.MeasureFacts.__dataclass_fields__}
    initial |= {"profession": of.profession_id or "", "revision": of.revision}
    form = MeasureForm(request.POST or None, initial=initial)

    def save() -> None:
        told = {"facts": form.facts, "revision": form.cleaned_data["revision"]}
        services.change_measure(actor=request.actor, plan_id=plan_id, measure_id=measure_id, **told)

    if sent(request, form, save, _("Saved.")):
        return redirect("planning:plan", plan_id)
    context = {"form": form, "plan": found, "measure": of, "title": _("Change the measure")}
    if _is_stale(form, of):
        context["now"] = of
        form.data = {**request.POST.dict(), "revision": of.revision}
    return render(request, FORM, context)


def _is_stale(form: MeasureForm, of: Measure) -> bool:
    """Whether somebody has saved the measure since it was looked at."""
    return form.is_bound and form.is_valid() is False and form.cleaned_data.get("revision") not in {None, of.revision}


@login_required
@require_http_methods(["GET", "POST"])
def remove_measure(request: ActorRequest, plan_id: int, measure_id: int) -> HttpResponse:
    """Asks first."""
    found = _mine(request, plan_id)
    of = measure_of(request.actor, found, measure_id)
    if request.method == "GET":
        return _asked(request, found, _("Take the measure out of the plan?"), of.title)
    return pressed_to(
        request,
        lambda: services.remove_measure(actor=request.actor, plan_id=plan_id, measure_id=measure_id),
        _("The measure is taken out of the plan."),
        "planning:plan",
        plan_id,
    )


@login_required
@require_http_methods(["GET", "POST"])
def follow_up(request: ActorRequest, plan_id: int, measure_id: int) -> HttpResponse:
    found = _mine(request, plan_id)
    of = measure_of(request.actor, found, measure_id)
    form = FollowUpForm(request.POST or None, initial={"year": request.actor.today.year, "state": of.state})

    def save() -> None:
        services.follow_up(actor=request.actor, plan_id=plan_id, measure_id=measure_id, said=form.said)

    if sent(request, form, save, _("Thank you. It stands in the plan.")):
        return redirect("planning:plan", plan_id)
    title = _("How did it go? %(measure)s") % {"measure": of.title}
    return render(request, FORM, {"form": form, "plan": found, "title": title})
