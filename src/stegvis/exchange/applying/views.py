"""The pages of whoever applies: the application, and one's own places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.exchange.applying import services
from stegvis.exchange.applying.cases import case_of
from stegvis.exchange.applying.forms import ApplyForm
from stegvis.exchange.applying.notices import event_of
from stegvis.exchange.applying.policies import may_apply, may_withdraw
from stegvis.exchange.applying.queries import occasion_of, other_dates, own_lines, place_of, places_of, sessions_of
from stegvis.exchange.applying.services import Applied
from stegvis.exchange.models import Application
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.writing import download
from stegvis.foundation.notices.calendar import as_ics

State = Application.State


@login_required
@require_http_methods(["GET", "POST"])
def apply(request: ActorRequest, occasion_id: int) -> HttpResponse:
    """An occasion with one button; what stands in the way is said in its place."""
    actor = request.actor
    occasion, case = occasion_of(actor, occasion_id), case_of(actor, occasion_id)
    dates, any_time = other_dates(actor, occasion), case.any_time
    form = ApplyForm(dates, request.POST or None, any_time=any_time, initial={"request": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                applied = services.apply(actor=actor, occasion_id=occasion_id, **form.values)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _in_words(applied))
            return redirect("exchange:places")
    context = {
        "occasion": occasion,
        "sessions": sessions_of(actor, [occasion_id])[occasion_id],
        "case": case,
        "verdict": may_apply(actor, case),
        "form": form,
    }
    return render(request, "exchange/applying/apply.html", context)


def _in_words(applied: list[Applied]) -> str:
    if any(one.has_a_seat for one in applied):
        return _("A place is held for you while your manager answers.")
    if not any(one.state == State.WAITING for one in applied):  # sent again, when it has been answered
        return _("You have applied to this occasion already. It stands under My places.")
    lines = own_lines()
    place = min((lines[one.application] for one in applied if one.application in lines), default=0)
    return _("It is full just now. You have place %(place)s on the waiting list.") % {"place": place}


@login_required
@require_GET
def places(request: ActorRequest) -> HttpResponse:
    """My places: what is offered, what comes, what is waited for, and what has been."""
    found = places_of(request.actor)
    is_empty = not (found.offered or found.coming or found.waiting or found.suggested or found.past)
    return render(request, "exchange/applying/places.html", {"places": found, "is_empty": is_empty})


@login_required
@require_POST
def act(request: ActorRequest, application_id: UUID) -> HttpResponse:
    """``act`` takes what is offered or suggested. To say no is to withdraw, which asks first."""
    acts: dict[str, Callable[..., Application]] = {
        "ta-plats": services.accept_offered,
        "ta-datum": services.accept_suggested,
    }
    do = acts.get(request.POST.get("act", ""))
    if do is None:
        raise NotYours
    try:
        found = do(actor=request.actor, application_id=application_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _state_in_words(found))
    return redirect("exchange:places")


def _state_in_words(found: Application) -> str:
    words: dict[str, Any] = {
        State.BOOKED: _("You have the place. A letter with a file for your calendar is on its way."),
        State.HELD: _("A place is held for you while your manager answers."),
        State.WAITING: _("The date is full just now. You stand on its waiting list, with your manager's yes."),
    }
    return str(words[found.state])


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, application_id: UUID) -> HttpResponse:
    """Asks once, and for no reason."""
    actor = request.actor
    place = place_of(actor, application_id)
    if request.method == "POST":
        try:
            was = services.withdraw(actor=actor, application_id=application_id)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _withdrawn_in_words(was))
        return redirect("exchange:places")
    verdict = may_withdraw(place.application, place.occasion, timezone.now())
    return render(request, "exchange/applying/withdraw.html", {"place": place, "verdict": verdict})


def _withdrawn_in_words(was: str) -> str:
    if was == State.WAITING:
        return _("Withdrawn. You no longer stand on the waiting list.")
    return _("Withdrawn. Your place goes to the next in turn.")


@login_required
@require_GET
def calendar_file(request: ActorRequest, application_id: UUID) -> HttpResponse:
    """The hours of a booked place, for one's calendar."""
    place = place_of(request.actor, application_id)
    if place.application.state != State.BOOKED or not place.sessions:
        raise NotYours
    link = reverse("exchange:places")
    events = [event_of(place.application, session, link) for session in place.sessions]
    content = as_ics(events, name="Stegvis", site=settings.SITE_URL)
    return download(content, "stegvis-plats.ics", "text/calendar; charset=utf-8")
