"""The pages of demand and of what is gathered of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.exchange.demand import services
from stegvis.exchange.demand.forms import AnswerForm, BundleForm, SeatsForm, WantedForm
from stegvis.exchange.demand.policies import may_answer, may_lead, may_state_seats
from stegvis.exchange.demand.queries import (
    Demand,
    bundles_of,
    demand_named,
    demands_of,
    led_named,
    own_wanted,
    whole_bundle,
)
from stegvis.exchange.demand.sources import needs_told
from stegvis.exchange.demand.survey import needs, open_needs
from stegvis.exchange.models import Bundle
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.writing import export_table
from stegvis.frameworks.competence_areas import area_names

State = Bundle.State


@login_required
@require_GET
def demand(request: ActorRequest) -> HttpResponse:
    """One's own; for coordinators the counts; and for all the survey and what is gathered."""
    actor = request.actor
    if wanted := request.GET.get("export"):
        return _file(demand_named(actor, request.GET.get("av", "")), wanted)
    context = {
        "form": WantedForm() if actor.person and actor.employers else None,
        "wanted": own_wanted(actor) if actor.person else [],
        "demands": demands_of(actor),
        "bundles": bundles_of(actor),
        "needs": needs(),
        "needs_told": needs_told(actor),
        "open_needs": open_needs(),
        "may_gather": bool(actor.leads),
    }
    return render(request, "exchange/demand/demand.html", context)


def _file(found: Demand, wanted: str) -> HttpResponse:
    if wanted not in {"xlsx", "csv"}:
        raise Http404
    columns = [_("What"), _("Framework"), _("Stands in the way of, at least"), _("Have said it is missing, at least")]
    rows: list[list[object]] = [
        [one.title, one.note, one.lacking_least or None, one.wanting_least or None] for one in found.lines
    ]
    return export_table(_("Demand"), columns, rows, wanted)


@login_required
@require_POST
def say(request: ActorRequest) -> HttpResponse:
    """Say that something is missing. Goes back to where it was said."""
    form = WantedForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
        return _back(request)
    try:
        is_new = services.say_missing(actor=request.actor, missing=form.missing)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("Thank you. It is counted, without your name.") if is_new else _("You have said so already.")
        )
    return _back(request)


@login_required
@require_POST
def take_back(request: ActorRequest, wanted_id: int) -> HttpResponse:
    services.take_back(actor=request.actor, wanted_id=wanted_id)
    messages.success(request, _("It is taken back and no longer counted."))
    return redirect("exchange:demand")


def _back(request: ActorRequest) -> HttpResponse:
    here = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(here, allowed_hosts=None):
        return redirect(here)
    return redirect("exchange:demand")


@login_required
@require_http_methods(["GET", "POST"])
def new_bundle(request: ActorRequest) -> HttpResponse:
    """The one collaboration that the actor leads, or the one that the address names."""
    actor = request.actor
    collaboration = led_named(actor, request.GET.get("samverkan", ""))
    suggested = {
        "request": uuid4(),
        "kind": "purchase",
        "title": request.GET.get("titel", "")[:120],
        "areas": request.GET.getlist("omrade"),
    }
    form = BundleForm(request.POST or None, initial=suggested)
    if request.method == "POST" and form.is_valid():
        try:
            bundle = services.gather(
                actor=actor, collaboration=collaboration, facts=form.facts, request=form.press(collaboration)
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The employers' coordinators can now say how many seats they want."))
            return redirect("exchange:bundle", bundle.pk)
    return render(request, "exchange/demand/new_bundle.html", {"form": form})


@login_required
@require_GET
def bundle(request: ActorRequest, bundle_id: int) -> HttpResponse:
    return _bundle(request, bundle_id)


def _bundle(request: ActorRequest, bundle_id: int, form: AnswerForm | None = None) -> HttpResponse:
    actor = request.actor
    whole = whole_bundle(actor, bundle_id)
    found = whole.bundle
    seats = [
        (one, SeatsForm(prefix=f"e{one.pk}", initial={"seats": said}))
        for one, said in whole.own
        if may_state_seats(actor, found, one.pk)
    ]
    answers = bool(may_answer(actor, found))
    context = {
        "whole": whole,
        "bundle": found,
        "areas": area_names(found.areas),
        "seats_forms": seats,
        "may_ask": bool(may_lead(actor, found, State.GATHERING)),
        "may_offer": bool(may_lead(actor, found, State.ASKED, State.ANSWERED, State.BOUGHT)),
        "answer_form": (form or AnswerForm(initial={"words": found.answer})) if answers else None,
        "is_university": found.university_id in actor.represents,
    }
    return render(request, "exchange/demand/bundle.html", context)


@login_required
@require_POST
def seats(request: ActorRequest, bundle_id: int, employer_id: int) -> HttpResponse:
    form = SeatsForm(request.POST, prefix=f"e{employer_id}")
    if not form.is_valid():
        whole_bundle(request.actor, bundle_id)
        messages.error(request, _("Write the number of seats, from 0 to 500."))
        return redirect("exchange:bundle", bundle_id)
    number = form.cleaned_data["seats"]
    done = _("%(n)s seats are noted.") % {"n": number}
    return _done(
        request,
        bundle_id,
        lambda: services.state_seats(actor=request.actor, bundle_id=bundle_id, employer=employer_id, seats=number),
        done,
    )


@login_required
@require_POST
def ask(request: ActorRequest, bundle_id: int) -> HttpResponse:
    whole_bundle(request.actor, bundle_id)
    done = _("It is sent. Seats are no longer gathered.")
    return _done(request, bundle_id, lambda: services.ask(actor=request.actor, bundle_id=bundle_id), done)


@login_required
@require_POST
def answer(request: ActorRequest, bundle_id: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _bundle(request, bundle_id, form)
    words = form.cleaned_data["words"]
    return _done(
        request,
        bundle_id,
        lambda: services.answer(actor=request.actor, bundle_id=bundle_id, words=words),
        _("Your answer is sent to the collaboration."),
    )


@login_required
@require_POST
def offer(request: ActorRequest, bundle_id: int) -> HttpResponse:
    """A draft of a joint offer, opened to be gone on with."""
    try:
        made = services.make_offer(actor=request.actor, bundle_id=bundle_id)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("exchange:bundle", bundle_id)
    messages.success(request, _("Here is a draft of the joint offer. Add days and seats, and publish it."))
    return redirect("exchange:change_offer", made.pk)


def _done(request: ActorRequest, bundle_id: int, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("exchange:bundle", bundle_id)
