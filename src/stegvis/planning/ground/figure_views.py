"""Taking population figures out of force for one's own forecasts, and putting them back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.planning.ground.figure_services import put_figures_back, set_figures_aside


@login_required
@require_POST
def aside(request: ActorRequest, pk: int, figures_id: UUID) -> HttpResponse:
    try:
        set_figures_aside(actor=request.actor, ground_id=pk, figures_id=figures_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The figures are out of force. Your forecasts count without them from now on."))
    return redirect("planning:ground_detail", pk)


@login_required
@require_POST
def back(request: ActorRequest, pk: int, figures_id: UUID) -> HttpResponse:
    try:
        put_figures_back(actor=request.actor, ground_id=pk, figures_id=figures_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The figures may hold again."))
    return redirect("planning:ground_detail", pk)
