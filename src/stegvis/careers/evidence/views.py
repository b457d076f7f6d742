"""My evidence, what waits to be checked, and the files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.evidence import services
from stegvis.careers.evidence.asking import asked_of
from stegvis.careers.evidence.forms import CheckForm, StatementForm, initial_of
from stegvis.careers.evidence.policies import may_change, may_check, may_correct
from stegvis.careers.evidence.queries import (
    clean_file,
    evidence_to_check,
    own_evidence,
    own_statement,
    waiting_evidence,
    waits_here,
)
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.audit.queries import names_of
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.components.tables import Table
from stegvis.people.models import Evidence

A_PAGE = 25


@login_required
@require_GET
def listed(request: ActorRequest) -> HttpResponse:
    """Everything about oneself, with its state and its files."""
    rows = own_evidence(request.actor)
    stated = rows.filter(state=Evidence.State.STATED).exclude(kind=Evidence.Kind.REFLECTION)
    waiting = stated.filter(waits_here(request.actor)).count()
    table = Table(request, rows, columns=[], page_size=A_PAGE)
    names = names_of(one.checked_by_id for one in table.page.object_list)
    shown = [
        {"evidence": one, "may_change": bool(may_change(request.actor, one)), "by": names.get(one.checked_by_id or 0)}
        for one in table.page.object_list
    ]
    return render(request, "careers/evidence/list.html", {"rows": shown, "table": table, "waiting": waiting})


@login_required
@require_http_methods(["GET", "POST"])
def state(request: ActorRequest) -> HttpResponse:
    """Register one's own; ``?vad=`` chooses what, such as ``course:hlr``, and ``?som=`` begins as one registered."""
    if request.actor.person is None:
        raise NotYours
    asked = asked_of(request.actor)
    initial = {"what": request.GET.get("vad", "")}
    if (same := request.GET.get("som", "")).isdecimal():
        initial = initial_of(own_statement(request.actor, int(same[:18])), asked)
    form = StatementForm(asked, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.state_evidence(
                actor=request.actor,
                employer_id=form.cleaned_data["employer"],
                statement=form.statement,
                document=form.cleaned_data["file"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            _thank(request, made)
            return redirect("careers:evidence")
    return render(request, "careers/evidence/state.html", {"form": form, "asked": asked})


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, evidence_id: int) -> HttpResponse:
    evidence = own_statement(request.actor, evidence_id)
    require(may_change(request.actor, evidence))
    if not may_correct(request.actor, evidence):
        return render(
            request, "careers/evidence/left.html", {"evidence": evidence}, status=403 if request.POST else 200
        )
    form = StatementForm(asked_of(request.actor), request.POST or None, request.FILES or None, evidence=evidence)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.correct_evidence(
                actor=request.actor,
                evidence=evidence,
                statement=form.statement,
                document=form.cleaned_data["file"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            _thank(request, made)
            return redirect("careers:evidence")
    return render(request, "careers/evidence/state.html", {"form": form, "evidence": evidence})


@login_required
@require_POST
def take_back(request: ActorRequest, evidence_id: int) -> HttpResponse:
    services.take_back_evidence(actor=request.actor, evidence=own_statement(request.actor, evidence_id))
    messages.success(request, _("It is taken away."))
    return redirect("careers:evidence")


@login_required
@require_GET
def to_check(request: ActorRequest) -> HttpResponse:
    """What waits for the manager or the coordinator, the longest waiting first."""
    if not (request.actor.manages or request.actor.coordinates):
        raise NotYours
    table = Table(request, waiting_evidence(request.actor), columns=[], page_size=A_PAGE)
    record_readings(
        actor=request.actor,
        persons={one.person_id for one in table.page.object_list},
        page="careers:evidence_to_check",
    )
    return render(request, "careers/evidence/to_check.html", {"table": table})


@login_required
@require_http_methods(["GET", "POST"])
def check(request: ActorRequest, evidence_id: int) -> HttpResponse:
    """Look at one, and accept or decline it by the button ``answer``."""
    evidence = evidence_to_check(request.actor, evidence_id)
    require(may_check(request.actor, evidence))
    form = CheckForm(request.POST or None, initial={"seen": services.mark_of(evidence)})
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, evidence, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("careers:evidence_to_check")
    record_reading(actor=request.actor, person=evidence.person_id, page="careers:evidence_check")
    return render(request, "careers/evidence/check.html", {"evidence": evidence, "form": form})


@login_required
@require_GET
def file(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """A clean file, to be saved: it is never opened in the product's own name."""
    found = clean_file(request.actor, file_id)
    record_reading(actor=request.actor, person=found.person_id, page="careers:evidence_file")
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _answer(request: ActorRequest, evidence: Evidence, given: dict[str, Any]) -> None:
    told: dict[str, Any] = {"actor": request.actor, "evidence": evidence, "seen": given["seen"]}
    if given["answer"] == "decline":
        services.decline_evidence(**told, why=given["why"])
        messages.success(request, _("The person is told why, and can send it again."))
    else:
        services.check_evidence(**told, how=given["how"])
        messages.success(request, _("It is checked, and counts from now on."))


def _thank(request: ActorRequest, evidence: Evidence) -> None:
    if evidence.kind == Evidence.Kind.REFLECTION:
        messages.success(request, _("Your reflection is saved. Nobody needs to check it."))
    else:
        messages.success(request, _("It is saved, and counts when your manager or a coordinator has checked it."))
