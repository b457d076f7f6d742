"""A manager decides a level, looks up what a level elsewhere makes here, and withdraws a decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.careers.models import Placement
from stegvis.careers.placements.forms import ElsewhereForm, PlacementForm, WithdrawForm
from stegvis.careers.placements.policies import may_place
from stegvis.careers.placements.proposing import Proposal, proposal_for
from stegvis.careers.placements.queries import decisions_of, employment_of
from stegvis.careers.placements.recognising import recognised
from stegvis.careers.placements.services import decide_placement, withdraw_placement
from stegvis.careers.wording import worded
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.audit.services import record_reading


@login_required
@require_http_methods(["GET", "POST"])
def place(request: ActorRequest, person_id: UUID, employment_id: int) -> HttpResponse:
    """Decide the level in the area ``omrade``; ``modell`` says by which framework one was placed elsewhere."""
    employment = employment_of(request.actor, person_id, employment_id)
    require(may_place(request.actor, employment))
    proposal = proposal_for(request.actor, employment, request.GET.get("omrade"))
    form = PlacementForm(request.actor, proposal, request.POST or None, initial=_prefilled(request, proposal))
    if request.method == "POST" and form.is_valid():
        try:
            decide_placement(
                actor=request.actor,
                employment=employment,
                area=proposal.area,
                seen=form.seen,
                decision=form.decision,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The level is decided. The person sees the decision and its ground."))
            return redirect("careers:person", person_id)
    record_reading(actor=request.actor, person=person_id, page="careers:place")
    return render(request, "careers/placements/place.html", _context(request, proposal, form))


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, person_id: UUID, employment_id: int, placement_id: int) -> HttpResponse:
    employment = employment_of(request.actor, person_id, employment_id)
    require(may_place(request.actor, employment))
    decided = next((one for one in decisions_of(request.actor, person_id) if one.placement.pk == placement_id), None)
    if decided is None or decided.placement.employer_id != employment.employer_id:
        raise NotYours
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_placement(
                actor=request.actor, employment=employment, placement=decided.placement, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The decision is withdrawn. It stays in the history with its ground."))
            return redirect("careers:person", person_id)
    record_reading(actor=request.actor, person=person_id, page="careers:withdraw_placement")
    context = {"employment": employment, "decided": decided, "form": form}
    return render(request, "careers/placements/withdraw.html", context)


def _prefilled(request: ActorRequest, proposal: Proposal) -> dict[str, Any]:
    """What the address fills in: a level that is recognised from elsewhere, by its order."""
    order = request.GET.get("niva", "")
    if not (order.isascii() and order.isdigit() and len(order) < 5 and proposal.level(int(order))):
        return {}
    return {
        "level": int(order),
        "kind": Placement.Kind.RECOGNISED,
        "ground": request.GET.get("grund", "")[:300],
    }


def _context(request: ActorRequest, proposal: Proposal, form: PlacementForm) -> dict[str, Any]:
    titles = {one.code: worded(one.title) for one in proposal.document.areas}
    elsewhere = ElsewhereForm(request.actor, proposal.version, request.GET if "modell" in request.GET else None)
    there = elsewhere.cleaned_data["modell"] if elsewhere.is_bound and elsewhere.is_valid() else None
    return {
        "proposal": proposal,
        "employment": proposal.employment,
        "form": form,
        "areas": [(code, titles[code], code == proposal.area) for code in proposal.areas],
        "area": titles.get(proposal.area, ""),
        "elsewhere": elsewhere,
        "there": there,
        "recognised": recognised(request.actor, there, proposal.version) if there else [],
    }
