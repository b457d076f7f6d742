"""The first page and the pages about Stegvis itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import defaults

from stegvis.careers import next_steps as careers
from stegvis.exchange import next_steps as exchange
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import left_to_the_database
from stegvis.foundation.components.next_steps import NextStep, count_waiting
from stegvis.frameworks import next_steps as frameworks
from stegvis.organisations import next_steps as organisations
from stegvis.people import next_steps as people
from stegvis.planning import next_steps as planning
from stegvis.surveys import next_steps as surveys
from stegvis.web.context import counts_of
from stegvis.web.navigation import entries_for

LARGE_IN_A_FILE = ("surveys:questionnaire_part", "surveys:questionnaire_text", "surveys:bank_item", "surveys:bank_new")
"""Forms whose content can be brought in from a file instead."""
MOST_STEPS = 6  # more is a list to be put off; the rest is a link away


@login_required
def home(request: ActorRequest) -> HttpResponse:
    """What to do next, for the roles that the person has; ``?alla`` shows all of it."""
    everything = _steps(request.actor)
    found = list(everything if "alla" in request.GET else islice(everything, MOST_STEPS + 1))
    steps = found if "alla" in request.GET else found[:MOST_STEPS]
    entries = entries_for(request.actor, counts_of(request))
    context = {"entries": entries, "steps": steps, "has_more": len(found) > len(steps)}
    return render(request, "home.html", context)


def _steps(actor: Actor) -> Iterator[NextStep]:
    """What ends first, and it is about places; of the rest no more is asked for than is shown.

    One query counts what waits in every subject of the four rooms.
    """
    with left_to_the_database():
        rooms = (careers, exchange, surveys, planning)
        waiting = {kind: rows for room in rooms for kind, rows in room.everything_waiting(actor).items()}
    counts = count_waiting(waiting)
    ending, other_places = exchange.next_steps(actor, counts)
    yield from ending
    yield from careers.next_steps(actor, counts)
    yield from other_places
    yield from planning.next_steps(actor, counts)
    yield from surveys.next_steps(actor, counts)
    for room in (people, organisations, frameworks):
        yield from room.next_steps(actor)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is sent in too many fields, or in too many bytes, is answered with what to do; anything else as usual."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return defaults.bad_request(request, exception)
    file_url = answer_url = ""
    why = _("Nothing has been changed. Go back, where what you typed still stands, and send less at once.")
    found = request.resolver_match
    if found and found.view_name.startswith("surveys:answer") and "token" in found.kwargs:  # who answers has no account
        answer_url = reverse("surveys:answer", args=[found.kwargs["token"]])
    if found and found.view_name in LARGE_IN_A_FILE:
        why = _(
            "The question has more choices and rows than a page can save. Nothing has been changed. Go back, where what you typed still stands, and divide it; or take the questionnaire out as XLSForm or YAML, change the file and bring that in."  # noqa: E501
        )
        file_url = reverse("surveys:questionnaire_import")
    if getattr(request, "htmx", False):  # told beside what was typed, in the status line of the shell
        return HttpResponse(why, status=413, content_type="text/plain; charset=utf-8")
    return render(request, "413.html", {"why": why, "file_url": file_url, "answer_url": answer_url}, status=413)


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")
