"""The employer's page of who may retire within five years, in counts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stegvis.careers.experience.leaving import leaving_of
from stegvis.careers.pages import pension_age, pension_ages
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours


@login_required
@require_GET
def leaving(request: ActorRequest) -> HttpResponse:
    wanted = request.GET.get("arbetsgivare", "")
    if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise NotYours
    age = pension_age(request.GET)
    found = leaving_of(
        request.actor,
        employer_id=int(wanted) if wanted else None,
        profession=request.GET.get("yrke", ""),
        age=age,
    )
    return render(request, "careers/experience/leaving.html", {"page": found, "ages": pension_ages(age)})
