"""The pages of who leads a round: setting it up, seeing how it goes, looking it through and publishing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stegvis.careers.mentoring.queries import led_owners
from stegvis.exchange.models import Round, RoundWish
from stegvis.exchange.rounds.checks import problems_of
from stegvis.exchange.rounds.drawing import kept, setting_of
from stegvis.exchange.rounds.drawn import preview_round, publish_round
from stegvis.exchange.rounds.forms import CROSSING_WARNING, ExtendForm, PlacesForm, RoundForm
from stegvis.exchange.rounds.leading import (
    cancel_round,
    change_places,
    change_round,
    close_round,
    extend_round,
    open_round,
    set_up_round,
)
from stegvis.exchange.rounds.policies import may_change, may_lead
from stegvis.exchange.rounds.queries import (
    employers_of,
    interest_in,
    proposed_occasions,
    results_of,
    round_of,
    wishes_in,
)
from stegvis.exchange.rounds.refilling import is_under_its_least
from stegvis.exchange.rounds.statistics import figures_of
from stegvis.exchange.rounds.tasks import preview
from stegvis.exchange.rounds.wording import rule_in_words
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused, Verdict
from stegvis.foundation.audit.services import record_readings
from stegvis.foundation.components.tables import Table
from stegvis.foundation.jobs.running import start_job
from stegvis.organisations.models import Organisation

State = Round.State
LARGE = 5_000
"""Wishes from which on a round is drawn in the background, with its progress shown."""


@login_required
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    owners = led_owners(actor)
    if not owners:
        raise NotYours
    form = RoundForm(owners, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found = set_up_round(actor=actor, owner=form.chosen_owner, facts=form.facts, request=form.press)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The round is set up. Look through what is given, and open it."))
            return redirect("exchange:round_lead", found.pk)
    context = {"form": form, "cancel": reverse("exchange:rounds"), "title": _("Set up a round")}
    return render(request, "exchange/rounds/round_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, allocation_round_id: int) -> HttpResponse:
    actor, found = request.actor, _led(request, allocation_round_id)
    if request.method == "GET" and not (verdict := may_change(actor, found)):
        return _stands(request, found, verdict)
    form = RoundForm(led_owners(actor), found, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            change_round(actor=actor, found=found, facts=form.facts)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("exchange:round_lead", found.pk)
    context = {"form": form, "cancel": reverse("exchange:round_lead", args=[found.pk]), "title": found.title}
    return render(request, "exchange/rounds/round_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def places(request: ActorRequest, allocation_round_id: int) -> HttpResponse:
    """What is given, and within which quotas."""
    actor, found = request.actor, _led(request, allocation_round_id)
    if request.method == "GET" and not (verdict := may_change(actor, found)):
        return _stands(request, found, verdict)
    employers = list(visible(actor, Organisation).filter(pk__in=employers_of(actor, found)))
    setting, proposed = setting_of(actor, found), proposed_occasions(actor, found)
    form = PlacesForm(setting, proposed, employers, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            change_places(actor=actor, found=found, occasions=form.occasions, quotas=form.quotas, caps=form.caps)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("exchange:round_lead", found.pk)
    context = {"round": found, "form": form, "quotas": setting.quotas, "warning": CROSSING_WARNING}
    return render(request, "exchange/rounds/places.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def lead(request: ActorRequest, allocation_round_id: int) -> HttpResponse:
    """How a round goes; the next thing to do stands first."""
    found = _led(request, allocation_round_id)
    if request.method == "POST":
        try:
            said, where = _act(request, found)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
            if where:
                return redirect(where)
        return redirect("exchange:round_lead", found.pk)
    return render(request, "exchange/rounds/lead.html", _lead_context(request, found))


def _lead_context(request: ActorRequest, found: Round) -> dict[str, object]:
    actor, setting = request.actor, setting_of(request.actor, found)
    rows = wishes_in(actor, found)
    table = Table(request, rows.order_by("name", "rank", "pk"), columns=[], page_size=50)
    record_readings(actor=actor, persons={one.person_id for one in table.page}, page="exchange:round_lead")
    results = results_of(actor, found)
    drawn = kept(actor, found, results[0]) if found.state == State.PREVIEWED and results else None
    return {
        "round": found,
        "rule": rule_in_words(found),
        "setting": setting,
        "problems": problems_of(setting) if found.state == State.DRAFT else [],
        "interest": interest_in(rows),
        "table": table,
        "figures": figures_of(actor, drawn, _("All")) if drawn else None,
        "results": results,
        "warning": CROSSING_WARNING,
        "is_due": found.state == State.OPEN and found.closes_on < actor.today,
        "outcomes": dict(RoundWish.Outcome.choices),
        "few": [one for one in setting.occasions if found.state == State.PUBLISHED and is_under_its_least(one)],
    }


def _act(request: ActorRequest, found: Round) -> tuple[str, str]:
    """What is said when it is done, and where to go then, if elsewhere. Raises Refused."""
    actor, data = request.actor, request.POST
    said = ""
    match data.get("act"):
        case "open":
            open_round(actor=actor, found=found)
            said = _("The round is open. Everybody it is for sees it on the first page.")
        case "extend":
            form = ExtendForm(data)
            if not form.is_valid():
                raise Refused(_("Choose a day."))
            extend_round(actor=actor, found=found, closes_on=form.cleaned_data["closes_on"])
            said = _("The round takes wishes until the new day.")
        case "close":
            close_round(actor=actor, found=found)
            said = _("The round is closed. Managers can answer until the lottery is drawn.")
        case "preview":
            return _preview(actor, found, "")
        case "redraw":
            return _preview(actor, found, data.get("reason", "") or " ")
        case "publish":
            number = publish_round(actor=actor, found=found, seen=data.get("seen", ""))
            said = ngettext("Published: %(n)s has got a place.", "Published: %(n)s have got a place.", number)
            said %= {"n": number}
        case "cancel":
            cancel_round(actor=actor, found=found, why=data.get("reason", ""))
            said = _("The round is called off.")
        case _:
            raise NotYours
    return said, ""


def _preview(actor: Actor, found: Round, reason: str) -> tuple[str, str]:
    if interest_in(wishes_in(actor, found)).wishes < LARGE:
        preview_round(actor=actor, found=found, reason=reason)
        return _("The lottery is drawn. Look through how the places fall."), ""
    page = reverse("exchange:round_lead", args=[found.pk])
    job = start_job(
        actor=actor, title=_("Drawing of a round"), task=preview, result_url=page, round_id=found.pk, reason=reason
    )
    return _("The round is drawn in the background."), reverse("jobs:detail", args=[job.pk])


def _led(request: ActorRequest, key: int) -> Round:
    found = round_of(request.actor, key)
    if not may_lead(request.actor, found):
        raise NotYours
    return found


def _stands(request: ActorRequest, found: Round, verdict: Verdict) -> HttpResponse:
    """Whoever comes too late is told; what was typed in a page opened earlier is answered there, and not lost."""
    messages.error(request, verdict.why)
    return redirect("exchange:round_lead", found.pk)
