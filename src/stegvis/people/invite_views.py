"""Inviting staff to log in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import require
from stegvis.people.inviting import start_inviting, without_login
from stegvis.people.policies import may_import_staff


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: ActorRequest) -> HttpResponse:
    """Who has no log-in, by unit. A press sends the letters of one unit; for all of them it asks once more."""
    require(may_import_staff(request.actor))
    found = without_login(request.actor)
    if request.method == "POST":
        wanted = request.POST.get("unit", "")
        units = {row.unit.pk for row in found if row.ready and wanted in ("", str(row.unit.pk))}
        if not units:
            messages.error(request, _("There is nobody to write to there. Somebody else may just have done it."))
            return redirect("people:invite")
        if not wanted and "sure" not in request.POST:
            chosen = [row for row in found if row.ready]
            return render(request, "people/invite_sure.html", {"units": chosen, "ready": sum(r.ready for r in chosen)})
        return redirect("jobs:detail", start_inviting(actor=request.actor, units=units).pk)
    several = len({row.unit.organisation_id for row in found}) > 1
    context = {"units": found, "several": several, "ready": sum(row.ready for row in found)}
    context["unsent"] = sum(row.unsent for row in found)
    return render(request, "people/invite.html", context)
