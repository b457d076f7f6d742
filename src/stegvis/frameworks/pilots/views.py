"""Pilots: the list, one pilot, and what its coordinator does with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused, Verdict
from stegvis.frameworks.models import Pilot
from stegvis.frameworks.pilots import policies, services
from stegvis.frameworks.pilots.forms import EmployerForm, EvaluationForm, PilotForm, as_initial
from stegvis.frameworks.pilots.queries import phase_of, pilot_of, pilots_of, replaced_by, units_in
from stegvis.frameworks.queries import version_of
from stegvis.organisations.models import Organisation


@login_required
@require_GET
def pilots(request: ActorRequest) -> HttpResponse:
    today = request.actor.today
    rows = [(pilot, phase_of(pilot, today)) for pilot in pilots_of(request.actor)]
    context = {"rows": rows, "plans": bool(request.actor.coordinates), "employed": bool(request.actor.employers)}
    return render(request, "frameworks/pilots/list.html", context)


@login_required
@require_GET
def pilot(request: ActorRequest, pilot_id: int) -> HttpResponse:
    found = pilot_of(request.actor, pilot_id)
    acts = ("change", "start", "end", "evaluate", "widen")
    context: dict[str, Any] = {
        "pilot": found,
        "phase": phase_of(found, request.actor.today),
        "leads": bool(policies.may_lead(request.actor, found)),
        "units": units_in(request.actor, found),
        "may": {act: getattr(policies, f"may_{act}")(request.actor, found) for act in acts},
    }
    return render(request, "frameworks/pilots/detail.html", context)


@login_required
def plan(request: ActorRequest, code: str, version: int) -> HttpResponse:
    """A coordinator of several employers says first which one."""
    actor = request.actor
    if not actor.coordinates:
        raise NotYours
    found = version_of(actor, code, version)
    employer = _employer(request)
    if employer is None:
        return render(request, "frameworks/pilots/employer.html", {"version": found, "form": EmployerForm(actor)})
    form = PilotForm(actor, employer, found, request.POST or None, initial={"title": str(found.framework)})
    if request.method == "POST" and form.is_valid():
        try:
            planned = services.plan_pilot(actor=actor, employer=employer, version=found, plan=form.plan())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The pilot is planned. Nobody is placed by it before you start it."))
            return redirect("frameworks:pilot", planned.pk)
    context = {"version": found, "employer": employer, "form": form}
    return render(request, "frameworks/pilots/form.html", context)


def _employer(request: ActorRequest) -> Organisation | None:
    """The one that the address names, or the only one there is."""
    mine = visible(request.actor, Organisation).filter(pk__in=request.actor.coordinates)
    if wanted := request.GET.get("employer"):
        return get_visible(request.actor, Organisation, mine, pk=wanted)
    return mine.get() if len(request.actor.coordinates) == 1 else None


@login_required
def change(request: ActorRequest, pilot_id: int) -> HttpResponse:
    found = _led(request, pilot_id)
    if not (verdict := policies.may_change(request.actor, found)):
        return _told(request, found, verdict)
    form = PilotForm(request.actor, found.employer, found.version, request.POST or None, initial=as_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_pilot(actor=request.actor, pilot=found, plan=form.plan())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The pilot is saved."))
            return redirect("frameworks:pilot", pilot_id)
    context = {"version": found.version, "employer": found.employer, "pilot": found, "form": form}
    return render(request, "frameworks/pilots/form.html", context)


@login_required
def evaluate(request: ActorRequest, pilot_id: int) -> HttpResponse:
    found = _led(request, pilot_id)
    if not (verdict := policies.may_evaluate(request.actor, found)):
        return _told(request, found, verdict)
    form = EvaluationForm(request.POST or None, initial={"evaluation": found.evaluation})
    if request.method == "POST" and form.is_valid():
        services.evaluate_pilot(actor=request.actor, pilot=found, **form.cleaned_data)
        messages.success(request, _("The evaluation is saved."))
        return redirect("frameworks:pilot", pilot_id)
    return render(request, "frameworks/pilots/evaluate.html", {"pilot": found, "form": form})


@login_required
def start(request: ActorRequest, pilot_id: int) -> HttpResponse:
    return _act(request, pilot_id, "start")


@login_required
def end(request: ActorRequest, pilot_id: int) -> HttpResponse:
    return _act(request, pilot_id, "end")


@login_required
@require_GET
def widen(request: ActorRequest, pilot_id: int) -> HttpResponse:
    """What it means, and the way to its rehearsal: the change itself is the careers'."""
    found = _led(request, pilot_id)
    if not (verdict := policies.may_widen(request.actor, found)):
        return _told(request, found, verdict)
    return render(
        request, "frameworks/pilots/widen.html", {"pilot": found, "replaces": replaced_by(request.actor, found)}
    )


ACTS = {
    "start": (
        policies.may_start,
        services.start_pilot,
        gettext_lazy("The pilot is started. Its staff are placed by it from its first day."),
    ),
    "end": (
        policies.may_end,
        services.end_pilot,
        gettext_lazy("The pilot has ended. Its staff are placed as the rest of the employer's."),
    ),
}


def _act(request: ActorRequest, pilot_id: int, act: str) -> HttpResponse:
    """A page that says what will happen and asks, then the act."""
    may, do, done = ACTS[act]
    found = _led(request, pilot_id)
    if not (verdict := may(request.actor, found)):
        return _told(request, found, verdict)
    if request.method == "POST":
        try:
            do(actor=request.actor, pilot=found)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
        return redirect("frameworks:pilot", pilot_id)
    return render(request, "frameworks/pilots/act.html", {"pilot": found, "act": act})


def _led(request: ActorRequest, pilot_id: int) -> Pilot:
    """Raises NotYours for whoever does not lead the pilot."""
    found = pilot_of(request.actor, pilot_id)
    if not policies.may_lead(request.actor, found):
        raise NotYours
    return found


def _told(request: ActorRequest, pilot: Pilot, verdict: Verdict) -> HttpResponse:
    """The pilot as it is now and why it is not the time, for whoever pressed twice or kept an old page."""
    messages.error(request, verdict.why)
    return redirect("frameworks:pilot", pilot.pk)
