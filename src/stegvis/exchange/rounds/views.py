"""Rounds as everybody meets them: the list, wishing, the team's wishes, and the outcome with its reasons."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.exchange.models import Round, RoundResult
from stegvis.exchange.rounds.answering import answer_wishes
from stegvis.exchange.rounds.drawing import seats_of, setting_of
from stegvis.exchange.rounds.forms import StartForm
from stegvis.exchange.rounds.openness import draws_in
from stegvis.exchange.rounds.policies import may_answer, may_lead, may_wish, may_withdraw
from stegvis.exchange.rounds.queries import (
    askers,
    company_of,
    got_in,
    occasions_in,
    own_place_in,
    own_wishes,
    published_documents,
    published_result,
    round_of,
    rounds_listed,
    wishable,
)
from stegvis.exchange.rounds.wishing import (
    add_wishes,
    begin_company,
    first_start,
    move_wish,
    remove_wish,
    travel_with,
    withdraw_wishes,
)
from stegvis.exchange.rounds.wording import crossing_in_words, outcome_in_words, reason_in_words, rule_in_words
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.services import record_readings
from stegvis.foundation.components.tables import Table


@login_required
@require_GET
def rounds(request: ActorRequest) -> HttpResponse:
    """All rounds of one's employers and collaborations, those under way first."""
    actor = request.actor
    table = Table(request, rounds_listed(actor), columns=[], page_size=20)
    context = {"table": table, "leads": bool(actor.coordinates or actor.leads), "today": actor.today}
    return render(request, "exchange/rounds/rounds.html", context)


@login_required
@require_GET
def one(request: ActorRequest, allocation_round_id: int) -> HttpResponse:
    """What is given, by what rule, and what came of it."""
    actor = request.actor
    found = round_of(actor, allocation_round_id)
    works, result = own_place_in(actor, found), published_result(actor, found)
    context = {
        "round": found,
        "rule": rule_in_words(found),
        "places": [(one, seats_of(one.occasion)) for one in occasions_in(actor, found)],
        "crossing": _crossing(actor, found),
        "mine": own_wishes(actor, found),
        "verdict": may_wish(actor, found, works) if works else None,
        "leads": bool(may_lead(actor, found)),
        "result": result,
        "draws": draws_in(result) if result else [],
    }
    return render(request, "exchange/rounds/round.html", context)


def _crossing(actor: Actor, found: Round) -> list[str]:
    return crossing_in_words(setting_of(actor, found)) if found.has_crossing else []


@login_required
@require_http_methods(["GET", "POST"])
def wish(request: ActorRequest, allocation_round_id: int) -> HttpResponse:
    """Put wishes in order, a press at a time."""
    actor = request.actor
    found = round_of(actor, allocation_round_id)
    works = own_place_in(actor, found)
    if not works:
        raise NotYours
    if request.method == "POST":
        try:
            said = _change_wishes(actor, found, request)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
        return redirect("exchange:round_wish", allocation_round_id)
    mine = own_wishes(actor, found)
    wished = {one.occasion_id for one in mine}
    employer = mine[0].employer_id if mine else works[0].employer_id
    work = next((one for one in works if one.employer_id == employer), works[0])
    verdict = may_wish(actor, found, works)
    choices = [one for one in wishable(actor, found, work) if one.occasion_id not in wished] if verdict else []
    context = {
        "round": found,
        "mine": mine,
        "verdict": verdict,
        "may_withdraw": bool(may_withdraw(found)) and bool(mine),
        "company": company_of(found, mine[0].company) if mine and mine[0].company else [],
        "crossing": _crossing(actor, found),
        "choices": [(one, first_start(one.occasion)) for one in choices],
        "at_once": sum(not one.occasion.offer.starts_any_time for one in choices),
    }
    return render(request, "exchange/rounds/wish.html", context)


def _day(request: ActorRequest) -> date | None:
    """When one wants to begin. Raises Refused for what is no day."""
    form = StartForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose a day."))
    day: date | None = form.cleaned_data["starts_on"]
    return day


def _change_wishes(actor: Actor, found: Round, request: ActorRequest) -> str:
    """What is said when it is done. Raises Refused."""
    act, key = request.POST.get("act", ""), request.POST.get("occasion", "")
    occasion = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
    match act:
        case "add":
            add_wishes(actor=actor, found=found, occasions=[occasion], starts_on=_day(request))
            said = _("The wish is saved, last in your list.")
        case "all":
            add_wishes(actor=actor, found=found, occasions=None)
            said = _("The wishes are saved, last in your list.")
        case "up" | "down":
            move_wish(actor=actor, found=found, occasion=occasion, up=act == "up")
            said = _("The order is saved.")
        case "remove":
            remove_wish(actor=actor, found=found, occasion=occasion)
            said = _("The wish is taken away.")
        case "company":
            word = request.POST.get("company", "")
            travel_with(actor=actor, found=found, company=word)
            said = _("You go together.") if word.strip() else _("You go by yourself.")
        case "begin":
            begin_company(actor=actor, found=found)
            said = _("Give the word below to whom you want to go with.")
        case "withdraw":
            withdraw_wishes(actor=actor, found=found)
            said = _("Your wishes are taken back. You have no part in the round.")
        case _:
            raise NotYours
    return said


@login_required
@require_http_methods(["GET", "POST"])
def team(request: ActorRequest) -> HttpResponse:
    """The wishes of one's staff, to say yes or no to: one press for all of a person's."""
    actor = request.actor
    if not (actor.manages or actor.coordinates):
        raise NotYours
    if request.method == "POST":
        try:
            number = _answer(actor, request)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            said = ngettext("%(n)s wish is answered.", "%(n)s wishes are answered.", number) % {"n": number}
            messages.success(request, said)
        return redirect("exchange:round_team")
    found = askers(actor)
    record_readings(actor=actor, persons={one.person for one in found}, page="exchange:round_team")
    context = {"askers": [(one, may_answer(one.round)) for one in found]}
    return render(request, "exchange/rounds/team.html", context)


def _answer(actor: Actor, request: ActorRequest) -> int:
    data = request.POST
    try:
        found, person = round_of(actor, int(data.get("round", ""))), UUID(data.get("person", ""))
        wishes = [int(data["wish"])] if data.get("wish") else None
    except ValueError as error:
        raise NotYours from error
    if data.get("act") not in ("yes", "no"):
        raise NotYours
    return answer_wishes(
        actor=actor,
        found=found,
        person=person,
        yes=data["act"] == "yes",
        reason=data.get("reason", ""),
        wishes=wishes,
    )


@login_required
@require_GET
def outcome(request: ActorRequest, allocation_round_id: int) -> HttpResponse:
    """What one got, and for each wish why."""
    actor = request.actor
    found = round_of(actor, allocation_round_id)
    got = got_in(actor, found)
    lines = [(one, outcome_in_words(one), reason_in_words(one, found)) for one in got.wishes]
    result = published_result(actor, found)
    number = got.wishes[0].number if result and result.document else None
    context = {"round": found, "lines": lines, "got": got, "number": number}
    return render(request, "exchange/rounds/outcome.html", context)


@login_required
@require_GET
def document(request: ActorRequest, allocation_round_id: int) -> HttpResponse:
    """What went in, as the bytes that anybody computes the result from."""
    return _json(_documents(request, allocation_round_id).document, f"omgang-{allocation_round_id}.json")


@login_required
@require_GET
def result(request: ActorRequest, allocation_round_id: int) -> HttpResponse:
    """What came out, as the bytes of the published SHA-256."""
    return _json(_documents(request, allocation_round_id).result, f"utfall-{allocation_round_id}.json")


def _documents(request: ActorRequest, key: int) -> RoundResult:
    return published_documents(request.actor, round_of(request.actor, key))


def _json(content: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content.encode(), content_type="application/json", headers=headers)
