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

from stegvis.careers.placements.forms import ElsewhereForm, PlacementForm, WithdrawForm, day_asked_for, kept
from stegvis.careers.placements.policies import may_place
from stegvis.careers.placements.proposing import Proposal, proposal_for
from stegvis.careers.placements.queries import decisions_of, employment_of
from stegvis.careers.placements.recognising import recognised
from stegvis.careers.placements.services import decide_placement, withdraw_placement
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.audit.services import record_reading


@login_required
@require_http_methods(["GET", "POST"])
def place(request: ActorRequest, person_id: UUID, employment_id: int) -> HttpResponse:
    """Decide the level in one area. Opened in ``omrade``; what is sent with ``look`` or ``take`` only shows more."""
    employment = employment_of(request.actor, person_id, employment_id)
    require(may_place(request.actor, employment))
    area = request.POST.get("area", "") if request.method == "POST" else request.GET.get("omrade")
    proposal = proposal_for(request.actor, employment, area, day_asked_for(request.POST, request.actor.today))
    elsewhere = _elsewhere(request, proposal)
    decides = request.method == "POST" and not {"look", "take"} & request.POST.keys()
    if decides:
        form = PlacementForm(request.actor, proposal, request.POST)
    else:
        form = PlacementForm(request.actor, proposal, initial=kept(request.POST, proposal, elsewhere["recognised"]))
    if decides and form.is_valid():
        try:
            decide_placement(
                actor=request.actor,
                employment=employment,
                area=form.area_chosen,
                seen=form.seen,
                decision=form.decision,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The level is decided. The person sees the decision and its ground."))
            return redirect("careers:person", person_id)
    record_reading(actor=request.actor, person=person_id, page="careers:place")
    context = {"proposal": proposal, "employment": employment, "form": form, **elsewhere}
    return render(request, "careers/placements/place.html", context)


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


def _elsewhere(request: ActorRequest, proposal: Proposal) -> dict[str, Any]:
    """By which framework one was placed elsewhere, where one is chosen, and what its levels make here."""
    sent = request.POST if request.POST.get("modell") else None
    form = ElsewhereForm(request.actor, proposal.version, sent)
    there = form.cleaned_data["modell"] if form.is_bound and form.is_valid() else None
    found = recognised(request.actor, there, proposal.version) if there else []
    return {"elsewhere": form, "there": there, "recognised": found}
