"""A scenario that somebody else has shared: to read, and to take away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest
from stegvis.planning.forecasts import queries
from stegvis.planning.forecasts.looking import choices_of
from stegvis.planning.forecasts.reading import reading_of_shared
from stegvis.planning.forecasts.sending import sent_or_told
from stegvis.planning.forecasts.wording import profession_names


@login_required
@require_GET
def shared(request: ActorRequest, shared_id: int) -> HttpResponse:
    found = queries.shared_of(request.actor, shared_id)
    names = profession_names()
    reading = reading_of_shared(found, names)
    looked_at = choices_of(request.GET, reading.picture.result, names)
    if wanted := request.GET.get("export"):
        return sent_or_told(request, wanted, reading, looked_at.here)
    context = {"shared": found, "reading": reading, "looked_at": looked_at, "shown": reading.shown(looked_at.here)}
    return render(request, "planning/forecasts/shared.html", context)
