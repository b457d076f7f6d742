"""The list of supply plans, and a plan as it is worked on."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.exchange.demand.sources import needs_told
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.doing import pressed_to, sent
from stegvis.planning.models import SupplyPlan
from stegvis.planning.plans import services
from stegvis.planning.plans.charts import need_chart, stats_of
from stegvis.planning.plans.forms import AboutForm, BeginForm
from stegvis.planning.plans.gaps import gap_of, total
from stegvis.planning.plans.policies import may_decide, may_write
from stegvis.planning.plans.queries import editions_of, measures_of, needs_of, plan_of, plans_of
from stegvis.planning.policies import owners_of
from stegvis.planning.seen import mark_of, theirs


@login_required
@require_GET
def plans(request: ActorRequest) -> HttpResponse:
    """One's own. Who coordinates nothing reads what is decided instead."""
    if not (request.actor.coordinates or request.actor.leads):
        return redirect("planning:plans_overview")
    return render(request, "planning/plans/list.html", {"plans": plans_of(request.actor)})


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    owners = owners_of(actor)
    if not owners:
        raise Refused(_("Only coordinators of an employer or a collaboration make supply plans."))
    first = actor.today.year
    years = {"first": first + 1, "last": first + 5}
    title = _("Supply plan %(first)s–%(last)s") % years
    initial = {"starts": years["first"], "ends": years["last"], "title": title}
    form = BeginForm(owners, request.POST or None, initial=initial)
    made: list[SupplyPlan] = []

    def save() -> None:
        owner = form.owners[form.cleaned_data["owner"]]
        made.append(services.begin_plan(actor=actor, owner=owner, about=form.about))

    if sent(request, form, save, _("The plan is begun. Say what is needed, and what is to be done about it.")):
        return redirect("planning:plan", made[0].pk)
    return render(request, "planning/plans/form.html", {"form": form, "title": _("Begin a supply plan")})


@login_required
@require_GET
def plan(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = plan_of(request.actor, plan_id)
    needs, measures = needs_of(request.actor, found), measures_of(request.actor, found)
    context = {
        "plan": found,
        "needs": needs,
        "stats": stats_of(total(gap_of(one) for one in needs)),
        "chart": need_chart(needs),
        "measures": measures,
        "editions": editions_of(request.actor, found),
        "wanted": needs_told(request.actor)[:1],
        "may_write": may_write(request.actor, found),
        "may_decide": may_decide(request.actor, found, needs=len(needs), measures=len(measures)),
        "year": request.actor.today.year,
    }
    return render(request, "planning/plans/plan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = plan_of(request.actor, plan_id)
    require(may_write(request.actor, found))
    initial = {name: getattr(found, name) for name in services.About.__dataclass_fields__}
    initial["seen"] = mark_of(found, services.About.__dataclass_fields__)
    form = AboutForm(request.POST or None, initial=initial)

    def save() -> None:
        seen = form.cleaned_data["seen"] or None
        services.change_plan(actor=request.actor, plan_id=plan_id, about=form.about, seen=seen)

    if sent(request, form, save, _("Saved.")):
        return redirect("planning:plan", plan_id)
    context = {"form": form, "plan": found, "title": _("Title, years and background")}
    context["theirs"] = theirs(form, found, services.About.__dataclass_fields__)
    return render(request, "planning/plans/form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def put_away(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = plan_of(request.actor, plan_id)
    require(may_write(request.actor, found))
    if request.method == "GET":
        return render(request, "planning/plans/put_away.html", {"plan": found})
    done = _("The plan is put away. What was decided of it is no longer shown to others.")
    return pressed_to(request, lambda: services.put_away(actor=request.actor, plan_id=plan_id), done, "planning:plans")
