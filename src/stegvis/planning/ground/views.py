"""What forecasts stand on: assumptions on one page, changed by name, and figures by Excel."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.organisations.owners import owner_key
from stegvis.planning.ground import pages, queries
from stegvis.planning.ground.assumptions import Assumption, faults_of
from stegvis.planning.ground.forms import OverrideForm
from stegvis.planning.ground.importing.exporting import workbook
from stegvis.planning.ground.importing.sheets import KINDS
from stegvis.planning.ground.keys import KEYS, PROFESSIONS
from stegvis.planning.ground.numbers import figure
from stegvis.planning.ground.problems import PlanningError
from stegvis.planning.ground.services import ChangedMeanwhile, open_ground, override_assumption, undo_override
from stegvis.planning.models.ground import Ground
from stegvis.planning.policies import may_plan_any, owners_of


@login_required
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """Whose planning one leads."""
    require(may_plan_any(request.actor))
    by_owner = {one.owner: one for one in queries.grounds(request.actor)}
    owners = [(one, by_owner.get(one)) for one in owners_of(request.actor)]
    return render(request, "planning/ground/index.html", {"owners": owners})


@login_required
@require_POST
def begin(request: ActorRequest) -> HttpResponse:
    """Make the ground of an owner that one leads."""
    wanted = request.POST.get("owner", "")
    owner = next((one for one in owners_of(request.actor) if owner_key(one) == wanted), None)
    if owner is None:
        raise NotYours
    return redirect("planning:ground_detail", open_ground(actor=request.actor, owner=owner).pk)


@login_required
@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """All assumptions, with their sources, dates and changes."""
    ground = queries.ground_of(actor=request.actor, pk=pk)
    every = queries.overrides(request.actor, ground, also_undone=True)
    titles = pages.professions_titled(get_language() or "sv")
    profession = request.GET.get("yrke", "")
    source, tables = pages.tables(request.actor, ground)
    context = {
        "ground": ground,
        "groups": pages.groups(queries.held_assumptions(every), titles, profession if profession in titles else ""),
        "titles": titles,
        "profession": profession,
        "in_force": [(one, KEYS[one.key], titles.get(one.profession, "")) for one in every if one.undone_at is None],
        "undone": [(one, KEYS[one.key], titles.get(one.profession, "")) for one in every if one.undone_at],
        "source": source,
        "tables": tables,
        "kinds": [kind for kind in KINDS if kind != "personal" or ground.employer_id],
    }
    return render(request, "planning/ground/detail.html", context)


@login_required
@require_GET
def staff(request: ActorRequest, pk: int) -> HttpResponse:
    """Staff as a forecast counts them today."""
    ground = queries.ground_of(actor=request.actor, pk=pk)
    inputs, rows = pages.counted(request.actor, ground)
    titles = pages.professions_titled(get_language() or "sv")
    context = {"ground": ground, "rows": rows, "titles": [titles[code] for code in PROFESSIONS], "inputs": inputs}
    context["reported"] = pages.told_of_reported(request.actor, ground)
    return render(request, "planning/ground/staff.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def override(request: ActorRequest, pk: int, assumption: str) -> HttpResponse:
    """Change one assumption, of a profession and a kind of employer or of all."""
    ground = queries.ground_of(actor=request.actor, pk=pk)
    spot = (assumption, request.GET.get("yrke", ""), request.GET.get("arbetsgivare", ""))
    if spot[0] not in KEYS or faults_of(Assumption(spot[0], KEYS[spot[0]].least, spot[1], spot[2])):
        raise Http404
    key, assumed = KEYS[spot[0]], queries.assumptions_of(request.actor, ground)
    if not assumed.has(*spot):
        told = _("“%(label)s” is assumed for each profession and kind of employer. Choose one of them in the list.")
        messages.error(request, told % {"label": key.label})
        return redirect("planning:ground_detail", ground.pk)
    held = assumed.entry(*spot)
    initial = {
        "value": formats.localize(key.shown(held.value)),
        "dated": request.actor.today,
        "seen": queries.change_in_force(request.actor, ground, Assumption(spot[0], held.value, spot[1], spot[2])),
    }
    form = OverrideForm(key, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _changed(request, ground, spot, form):
        told = _("The assumption is changed, and signed with your name. A forecast that is computed already stays.")
        messages.success(request, told)
        return redirect("planning:ground_detail", ground.pk)
    titles = pages.professions_titled(get_language() or "sv")
    context = {"ground": ground, "form": form, "key": key, "held": held, "shown": key.shown(held.value)}
    context["profession"] = titles.get(spot[1], "")
    return render(request, "planning/ground/override.html", context)


def _changed(request: ActorRequest, ground: Ground, spot: tuple[str, ...], form: OverrideForm) -> bool:
    """Whether it was; if not, the form says why."""
    said, key = form.cleaned_data, KEYS[spot[0]]
    value = key.kept(float(said["value"]))
    changed = Assumption(spot[0], value, spot[1], spot[2], certain=said["is_certain"])
    signed = {name: said[name] for name in ("why", "source", "dated")}
    try:
        override_assumption(actor=request.actor, ground_id=ground.pk, changed=changed, seen=said["seen"], **signed)
    except PlanningError as error:
        form.add_error("value", str(error))
    except ChangedMeanwhile:
        _show_meanwhile(request, ground, changed, form)
    except Refused as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


def _show_meanwhile(request: ActorRequest, ground: Ground, changed: Assumption, form: OverrideForm) -> None:
    """What has come since, beside what was written, which may be sent again."""
    key = KEYS[changed.key]
    now = queries.assumptions_of(request.actor, ground).entry(*changed.spot)
    told = {"name": now.signed, "value": figure(key.shown(now.value)), "unit": key.unit, "why": now.why}
    if now.signed:
        why = _("%(name)s has changed it meanwhile to %(value)s %(unit)s: “%(why)s”") % told
    else:
        why = _("The change has been undone meanwhile. It is %(value)s %(unit)s again.") % told
    form.add_error(None, f"{why} " + _("What you wrote is still here. Sign it again to let it hold instead."))
    form.data = {**request.POST.dict(), "seen": queries.change_in_force(request.actor, ground, changed)}


@login_required
@require_POST
def undo(request: ActorRequest, pk: int, override_id: UUID) -> HttpResponse:
    ground = queries.ground_of(actor=request.actor, pk=pk)
    if not any(one.pk == override_id for one in queries.overrides(request.actor, ground, also_undone=True)):
        raise NotYours
    try:
        undo_override(actor=request.actor, override_id=override_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The change is undone. What was assumed before holds again."))
    return redirect("planning:ground_detail", ground.pk)


@login_required
@require_GET
def file(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """What is there, as a workbook that may be changed and brought in again."""
    ground = queries.ground_of(actor=request.actor, pk=pk)
    if kind not in KINDS:
        raise Http404
    return download(workbook(request.actor, ground, kind), f"planering-{kind}.xlsx", XLSX)
