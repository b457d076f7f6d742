"""Changes of version: the coordinator's list and decision, the manager's own people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from stegvis.careers.models import MoveOutcome, VersionMove
from stegvis.careers.moves import policies, services
from stegvis.careers.moves.queries import left_out, move_of, moves_of, open_move, startable_moves, summary_of, team_move
from stegvis.careers.pages import labelled
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused, Verdict, require
from stegvis.foundation.audit.queries import names_of
from stegvis.foundation.audit.services import record_readings
from stegvis.foundation.components.tables import Table
from stegvis.foundation.jobs.models import Job
from stegvis.frameworks.models import Adoption, UnitAdoption

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
            "From now on the staff are placed by the new version. Decided placements stay as they are, and nothing"
            " that anybody has shown is lost. You can undo the change for 30 days."
        ),
        gettext_lazy("The change is accepted. Placements are being updated."),
    ),
    "angra": Act(
        policies.may_undo,
        services.undo_move,
        gettext_lazy("Undo the change"),
        gettext_lazy("The staff are placed by the earlier version again, as before. Nothing is lost."),
        gettext_lazy("The change is undone. Placements are being updated."),
        "danger",
    ),
    "avsta": Act(
        policies.may_drop,
        services.drop_move,
        gettext_lazy("Stay with the earlier version"),
        gettext_lazy("Nothing changes for anybody. You can start the change again later."),
        gettext_lazy("The change is dropped. The earlier version stays in use."),
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
        "left_out": left_out(request.actor, found) if found.state == State.READY else 0,
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
