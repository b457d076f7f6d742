"""The first page and the pages about Stegvis itself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stegvis.careers import next_steps as careers
from stegvis.exchange import next_steps as exchange
from stegvis.foundation.access.http import ActorRequest
from stegvis.frameworks import next_steps as frameworks
from stegvis.organisations import next_steps as organisations
from stegvis.people import next_steps as people
from stegvis.web.navigation import entries_for

ROOMS = (careers, exchange, people, organisations, frameworks)
MOST_STEPS = 6  # more is a list to be put off; the rest is a link away


@login_required
def home(request: ActorRequest) -> HttpResponse:
    """What to do next, for the roles that the person has; ``?alla`` shows all of it."""
    everything = (step for room in ROOMS for step in room.next_steps(request.actor))
    found = sorted(everything, key=lambda step: not step.ends)
    steps = found if "alla" in request.GET else found[:MOST_STEPS]
    context = {"entries": entries_for(request.actor), "steps": steps, "has_more": len(found) > len(steps)}
    return render(request, "home.html", context)


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")
