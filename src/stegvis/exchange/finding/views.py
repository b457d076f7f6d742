"""The list of what is offered, and an offer's own page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stegvis.exchange.finding import queries
from stegvis.exchange.finding.calendar import events_of
from stegvis.exchange.finding.forms import SearchForm
from stegvis.exchange.finding.needs import met_by, needs_of, standings_of
from stegvis.exchange.finding.pages import chosen, found_page, view_tabs
from stegvis.exchange.finding.wording import (
    audience,
    credits_of,
    levels,
    price,
    professions_in_words,
    reason,
    requirements_in_words,
)
from stegvis.exchange.offers.policies import may_offer
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.notices.calendar import as_ics
from stegvis.frameworks.competence_areas import area_names
from stegvis.people.models import Profession


@login_required
@require_GET
def offers(request: ActorRequest) -> HttpResponse:
    """Search and filters stand in the address; what is wrong in them is said, and nothing is then searched for."""
    actor = request.actor
    employers = queries.employers_of(actor)
    form = SearchForm(actor, employers, Profession.objects.all(), queries.homes_of(actor, employers), request.GET)
    found = found_page(request, actor, form) if form.is_valid() else {"view": ""}
    context = found | {
        "form": form,
        "chosen": chosen(request, form),
        "tabs": view_tabs(request, found["view"]),
        "publishes": bool(may_offer(actor)),
    }
    return render(request, "exchange/finding/offers.html", context)


@require_GET
def offer(request: ActorRequest, offer_id: int) -> HttpResponse:
    """Without a log-in, what is shown openly; for the rest one is asked to log in, whether it is there or not."""
    actor = request.actor
    try:
        found = queries.offer_of(actor, offer_id)
    except NotYours:
        if actor.is_signed_in:
            raise
        return redirect_to_login(request.get_full_path())
    says = [(found.pk, one.framework.code, one.requirement) for one in found.meets.all()]
    helped = met_by(needs_of(actor, standings_of(actor)), {found.pk: (found.gives_kind, found.gives_code)}, says)
    has = queries.has_evidence(actor, [(one.kind, one.code) for one in found.priors.all()])
    context = {
        "offer": found,
        "occasions": queries.occasions_for_me(actor, found),
        "areas": area_names(found.areas),
        "professions": professions_in_words(found, Profession.objects.filter(pk__in=found.professions)),
        "levels": levels(found),
        "audience": audience(found),
        "price": price(found),
        "reasons": [reason(need) for one in helped.values() for need in one.in_order()],
        "meets": requirements_in_words(found, queries.versions_met(actor, found)),
        "priors": [(one, (one.kind, one.code) in has) for one in found.priors.all()],
        "examined": [(one, credits_of(one)) for one in found.examinations.all()],
        "may_change": actor.is_signed_in and queries.may_change(actor, found),
    }
    return render(request, "exchange/finding/offer.html", context)


@require_GET
def occasion_file(request: ActorRequest, occasion_id: int) -> HttpResponse:
    """The hours of an occasion, for a calendar of one's own."""
    found = queries.occasion_of(request.actor, occasion_id)
    return calendar_file(as_ics(events_of(found), name=found.offer.title, site=settings.SITE_URL))


def calendar_file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="stegvis.ics"'
    return response
