"""Deciding a plan, what is decided, and the overview of all that is decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import require
from stegvis.foundation.components.doing import pressed_to, sent
from stegvis.foundation.documents.pdf import PDF
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.writing import download, export_table
from stegvis.people.models import Profession
from stegvis.planning.models import PlanEdition, SupplyPlan
from stegvis.planning.plans import services
from stegvis.planning.plans.charts import overview_chart
from stegvis.planning.plans.forms import DecideForm
from stegvis.planning.plans.freezing import frozen
from stegvis.planning.plans.gaps import for_others
from stegvis.planning.plans.policies import may_decide
from stegvis.planning.plans.printing import plan_pdf
from stegvis.planning.plans.queries import Overview, content_for, edition_of, measures_of, needs_of, plan_of
from stegvis.planning.plans.queries import overview as overview_of
from stegvis.planning.plans.reading import Read, read
from stegvis.planning.plans.telling import to_withhold, withheld_of
from stegvis.planning.policies import may_plan_for


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: ActorRequest, plan_id: int) -> HttpResponse:
    actor = request.actor
    found = plan_of(actor, plan_id)
    needs, measures = needs_of(actor, found), measures_of(actor, found)
    require(may_plan_for(actor, found.owner))
    if not (verdict := may_decide(actor, found, needs=len(needs), measures=len(measures))):
        messages.warning(request, verdict.why)
        return redirect("planning:plan", plan_id)
    withheld = to_withhold(actor, found, frozen(actor, found), actor.today)
    hidden = [str(one.profession) for one in needs if one.profession_id in withheld]
    form = DecideForm(hidden, request.POST or None, initial={"revision": found.revision, "decided_on": actor.today})

    def save() -> None:
        services.decide(actor=actor, plan_id=plan_id, **form.cleaned_data)

    if sent(request, form, save, _("It stands as decided. The plan can be worked on, and decided anew next year.")):
        return redirect("planning:plan", plan_id)
    return render(request, "planning/plans/decide.html", {"form": form, "plan": found})


@login_required
@require_GET
def edition(request: ActorRequest, plan_id: int, number: int) -> HttpResponse:
    found = edition_of(request.actor, plan_id, number)
    is_owner = _is_owner(request, plan_id)
    context = {
        "edition": found,
        "read": read(content_for(found, is_owner=is_owner)),
        "is_owner": is_owner,
        "hidden": _as_others_read(request, found).hidden if is_owner else [],
    }
    return render(request, "planning/plans/edition.html", context)


def _as_others_read(request: ActorRequest, found: PlanEdition) -> Read:
    """Of the owner's own, also before it has been shown."""
    return read(_for_others(request, found))


def _for_others(request: ActorRequest, found: PlanEdition) -> dict[str, Any]:
    plan = plan_of(request.actor, found.plan_id)
    return for_others(found.content, withheld_of(request.actor, plan, found))


def _is_owner(request: ActorRequest, plan_id: int) -> bool:
    return visible(request.actor, SupplyPlan).filter(pk=plan_id).exists()


@login_required
@require_POST
def show(request: ActorRequest, plan_id: int, number: int) -> HttpResponse:
    """``visa`` is 1 to show it, and anything else to show it no longer."""
    is_open = request.POST.get("visa") == "1"
    done = _("It is shown to everybody who is signed in.") if is_open else _("It is shown to your coordinators alone.")
    return pressed_to(
        request,
        lambda: services.show_edition(actor=request.actor, plan_id=plan_id, number=number, is_open=is_open),
        done,
        "planning:plan_edition",
        plan_id,
        number,
    )


@login_required
@require_GET
def document(request: ActorRequest, plan_id: int, number: int) -> HttpResponse:
    """Its owner's coordinators may take it as others read it (``for`` is ``andra``)."""
    found = edition_of(request.actor, plan_id, number)
    name = slug(f"{found.content['title']} {found.owner}", 60)
    is_owner = _is_owner(request, plan_id)
    is_for_others = is_owner and request.GET.get("for") == "andra"
    content = _for_others(request, found) if is_for_others else content_for(found, is_owner=is_owner)
    return download(plan_pdf(found, content), f"{name}-{number}.pdf", PDF)


@login_required
@require_GET
def overview(request: ActorRequest) -> HttpResponse:
    """What is decided, of all or of one profession (``yrke``)."""
    professions = list(Profession.objects.order_by("title_sv"))
    asked = request.GET.get("yrke", "")
    if asked and asked not in {one.pk for one in professions}:
        raise Http404
    found = overview_of(request.actor, asked)
    if wanted := request.GET.get("export"):
        return _file(found, wanted)
    context = {"overview": found, "chart": overview_chart(found), "professions": professions, "asked": asked}
    return render(request, "planning/plans/overview.html", context)


def _file(found: Overview, wanted: str) -> HttpResponse:
    if wanted not in {"xlsx", "csv"}:
        raise Http404
    columns = [
        _("Owner"),
        _("Plan"),
        _("Years"),
        _("Decided on"),
        _("Have now"),
        _("Will have"),
        _("Will need"),
        _("Missing"),
        _("Measures"),
        _("Done"),
    ]
    rows: list[list[object]] = [
        [
            one.edition.owner,
            one.edition.content["title"],
            one.years,
            one.edition.decided_on,
            *one.gap.cells,
            one.measures,
            one.done,
        ]
        for one in found.lines
    ]
    return export_table(_("Supply plans"), columns, rows, wanted)
