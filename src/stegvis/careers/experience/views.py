"""Roles for experienced staff: what is offered, who would like it, and wishes of one's own."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.experience import queries, services
from stegvis.careers.experience.forms import AnswerForm, OfferForm, WishForm
from stegvis.careers.experience.policies import WAITING, may_offer
from stegvis.careers.models import Interest, Offer
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.components.doing import pressed, sent
from stegvis.people.models import Employment, Profession


@login_required
@require_GET
def offers(request: ActorRequest) -> HttpResponse:
    return _listed(request, _employments(request), None)


@login_required
@require_POST
def wish(request: ActorRequest) -> HttpResponse:
    """State a wish of one's own."""
    employments = _employments(request)
    form = WishForm(employments, request.POST)
    if not form.employers:
        raise NotYours

    def state() -> None:
        found = form.cleaned_data
        services.state_wish(actor=request.actor, employer_id=form.employer_id, text=found["text"], share=found["share"])

    if sent(request, form, state, _("Your manager sees what you would like, and will talk to you about it.")):
        return redirect("careers:offers")
    return _listed(request, employments, form)


def _listed(request: ActorRequest, employments: list[Employment], form: WishForm | None) -> HttpResponse:
    """What is open, what one has said oneself, and to whoever answers, who waits."""
    actor = request.actor
    if not actor.employers:
        raise NotYours
    answers = bool(actor.manages or actor.coordinates)
    found = queries.interested(actor) if answers else []
    waiting = [one for one in found if one.interest.state in WAITING]
    record_readings(actor=actor, persons={one.person for one in waiting}, page="careers:offers")
    own = queries.own_interests(actor)
    by_offer = {one.offer_id: one for one in own if one.state != Interest.State.NOT_NOW}
    counts = queries.by_offer(found)
    professions = Profession.objects.in_bulk()
    context = {
        "offers": [
            {
                "offer": one,
                "own": by_offer.get(one.pk),
                "professions": [str(professions[code]) for code in one.professions if code in professions],
                "interested": len(counts[one.pk]),
                "manages": bool(may_offer(actor, one.employer_id, one.unit_id)),
            }
            for one in queries.open_offers(actor, employments)
        ],
        "own": own,
        "waiting": waiting,
        "answers": answers,
        "employed": actor.person is not None,
        "form": form or WishForm(employments),
    }
    return render(request, "careers/experience/offers.html", context)


def _employments(request: ActorRequest) -> list[Employment]:
    return list(queries.own_employments(request.actor)) if request.actor.person is not None else []


@login_required
@require_GET
def offer(request: ActorRequest, offer_id: int) -> HttpResponse:
    """One role; whoever offers it sees who is interested."""
    actor = request.actor
    found = queries.offer_of(actor, offer_id)
    offers_it = bool(may_offer(actor, found.employer_id, found.unit_id))
    interested = queries.by_offer(queries.interested(actor))[found.pk] if offers_it else []
    record_readings(actor=actor, persons={one.person for one in interested}, page="careers:offers")
    own = next((one for one in queries.own_interests(actor) if one.offer_id == found.pk), None)
    professions = Profession.objects.filter(pk__in=found.professions)
    context = {
        "offer": found,
        "offers_it": offers_it,
        "interested": interested,
        "own": own,
        "professions": [str(one) for one in professions],
        "employed": actor.person is not None,
    }
    return render(request, "careers/experience/offer.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: ActorRequest) -> HttpResponse:
    places = queries.places(request.actor)
    if not places:
        raise NotYours
    form = OfferForm(places, Profession.objects.all(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        place = form.place_chosen
        try:
            made = services.publish_offer(
                actor=request.actor,
                employer_id=place.employer.pk,
                unit_id=place.unit.pk if place.unit else None,
                facts=form.facts,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The role is offered to the employer's staff."))
            return redirect("careers:offer", made.pk)
    return render(request, "careers/experience/offer_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, offer_id: int) -> HttpResponse:
    found = _offered(request, offer_id)
    form = OfferForm([], Profession.objects.all(), request.POST or None, initial=OfferForm.initial_of(found))

    def save() -> None:
        services.change_offer(actor=request.actor, offer_id=offer_id, facts=form.facts)

    if sent(request, form, save, _("The role is saved.")):
        return redirect("careers:offer", offer_id)
    return render(request, "careers/experience/offer_form.html", {"form": form, "offer": found})


@login_required
@require_POST
def close(request: ActorRequest, offer_id: int) -> HttpResponse:
    _offered(request, offer_id)
    services.close_offer(actor=request.actor, offer_id=offer_id)
    messages.success(request, _("The role is no longer open. Answer those who are interested."))
    return redirect("careers:offer", offer_id)


def _offered(request: ActorRequest, offer_id: int) -> Offer:
    """A role that the actor offers. Raises NotYours, and Refused for one that is another's to change."""
    found = queries.offer_of(request.actor, offer_id)
    require(may_offer(request.actor, found.employer_id, found.unit_id))
    return found


@login_required
@require_POST
def interest(request: ActorRequest, offer_id: int) -> HttpResponse:
    """One press."""
    done = _("Whoever offers the role sees that you are interested, and will talk to you.")
    pressed(request, lambda: services.say_interested(actor=request.actor, offer_id=offer_id), done)
    return redirect("careers:offers")


@login_required
@require_POST
def withdraw(request: ActorRequest, interest_id: int) -> HttpResponse:
    pressed(
        request,
        lambda: services.withdraw_interest(actor=request.actor, interest_id=interest_id),
        _("It is taken back."),
    )
    return redirect("careers:offers")


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: ActorRequest, interest_id: int) -> HttpResponse:
    """What came of the talk."""
    found = queries.interested_one(request.actor, interest_id)
    form = AnswerForm(request.POST or None, initial={"state": "talked", "answer": found.interest.answer})

    def save() -> None:
        services.answer_interest(actor=request.actor, interest_id=interest_id, **form.cleaned_data)

    if sent(request, form, save, _("The answer is saved, and the person is told.")):
        return redirect("careers:offers")
    record_reading(actor=request.actor, person=found.person, page="careers:offers")
    return render(request, "careers/experience/answer.html", {"one": found, "form": form})
