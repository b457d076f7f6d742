"""The pages of matching rounds: wishing, putting in order, and leading."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.careers.mentoring.forms import RankForm, RoundForm, WishForm
from stegvis.careers.mentoring.matching import propose
from stegvis.careers.mentoring.pages import offer_lines, proposal_lines, tabs
from stegvis.careers.mentoring.policies import may_lead, may_match, may_rank
from stegvis.careers.mentoring.queries import (
    counts_for,
    interest_in,
    led_owners,
    led_rounds,
    offers_in,
    own_employments,
    own_wishes,
    rounds_open_for,
    wishers_of,
)
from stegvis.careers.mentoring.rounds import (
    cancel_round,
    open_round,
    run_matching,
    save_answers,
    save_wishes,
    settle_round,
)
from stegvis.careers.models import MentorRound
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.services import record_readings
from stegvis.foundation.components.tables import Table
from stegvis.people.models import Profession

State = MentorRound.State


@login_required
@require_http_methods(["GET", "POST"])
def wish(request: ActorRequest, mentor_round_id: int) -> HttpResponse:
    """Number the mentors one wants, as many as one likes."""
    actor = request.actor
    found = _round(actor, mentor_round_id)
    if found not in rounds_open_for(actor, own_employments(actor)):
        raise NotYours
    offers = list(offers_in(actor, found))
    form = WishForm(offers, own_wishes(actor, found), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            number = save_wishes(actor=actor, found=found, mentors=form.mentors, line=form.cleaned_data["line"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = ngettext("%(n)s wish is saved.", "%(n)s wishes are saved.", number) % {"n": number}
            messages.success(request, said if number else _("You have no wishes in the round."))
            return redirect("careers:mentoring")
    lines = {line.offer.pk: line for line in offer_lines(offers, visible(actor, Profession))}
    rows = [(lines[one.pk], field) for one, field in form.rows]
    return render(request, "careers/mentoring/wish.html", {"round": found, "form": form, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def rank(request: ActorRequest, mentor_round_id: int) -> HttpResponse:
    """The mentor's own order among those who have wished for them."""
    actor = request.actor
    found = _round(actor, mentor_round_id)
    wishers = wishers_of(actor, found)
    if not wishers:
        raise NotYours
    form = RankForm(wishers, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            save_answers(actor=actor, found=found, order=form.order, unsuited=form.unsuited)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. You can change it until the matching is run."))
            return redirect("careers:mentoring")
    persons = [one.wish.person_id for one in wishers]
    record_readings(actor=actor, persons=persons, page="careers:mentor_round_rank")
    context = {"round": found, "form": form, "verdict": may_rank(found)}
    return render(request, "careers/mentoring/rank.html", context)


@login_required
@require_GET
def rounds(request: ActorRequest) -> HttpResponse:
    """The rounds that the actor leads, and in counts how it goes with mentors."""
    actor = request.actor
    _leads(actor)
    table = Table(request, led_rounds(actor), columns=[], page_size=20)
    context = {
        "table": table,
        "counts": counts_for(actor),
        "today": actor.today,
        "tabs": tabs(actor, "careers:mentor_rounds"),
    }
    return render(request, "careers/mentoring/rounds.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    _leads(actor)
    form = RoundForm(led_owners(actor), request.POST or None)
    if form.is_valid():
        try:
            found = open_round(actor=actor, **form.values)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The round is open for wishes."))
            return redirect("careers:mentor_round", found.pk)
    return render(request, "careers/mentoring/new_round.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def lead(request: ActorRequest, mentor_round_id: int) -> HttpResponse:
    """How a round goes; its proposal with the reasons, and settling it."""
    actor = request.actor
    found = _round(actor, mentor_round_id)
    if not may_lead(actor, found):
        raise NotYours
    if request.method == "POST":
        try:
            said = _act(actor, found, request.POST.get("act", ""), request.POST.get("seen", ""))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
        return redirect("careers:mentor_round", mentor_round_id)
    proposal = propose(actor, found) if found.state == State.MATCHED else None
    if proposal is not None:
        persons = {one.wish.person_id for one in proposal.told}
        record_readings(actor=actor, persons=persons, page="careers:mentor_round")
    context = {
        "round": found,
        "interest": interest_in(actor, found),
        "verdict": may_match(actor, found),
        "proposal": proposal,
        "lines": proposal_lines(proposal) if proposal else [],
    }
    return render(request, "careers/mentoring/round.html", context)


def _act(actor: Actor, found: MentorRound, act: str, seen: str) -> str:
    """What is said when it is done. Raises Refused, and NotYours for what is no act."""
    match act:
        case "match":
            run_matching(actor=actor, found=found)
            return _("The matching is run. Look through the proposal.")
        case "settle":
            settle_round(actor=actor, found=found, seen=seen)
            return _("The round is settled. Both sides are asked to say yes.")
        case "cancel":
            cancel_round(actor=actor, found=found)
            return _("The round is called off.")
    raise NotYours


def _round(actor: Actor, key: int) -> MentorRound:
    rows = visible(actor, MentorRound).select_related("employer", "collaboration")
    return get_visible(actor, MentorRound, rows, pk=key)


def _leads(actor: Actor) -> None:
    if not (actor.coordinates or actor.leads):
        raise NotYours
