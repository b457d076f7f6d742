"""The capacity plans of one's units, a plan, its decision, and the sums that a collaboration sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.doing import pressed_to, sent
from stegvis.organisations.models import Collaboration
from stegvis.planning.capacity import reading, services
from stegvis.planning.capacity.causes import told_of
from stegvis.planning.capacity.charts import hours
from stegvis.planning.capacity.forms import AboutForm, TitleForm
from stegvis.planning.capacity.pages import Held, held, profession_names, revision_of, writing
from stegvis.planning.capacity.policies import may_tell, may_write, plannable_units
from stegvis.planning.capacity.queries import joint_gaps, outcomes_of, plan_of, plans_of, told, week_at
from stegvis.planning.capacity.words import short_week, week_name
from stegvis.planning.models import CapacityPlan, CapacityWeek


@login_required
@require_GET
def capacities(request: ActorRequest) -> HttpResponse:
    """One's own. Who leads a collaboration alone reads its sums instead."""
    actor = request.actor
    if actor.leads and not (actor.coordinates or actor.manages):
        return redirect("planning:capacities_joint")
    context = {"plans": plans_of(actor), "may_begin": bool(actor.manages or actor.coordinates)}
    return render(request, "planning/capacity/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    units = list(plannable_units(actor))
    if not units:
        raise Refused(_("Only unit managers and coordinators of an employer plan the weeks of a unit."))
    monday = actor.today + timedelta(days=7 - actor.today.weekday())
    initial = {"starts": monday, "weeks": 12, "season": "even", "title": _("Production and capacity plan")}
    form = AboutForm(units, request.POST or None, initial=initial)
    made: list[CapacityPlan] = []

    def save() -> None:
        unit = int(form.cleaned_data["unit"])
        made.append(services.begin_plan(actor=actor, unit_id=unit, about=form.about))

    if sent(request, form, save, _("The plan is begun with the staff list. Say what is produced.")):
        return redirect("planning:capacity", made[0].pk)
    return render(request, "planning/capacity/form.html", {"form": form, "title": _("Begin a capacity plan")})


@login_required
@require_GET
def capacity(request: ActorRequest, plan_id: int) -> HttpResponse:
    """All professions, or one (``yrke``)."""
    found = held(request, plan_id)
    plan, content = found.plan, found.content
    profession = request.GET.get("yrke", "")
    if profession and profession not in found.names:
        raise Http404
    rows = outcomes_of(request.actor, plan)
    context = {
        "plan": plan,
        "content": content,
        "names": found.names,
        "asked": profession,
        "span": f"{week_name(found.weeks[0])} – {week_name(found.weeks[-1]).lower()}",
        "stats": reading.stats(content),
        "chart": reading.gap_chart(content, found.weeks, found.names, profession),
        "activities": [(one, _minutes(one.minutes, found.names), sum(one.volume)) for one in content.activities],
        "staff": reading.staff_rows(content, found.names, plan.weeks),
        "levers": reading.lever_rows(content),
        "moves": reading.moves(content, found.weeks),
        "may_write": may_write(request.actor, plan),
        "may_tell": may_tell(request.actor, plan),
        **_told(request, found, rows),
    }
    return render(request, "planning/capacity/plan.html", context)


def _minutes(minutes: dict[str, float], names: dict[str, str]) -> str:
    shown = [f"{names[code].lower()} {hours(value)}" for code, value in minutes.items() if value and code in names]
    return ", ".join(shown)


def _told(request: ActorRequest, found: Held, rows: list[CapacityWeek]) -> dict[str, Any]:
    """The weeks that have begun, with what has been told of them; and why plan and outcome differ."""
    causes = told_of(found.content, told(found.plan, rows))
    by_week = dict(causes.weeks) if causes else {}
    words = {week_at(found.plan, row.week): row.words for row in rows}
    begun = [
        (at + 1, short_week(week), by_week.get(at), words.get(at, ""))
        for at, week in enumerate(found.weeks)
        if week.monday <= request.actor.today
    ]
    return {"told": causes, "begun": begun}


@login_required
@require_http_methods(["GET", "POST"])
def rename(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = writing(request, plan_id)
    form = TitleForm(request.POST or None, initial={"title": found.plan.title})

    def save() -> None:
        services.rename(actor=request.actor, plan_id=plan_id, title=form.cleaned_data["title"])

    if sent(request, form, save, _("Saved.")):
        return redirect("planning:capacity", plan_id)
    return render(request, "planning/capacity/form.html", {"form": form, "plan": found.plan, "title": _("Title")})


@login_required
@require_http_methods(["GET", "POST"])
def put_away(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = plan_of(request.actor, plan_id)
    if request.method == "GET":
        return render(request, "planning/capacity/put_away.html", {"plan": found})
    return pressed_to(
        request,
        lambda: services.put_away(actor=request.actor, plan_id=plan_id),
        _("The capacity plan is put away."),
        "planning:capacities",
    )


@login_required
@require_POST
def read_staff(request: ActorRequest, plan_id: int) -> HttpResponse:
    done = _("The staff list and what is booked are read anew.")
    return pressed_to(
        request, lambda: services.read_staff(actor=request.actor, plan_id=plan_id), done, "planning:capacity", plan_id
    )


@login_required
@require_POST
def decide(request: ActorRequest, plan_id: int) -> HttpResponse:
    done = _("The plan is decided. Tell of each week as it has been.")
    revision = revision_of(request)
    return pressed_to(
        request,
        lambda: services.decide(actor=request.actor, plan_id=plan_id, revision=revision),
        done,
        "planning:capacity",
        plan_id,
    )


@login_required
@require_POST
def open_again(request: ActorRequest, plan_id: int) -> HttpResponse:
    done = _("The decision is taken back, and the plan can be changed.")
    return pressed_to(
        request, lambda: services.open_again(actor=request.actor, plan_id=plan_id), done, "planning:capacity", plan_id
    )


@login_required
@require_GET
def joint(request: ActorRequest) -> HttpResponse:
    """Hours short in a collaboration by week and profession, for whoever coordinates it."""
    actor = request.actor
    led = list(visible(actor, Collaboration).filter(pk__in=actor.leads))
    if not led:
        raise Refused(_("Only a collaboration's coordinator sees the sums of its units."))
    asked = request.GET.get("samverkan", "")
    chosen = next((one for one in led if asked in {"", str(one.pk)}), None)
    if chosen is None:
        raise Http404
    gaps = joint_gaps(actor, chosen)
    names = profession_names(tuple(dict.fromkeys(one.profession for one in gaps)))
    rows = [(week_name(one.week), names[one.profession], one.units, one.hours) for one in gaps if one.hours]
    context = {"led": led, "chosen": chosen, "rows": rows, "is_covered": bool(gaps)}
    return render(request, "planning/capacity/joint.html", context)
