"""The unit's feed, and sharing something in it.

What is shared is given to the unit by its writer, so that to read it is not noted as a reading of their record.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.models import Sharing
from stegvis.careers.spreading import queries, services
from stegvis.careers.spreading.forms import SharingForm
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.queries import names_of
from stegvis.foundation.components.tables import Table
from stegvis.organisations.models import Unit

A_PAGE = 20


@login_required
@require_GET
def feed(request: ActorRequest) -> HttpResponse:
    """What is shared and planned in one of the actor's units; which one is said by ``enhet``."""
    actor = request.actor
    units = queries.shown_units(actor)
    if not units and actor.person is not None:
        return render(request, "careers/spreading/feed.html")
    wanted = request.GET.get("enhet", "")
    unit = next((one for one in units if str(one.pk) == wanted or not wanted), None)
    if unit is None:
        raise NotYours
    table = Table(request, queries.shared_in(actor, unit.pk), columns=[], page_size=A_PAGE)
    shared, planned = list(table.page.object_list), queries.planned_in(actor, unit.pk)
    names = names_of(one.shared_by_id for one in (*shared, *planned))
    thanks = queries.thanks_for(actor, shared)
    context = {
        "unit": unit,
        "tabs": [
            {"label": one.name, "url": f"?enhet={one.pk}", "current": one == unit, "count": None} for one in units
        ],
        "works_here": unit.pk in actor.units,
        "manages": unit.pk in actor.manages,
        "courses": queries.untold_courses(actor) if unit.pk in actor.units else [],
        "planned": [_row(request, one, names) for one in planned],
        "shared": [
            _row(request, one, names) | {"thanks": thanks.counts[one.pk], "thanked": one.pk in thanks.own}
            for one in shared
        ],
        "table": table,
    }
    return render(request, "careers/spreading/feed.html", context)


def _row(request: ActorRequest, one: Sharing, names: dict[int, str]) -> dict[str, object]:
    is_own = one.person_id == request.actor.person
    has_come = one.planned_on is not None and one.planned_on <= request.actor.today
    return {
        "sharing": one,
        "who": names.get(one.shared_by_id or 0, ""),
        "is_own": is_own,
        "has_come": has_come and is_own,
    }


@login_required
@require_http_methods(["GET", "POST"])
def share(request: ActorRequest) -> HttpResponse:
    """Share something; ``kurs`` says which of one's own courses, without it it is of one's own choice."""
    actor = request.actor
    key = request.GET.get("kurs", "")
    course = queries.own_course(actor, key) if key else None
    units = _own_units(request, course.employer_id if course else None)
    form = SharingForm(units, request.POST or None, initial={"title": course.title if course else ""})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.share(actor=actor, unit=form.unit_chosen, facts=form.facts, course=course)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, made)
    return render(request, "careers/spreading/share.html", {"form": form, "course": course})


def _own_units(request: ActorRequest, employer: int | None) -> list[Unit]:
    """The units where the actor works, of the employer if one is named. Raises NotYours where there is none."""
    if request.actor.person is None:
        raise NotYours
    rows = queries.own_employments(request.actor)
    found = {one.unit_id: one.unit for one in rows if employer in {None, one.employer_id}}
    if not found:
        raise NotYours
    return list(found.values())


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, sharing_id: int) -> HttpResponse:
    """Other words or another day, and how it went."""
    sharing = queries.own_sharing(request.actor, sharing_id)
    form = SharingForm([sharing.unit], request.POST or None, initial=SharingForm.initial_of(sharing))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.change_sharing(actor=request.actor, sharing_id=sharing_id, facts=form.facts)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, made)
    return render(request, "careers/spreading/share.html", {"form": form, "sharing": sharing})


@login_required
@require_POST
def take_back(request: ActorRequest, sharing_id: int) -> HttpResponse:
    sharing = queries.own_sharing(request.actor, sharing_id)
    services.take_back_sharing(actor=request.actor, sharing_id=sharing_id)
    messages.success(request, _("It is taken back. Nobody else reads it any more."))
    return redirect(_feed(sharing.unit_id))


@login_required
@require_POST
def dismiss(request: ActorRequest) -> HttpResponse:
    """Not this time: the courses named in ``kurs`` are not asked about again."""
    courses = [queries.own_course(request.actor, key) for key in request.POST.getlist("kurs")[:100]]
    services.dismiss_courses(actor=request.actor, courses=courses)
    messages.success(request, _("All right. You are not asked about it again."))
    return redirect("careers:sharings")


@login_required
@require_POST
def thank(request: ActorRequest, sharing_id: int) -> HttpResponse:
    services.thank(actor=request.actor, sharing_id=sharing_id)
    unit = request.POST.get("enhet", "")
    is_key = unit.isascii() and unit.isdigit() and len(unit) < 19
    return redirect(f"{_feed(int(unit))}#d{sharing_id}" if is_key else "careers:sharings")


def _done(request: ActorRequest, sharing: Sharing) -> HttpResponse:
    if sharing.state == Sharing.State.PLANNED:
        messages.success(request, _("It is planned, and in the calendar of your colleagues."))
    else:
        messages.success(request, _("Thank you! It is shared with your unit."))
    return redirect(_feed(sharing.unit_id))


def _feed(unit: int) -> str:
    return f"{reverse('careers:sharings')}?enhet={unit}"
