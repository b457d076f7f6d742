"""What others show an employer, as its coordinators and managers read it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.careers.record.policies import may_count
from stegvis.careers.record.queries import shared_record, shown_to_us
from stegvis.careers.record.services import count_shared
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.components.tables import Table

A_PAGE = 25


@login_required
@require_GET
def shared_records(request: ActorRequest) -> HttpResponse:
    """Who shows something, the latest first."""
    actor = request.actor
    if not (actor.manages or actor.coordinates or actor.handles):
        raise NotYours
    table = Table(request, shown_to_us(actor), columns=[], page_size=A_PAGE)
    persons = {one.person_id for one in table.page.object_list}
    record_readings(actor=actor, persons=persons, page="careers:shared_records")
    return render(request, "careers/record/shared_records.html", {"table": table})


@login_required
@require_http_methods(["GET", "POST"])
def shared(request: ActorRequest, consent_id: int) -> HttpResponse:
    """What one person shows. A POST takes the evidence in ``evidence``, or ``all`` of it, into one's own."""
    if request.method == "POST":
        return _count(request, consent_id)
    found = shared_record(request.actor, consent_id)
    record_reading(actor=request.actor, person=found.consent.person_id, page="careers:shared_record")
    context = {"found": found, "consent": found.consent, "may_count": may_count(request.actor, found.consent)}
    return render(request, "careers/record/shared.html", context)


def _count(request: ActorRequest, consent_id: int) -> HttpResponse:
    ticked = [int(key) for key in request.POST.getlist("evidence") if key.isascii() and key.isdigit() and len(key) < 19]
    chosen = None if "all" in request.POST else ticked
    try:
        new = count_shared(actor=request.actor, consent_id=consent_id, evidence=chosen)
    except Refused as refused:
        messages.error(request, str(refused))
        still = shown_to_us(request.actor).filter(pk=consent_id).exists()
        return redirect("careers:shared_record", consent_id) if still else redirect("careers:shared_records")
    if new:
        said = ngettext("%(n)s thing counts with you from now on.", "%(n)s things count with you from now on.", new)
        messages.success(request, said % {"n": new})
    else:
        messages.info(request, _("You had all of it already."))
    return redirect("careers:shared_record", consent_id)
