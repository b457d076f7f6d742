"""The page of one's way, the same for the person and the manager."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stegvis.exchange.demand.queries import said_by
from stegvis.exchange.pathways.forms import BoundsForm
from stegvis.exchange.pathways.queries import pathway_of, whose_way, why_in_words
from stegvis.exchange.pathways.services import put_in_plan
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.services import record_reading


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: ActorRequest) -> HttpResponse:
    """Whoever is not employed has no way to find."""
    if request.actor.person is None:
        raise NotYours
    return _way(request, request.actor.person, reverse("exchange:pathway"))


@login_required
@require_http_methods(["GET", "POST"])
def of_person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Somebody in the team: opened by the manager, who is noted."""
    return _way(request, person_id, reverse("exchange:pathway_of", args=[person_id]))


def _way(request: ActorRequest, person: UUID, here: str) -> HttpResponse:
    """The query says the bounds; a post puts the chosen occasions of the same way into the plan."""
    actor = request.actor
    standing, employment, place = whose_way(actor, person)
    form = BoundsForm(actor.today, has_next=bool(place and place.next_level), data=request.GET)
    context = {"form": form, "person": standing.person, "is_own": actor.person == person, "place": place}
    if employment is None or not form.is_valid():
        context["employment"] = employment
        record_reading(actor=actor, person=person, page="exchange:pathway")
        return render(request, "exchange/pathways/way.html", context)
    way = pathway_of(actor, standing, employment, place, form.bounds)
    if request.method == "POST":
        chosen = {int(one) for one in request.POST.getlist("occasion") if one.isascii() and one.isdigit()}
        try:
            plan, new = put_in_plan(actor=actor, way=way, chosen=chosen)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(f"{here}?{request.GET.urlencode()}")
        said = ngettext("%(n)d occasion is put in the plan.", "%(n)d occasions are put in the plan.", new) % {"n": new}
        messages.success(request, said if new else _("It is in the plan already."))
        return redirect("careers:plan", plan.pk)
    record_reading(actor=actor, person=person, page="exchange:pathway")
    left = [(one, why_in_words(one)) for one in way.left]
    context |= {"employment": employment, "way": way, "left": left, "said": said_by(actor)}
    return render(request, "exchange/pathways/way.html", context)
