"""The tree of units, and the collaborations."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, writable
from stegvis.foundation.access.verdict import Refused
from stegvis.organisations import queries, services
from stegvis.organisations.forms import CloseUnitForm, UnitForm
from stegvis.organisations.models import Organisation, Unit


@login_required
def units(request: ActorRequest) -> HttpResponse:
    organisations = list(queries.coordinated(request.actor))
    if not organisations:
        raise NotYours
    trees = [(organisation, queries.unit_tree(request.actor, organisation)) for organisation in organisations]
    return render(request, "organisations/units.html", {"trees": trees})


@login_required
def add_unit(request: ActorRequest, organisation_id: int) -> HttpResponse:
    organisation = get_visible(request.actor, Organisation, writable(request.actor, Organisation), id=organisation_id)
    form = UnitForm(request.actor, organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_unit(actor=request.actor, organisation=organisation, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The unit is added."))
            return redirect("organisations:units")
    return render(request, "organisations/unit_form.html", {"form": form, "organisation": organisation})


@login_required
def change_unit(request: ActorRequest, unit_id: int) -> HttpResponse:
    unit = get_visible(request.actor, Unit, writable(request.actor, Unit), id=unit_id)
    form = UnitForm(request.actor, unit.organisation, request.POST or None, instance=unit)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_unit(actor=request.actor, unit_id=unit_id, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The unit is saved."))
            return redirect("organisations:units")
    return render(
        request, "organisations/unit_form.html", {"form": form, "organisation": unit.organisation, "unit": unit}
    )


@login_required
def close_unit(request: ActorRequest, unit_id: int) -> HttpResponse:
    unit = get_visible(request.actor, Unit, writable(request.actor, Unit), id=unit_id)
    form = CloseUnitForm(request.POST or None, initial={"closed_on": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            services.close_unit(actor=request.actor, unit_id=unit_id, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The unit is closed. Its history stays."))
            return redirect("organisations:units")
    return render(request, "organisations/close_unit.html", {"form": form, "unit": unit})


@login_required
def collaborations(request: ActorRequest) -> HttpResponse:
    """The collaborations of the actor's own organisations, with their members; nobody else's are listed."""
    return render(
        request, "organisations/collaborations.html", {"collaborations": queries.collaborations(request.actor)}
    )
