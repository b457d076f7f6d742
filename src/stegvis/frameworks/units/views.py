"""Beginning and ending a unit's use of an overlay, from the overlay's page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.queries import version_of
from stegvis.frameworks.units.forms import UnitUseForm
from stegvis.frameworks.units.services import stop_in_unit, use_in_unit


@login_required
@require_POST
def unit_use(request: ActorRequest, code: str, version: int) -> HttpResponse:
    found = version_of(request.actor, code, version)
    form = UnitUseForm(request.actor, found, request.POST)
    if form.is_valid():
        try:
            use_in_unit(actor=request.actor, version=found, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The unit now uses it for the profession. Placements are being updated."))
    else:
        messages.error(request, _("Choose one of your units and one of the framework's professions."))
    return redirect("frameworks:version", code=code, version=version)


@login_required
@require_POST
def unit_stop(request: ActorRequest, unit_adoption_id: int) -> HttpResponse:
    ended = stop_in_unit(actor=request.actor, adoption_id=unit_adoption_id)
    messages.success(request, _("The unit now uses what is used above it. Placements are being updated."))
    return redirect("frameworks:version", code=ended.version.framework.code, version=ended.version.version)
