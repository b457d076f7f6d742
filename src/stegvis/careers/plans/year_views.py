"""The employer's year: everybody sees it, the coordinator keeps it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.models import YearEntry
from stegvis.careers.plans import year_services
from stegvis.careers.plans.forms import EntryForm
from stegvis.careers.plans.pages import what_it_is_now
from stegvis.careers.plans.queries import employers_with_a_year, year_of
from stegvis.careers.plans.revision import revision_of
from stegvis.careers.plans.wheel import wheel_of
from stegvis.careers.plans.year import next_of
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.organisations.models import Organisation


@login_required
@require_GET
def year(request: ActorRequest) -> HttpResponse:
    employers = employers_with_a_year(request.actor)
    wanted = request.GET.get("arbetsgivare", "")
    employer = next((one for one in employers if str(one.pk) == wanted or not wanted), None)
    if employer is None:
        raise NotYours
    entries = year_of(request.actor, employer.pk).entries
    rows = [
        {"number": number, "entry": entry, "next": next_of(entry, request.actor.today)}
        for number, entry in enumerate(entries, 1)
    ]
    context = {
        "employer": employer,
        "tabs": [
            {"label": one.name, "url": f"?arbetsgivare={one.pk}", "current": one is employer, "count": None}
            for one in employers
        ],
        "rows": rows,
        "wheel": wheel_of(entries, [str(name)[:3] for name in MONTHS_3.values()]),
        "coordinates": employer.pk in request.actor.coordinates,
        "today": request.actor.today,
    }
    return render(request, "careers/plans/year.html", context)


@login_required
@require_POST
def start(request: ActorRequest, organisation_id: int) -> HttpResponse:
    employer = _kept(request, organisation_id)
    try:
        year_services.start_year(actor=request.actor, employer=employer.pk)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("A common year is laid in. Change it so that it fits yours."))
    return redirect(_year(employer))


@login_required
@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, organisation_id: int) -> HttpResponse:
    employer = _kept(request, organisation_id)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            year_services.add_entry(actor=request.actor, employer=employer.pk, facts=form.facts)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is in the year."))
            return redirect(_year(employer))
    return _page(request, employer, form, _("Add to the year"))


@login_required
@require_http_methods(["GET", "POST"])
def entry(request: ActorRequest, entry_id: int) -> HttpResponse:
    """Change it, or take it out with the other button."""
    rows = visible(request.actor, YearEntry).filter(employer__in=request.actor.coordinates).select_related("employer")
    row = get_visible(request.actor, YearEntry, rows, pk=entry_id)
    form = EntryForm(request.POST or None, initial={"seen": revision_of(row), **EntryForm.initial_of(row)})
    now: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                year_services.remove_entry(actor=request.actor, entry_id=row.pk, seen=request.POST.get("seen", ""))
                messages.success(request, _("It is taken out of the year."))
                return redirect(_year(row.employer))
            if form.is_valid():
                year_services.change_entry(
                    actor=request.actor, entry_id=row.pk, seen=form.cleaned_data["seen"], facts=form.facts
                )
                messages.success(request, _("The year is saved."))
                return redirect(_year(row.employer))
        except Refused as refused:
            form.is_valid()
            form.add_error(None, str(refused))
            now = what_it_is_now(form)
            form.show_anew(form.initial["seen"])
    return _page(request, row.employer, form, _("Change the year"), now=now, removable=True)


def _kept(request: ActorRequest, organisation_id: int) -> Organisation:
    """An employer that the actor coordinates. Raises NotYours."""
    rows = visible(request.actor, Organisation).filter(pk__in=request.actor.coordinates)
    return get_visible(request.actor, Organisation, rows, pk=organisation_id)


def _year(employer: Organisation) -> str:
    return f"{reverse('careers:year')}?arbetsgivare={employer.pk}"


def _page(request: ActorRequest, employer: Organisation, form: EntryForm, title: str, **rest: Any) -> HttpResponse:
    context = {"employer": employer, "form": form, "title": title, "back": _year(employer), **rest}
    return render(request, "careers/plans/year_entry.html", context)
