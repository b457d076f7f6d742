"""The room's first page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest
from stegvis.planning.parts import parts_for


@login_required
@require_GET
def home(request: ActorRequest) -> HttpResponse:
    return render(request, "planning/home.html", {"parts": parts_for(request.actor)})
