"""What an employer shows to anybody: a page, a frame for its own intranet, and a calendar."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from stegvis.exchange.finding import queries
from stegvis.exchange.finding.calendar import events_of
from stegvis.exchange.finding.pages import Card, cards_of
from stegvis.exchange.finding.ranking import Ranked
from stegvis.exchange.finding.search import Search
from stegvis.exchange.finding.views import calendar_file
from stegvis.exchange.openings import open_occasions
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.notices.calendar import as_ics
from stegvis.organisations.models import Organisation

MOST = 200
FIVE_MINUTES = "public, max-age=300"


@require_GET
def shown(request: ActorRequest, slug: str) -> HttpResponse:
    """An employer's openly shown offers."""
    employer = queries.employer_openly(slug)
    context = {"employer": employer, "cards": _cards(request, employer), "site": settings.SITE_URL}
    return render(request, "exchange/finding/open.html", context)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "script-src": [NONE], "form-action": [NONE]})  # type: ignore[arg-type]
@require_GET
def embedded(request: ActorRequest, slug: str) -> HttpResponse:
    """The same as plain lines for a frame on another site. The only address that may stand in one."""
    employer = queries.employer_openly(slug)
    context = {"employer": employer, "cards": _cards(request, employer)}
    response = render(request, "exchange/finding/embedded.html", context)
    response["Cache-Control"] = FIVE_MINUTES  # it is the same to everybody, also to who is logged in
    return response


@require_GET
def feed(request: ActorRequest, slug: str) -> HttpResponse:
    """The openly shown occasions, for a calendar program to follow."""
    employer = queries.employer_openly(slug)
    rows = open_occasions(request.actor).filter(offer__employer=employer, offer__is_shown_openly=True)
    found = rows.select_related("offer").prefetch_related("sessions").order_by("starts", "pk")
    events = [event for one in found[:MOST] for event in events_of(one)]
    name = _("Offered by %(employer)s") % {"employer": employer.name}
    response = calendar_file(as_ics(events, name=name, site=settings.SITE_URL))
    response["Cache-Control"] = FIVE_MINUTES
    return response


def _cards(request: ActorRequest, employer: Organisation) -> list[Card]:
    search = Search(employer=employer.slug, openly=True)
    hits = queries.hits_of(request.actor, search)
    return cards_of(request.actor, hits[:MOST], search, Ranked(hits))
