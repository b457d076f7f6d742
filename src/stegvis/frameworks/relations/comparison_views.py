"""Comparing two frameworks, and recording or withdrawing what is equivalent in them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.relations.compared import Comparison
from stegvis.frameworks.relations.equivalence_forms import CompareForm, EquivalenceForm, pressed
from stegvis.frameworks.relations.equivalences import (
    equivalence_of,
    may_record,
    may_withdraw,
    record_equivalence,
    withdraw_equivalence,
)


@login_required
@require_GET
def framework_compare(request: ActorRequest) -> HttpResponse:
    form = CompareForm(request.actor, request.GET)
    if not form.is_bound:  # the other is still to be chosen
        for side in filter(request.GET.get, ("left", "right")):
            _chosen(request, side)
    context: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        compared = Comparison(request.actor, form.cleaned_data["left"], form.cleaned_data["right"])
        context["compared"] = compared
        if compared.are_two and (request.actor.coordinates or request.actor.leads):
            context["record_form"] = EquivalenceForm(request.actor, compared.left, compared.right)
    return render(request, "frameworks/compare.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def equivalence_record(request: ActorRequest) -> HttpResponse:
    """Say how two requirements of the versions ``left`` and ``right`` stand to each other."""
    left, right = _chosen(request, "left"), _chosen(request, "right")
    if request.method == "POST":
        form = EquivalenceForm(request.actor, left, right, pressed(request.POST))
    else:
        form = EquivalenceForm(request.actor, left, right, initial=request.GET.dict())
    require(may_record(request.actor, next(iter(form.owners.values()), None), left, right))
    if form.is_valid():
        try:
            record_equivalence(actor=request.actor, owner=form.chosen_owner, said=form.statement)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The equivalence is recorded."))
            return redirect(_comparison(left.pk, right.pk))
    context = {"form": form, "left": left, "right": right, "back": _comparison(left.pk, right.pk)}
    return render(request, "frameworks/relations/equivalence_record.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def equivalence_withdraw(request: ActorRequest, equivalence_id: int) -> HttpResponse:
    """Ask first. ``left`` and ``right`` say from which comparison one comes, where the address has them."""
    equivalence = equivalence_of(request.actor, equivalence_id)
    require(may_withdraw(request.actor, equivalence))
    left, right = equivalence.left, equivalence.right
    if "left" in request.GET:
        left, right = _chosen(request, "left"), _chosen(request, "right")
    back = _comparison(left.pk, right.pk)
    if request.method == "POST":
        try:
            withdraw_equivalence(actor=request.actor, equivalence=equivalence)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The equivalence is withdrawn. It stays in the list of what was withdrawn."))
        return redirect(back)
    compared = Comparison(request.actor, left, right)
    line = compared.line_of(equivalence.pk)
    if line is None:
        raise NotYours
    context = {"compared": compared, "line": line, "back": back}
    return render(request, "frameworks/relations/equivalence_withdraw.html", context)


def _chosen(request: ActorRequest, side: str) -> FrameworkVersion:
    """The version that the address names. Raises NotYours."""
    rows = visible(request.actor, FrameworkVersion).select_related("framework")
    return get_visible(request.actor, FrameworkVersion, rows, pk=request.GET.get(side, ""))


def _comparison(left: int, right: int) -> str:
    return f"{reverse('frameworks:compare')}?{urlencode({'left': left, 'right': right})}#likvardiga"
