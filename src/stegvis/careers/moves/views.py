"""Changes of version: the coordinator's list and decision, the manager's own people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from stegvis.careers.models import MoveOutcome, VersionMove
from stegvis.careers.moves import policies, services, starting
from stegvis.careers.moves.following import shared_layer
from stegvis.careers.moves.leaving_out import left_out
from stegvis.careers.moves.queries import move_of, moves_of, open_move, startable_moves, summary_of, team_move
from stegvis.careers.pages import labelled
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.verdict import Refused, Verdict, require
from stegvis.foundation.audit.queries import names_of
from stegvis.foundation.audit.services import record_readings
from stegvis.foundation.components.tables import Table
from stegvis.foundation.jobs.models import Job
from stegvis.frameworks.forms import AdoptForm
from stegvis.frameworks.models import Adoption, UnitAdoption
from stegvis.frameworks.pilots.policies import may_lead
from stegvis.frameworks.pilots.queries import pilot_of
from stegvis.frameworks.queries import version_of
from stegvis.frameworks.units.forms import UnitUseForm

State = VersionMove.State


@dataclass(frozen=True)
class Act:
    """Something that a coordinator can do with a move: what it is called, what is said before and after."""

    may: Callable[[Actor, VersionMove], Verdict]
    do: Callable[..., VersionMove]
    title: str | Promise
    explanation: str | Promise
    done: str | Promise
    tone: str = "accent"


ACTS = {
    "godkann": Act(
        policies.may_accept,
        services.accept_move,
        gettext_lazy("Accept the change"),
        gettext_lazy(
            "From now on those whom the change concerns are placed by what it leads to. Decided placements stay as"
            " they are, and nothing that anybody has shown is lost. You can undo the change for 30 days."
        ),
        gettext_lazy("The change is accepted. Placements are being updated."),
    ),
    "angra": Act(
        policies.may_undo,
        services.undo_move,
        gettext_lazy("Undo the change"),
        gettext_lazy("Those whom the change concerned are placed as before it. Nothing is lost."),
        gettext_lazy("The change is undone. Placements are being updated."),
        "danger",
    ),
    "avsta": Act(
        policies.may_drop,
        services.drop_move,
        gettext_lazy("Stay with what is in use"),
        gettext_lazy("Nothing changes for anybody. You can start the change again later."),
        gettext_lazy("The change is dropped. What is in use stays."),
        "neutral",
    ),
}


@login_required
@require_GET
def moves(request: ActorRequest) -> HttpResponse:
    if not request.actor.coordinates:
        raise NotYours
    table = Table(request, moves_of(request.actor), columns=[], page_size=25)
    context = {"table": table, "startable": startable_moves(request.actor)}
    return render(request, "careers/moves/list.html", context)


@login_required
@require_POST
def start(request: ActorRequest, adoption_id: int) -> HttpResponse:
    """Start the change to the latest version of what is adopted, and show how the computing goes."""
    return _start(request, Adoption, adoption_id)


@login_required
@require_POST
def start_in_unit(request: ActorRequest, unit_adoption_id: int) -> HttpResponse:
    """The same for a unit with a clarification of its own."""
    return _start(request, UnitAdoption, unit_adoption_id)


def _start(request: ActorRequest, kind: type[Adoption | UnitAdoption], key: int) -> HttpResponse:
    startable = startable_moves(request.actor)
    found = next((one for one in startable if isinstance(one.adoption, kind) and one.adoption.pk == key), None)
    if found is None:
        return redirect("careers:move", open_move(request.actor, kind, key).pk)
    adoption = found.adoption
    try:
        move = services.start_move(
            actor=request.actor,
            employer=adoption.employer,
            profession=adoption.profession,
            to_version=found.latest,
            unit=found.unit,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("careers:moves")
    return redirect("jobs:detail", move.job_id)


@login_required
@require_POST
def choose(request: ActorRequest, code: str, version: int) -> HttpResponse:
    """From a framework's page: rehearse its use by an employer."""
    found = version_of(request.actor, code, version)
    form = AdoptForm(request.actor, found, request.POST)
    back = reverse("frameworks:version", args=[code, version])
    if not form.is_valid():
        messages.error(request, _("Choose one of your employers and one of the framework's professions."))
        return redirect(back)
    done = _("The framework is now used for the profession. Placements are being updated.")
    return _started(
        request, lambda: starting.start_choosing(actor=request.actor, version=found, **form.cleaned_data), back, done
    )


@login_required
@require_POST
def begin_in_unit(request: ActorRequest, code: str, version: int) -> HttpResponse:
    """From an overlay's page: rehearse its use in a unit."""
    found = version_of(request.actor, code, version)
    form = UnitUseForm(request.actor, found, request.POST)
    back = reverse("frameworks:version", args=[code, version])
    if not form.is_valid():
        messages.error(request, _("Choose one of your units and one of the framework's professions."))
        return redirect(back)
    done = _("The unit now uses it for the profession. Placements are being updated.")
    return _started(
        request, lambda: starting.start_in_unit(actor=request.actor, version=found, **form.cleaned_data), back, done
    )


@login_required
@require_POST
def follow_again(request: ActorRequest, unit_adoption_id: int) -> HttpResponse:
    """From an overlay's page: rehearse that a unit gives it up."""
    own = get_visible(
        request.actor,
        UnitAdoption,
        writable(request.actor, UnitAdoption).select_related("version__framework"),
        pk=unit_adoption_id,
    )
    back = reverse("frameworks:version", args=[own.version.framework.code, own.version.version])
    done = _("The unit now uses what is used above it. Placements are being updated.")
    return _started(
        request, lambda: starting.start_following(actor=request.actor, adoption_id=unit_adoption_id), back, done
    )


@login_required
@require_POST
def widen_pilot(request: ActorRequest, pilot_id: int) -> HttpResponse:
    """From a pilot's page: rehearse that all of the employer's staff are placed by it."""
    pilot = pilot_of(request.actor, pilot_id)
    if not may_lead(request.actor, pilot):
        raise NotYours
    back = reverse("frameworks:pilot", args=[pilot_id])
    done = _("The framework is now used for all staff of the professions. Placements are being updated.")
    return _started(request, lambda: starting.start_widening(actor=request.actor, pilot=pilot), back, done)


def _started(
    request: ActorRequest,
    start: Callable[[], VersionMove | Sequence[VersionMove] | None],
    back: str,
    done: str,
) -> HttpResponse:
    """Show what was started, or say that it is done where there was nobody to rehearse it for."""
    try:
        found = start()
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(back)
    if not found:
        messages.success(request, done)
        return redirect(back)
    if isinstance(found, VersionMove):
        found = [found]
    if len(found) == 1:
        return redirect("careers:move", found[0].pk)
    messages.info(request, _("There is one change for each profession. Look at each of them and decide."))
    return redirect("careers:moves")


@login_required
@require_GET
def move(request: ActorRequest, move_id: UUID) -> HttpResponse:
    """What the change means in counts, and what can be done about it; to htmx only whether it is still computed."""
    found = move_of(request.actor, move_id)
    if found.state == State.RUNNING:
        job = visible(request.actor, Job).filter(pk=found.job_id).first() if found.job_id else None
        template = "careers/moves/_progress.html" if request.headers.get("HX-Request") else "careers/moves/detail.html"
        return render(request, template, {"move": found, "job": job, "acts": _acts(request, found)})
    if request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()
    summary = summary_of(request.actor, found)
    names = names_of([found.decided_by_id, found.undone_by_id])
    context = {
        "move": found,
        "summary": summary,
        "left_out": left_out(request.actor, found) if found.state == State.READY else [],
        "is_other": shared_layer(found.from_version, found.to_version) is None,
        "units": [] if summary.is_empty else labelled(summary.units, summary.outcomes),
        "levels": [] if summary.is_empty else labelled(summary.levels, summary.levels_after),
        "decided_by": names.get(found.decided_by_id or 0),
        "undone_by": names.get(found.undone_by_id or 0),
        "acts": _acts(request, found),
        "age": (request.actor.today - timezone.localdate(found.computed_at)).days if found.computed_at else 0,
        "is_settled": found.state != State.READY and not policies.may_undo(request.actor, found),
    }
    return render(request, "careers/moves/detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: ActorRequest, move_id: UUID, act: str) -> HttpResponse:
    """Accept, undo or drop; asked for first on a page of its own where scripts are off."""
    if act not in ACTS:
        raise Http404
    found, chosen = move_of(request.actor, move_id), ACTS[act]
    try:
        if request.method == "GET":
            require(chosen.may(request.actor, found))
            return render(request, "careers/moves/decide.html", {"move": found, "act": chosen})
        chosen.do(actor=request.actor, move=found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, str(chosen.done))
    return redirect("careers:move", move_id)


@login_required
@require_POST
def recompute(request: ActorRequest, move_id: UUID) -> HttpResponse:
    found = move_of(request.actor, move_id)
    try:
        found = services.recompute_move(actor=request.actor, move=found)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("careers:move", move_id)
    return redirect("jobs:detail", found.job_id)


@login_required
@require_GET
def team_part(request: ActorRequest, move_id: UUID) -> HttpResponse:
    """What the change means for one's own people, by name."""
    found, told = team_move(request.actor, move_id)
    record_readings(actor=request.actor, persons={one.outcome.person_id for one in told}, page="careers:team_move")
    outcomes = [(label, sum(one.outcome.outcome == key for one in told)) for key, label in MoveOutcome.Outcome.choices]
    return render(request, "careers/moves/team.html", {"move": found, "told": told, "outcomes": outcomes})


def _acts(request: ActorRequest, move: VersionMove) -> list[tuple[str, Act]]:
    """What may be done about the move now."""
    return [(key, act) for key, act in ACTS.items() if act.may(request.actor, move)]
