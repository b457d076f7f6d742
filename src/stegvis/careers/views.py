"""The pages of the main job: a person, a team, an employer."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stegvis.careers.exports import organisation_table, team_table
from stegvis.careers.moves.queries import own_moves, team_moves
from stegvis.careers.pages import OrganisationPage, PersonPage, TeamPage, pension_age
from stegvis.careers.placements.queries import decisions_of, managed
from stegvis.careers.queries import organisation_overview, standing_of, team_of
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.documents.writing import export_table


@login_required
@require_GET
def me(request: ActorRequest) -> HttpResponse:
    """My development. Whoever is not connected to a person is told so."""
    actor = request.actor
    page = None
    if actor.person:
        standing = standing_of(actor, actor.person)
        page = PersonPage(standing, request.GET, decisions_of(actor, actor.person), own_moves(actor))
    return render(request, "careers/me.html", {"page": page})


@login_required
@require_GET
def person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """The same about somebody in one's team, who can see that it was read."""
    actor = request.actor
    standing = standing_of(actor, person_id)
    deciding = managed(actor, person_id)
    page = PersonPage(
        standing,
        request.GET,
        [one for one in decisions_of(actor, person_id) if one.placement.employer_id in standing.employers],
        deciding=deciding.employments,
    )
    record_reading(actor=actor, person=person_id, page="careers:person")
    context = {"page": page, "mentored_until": deciding.mentored_until}
    return render(request, "careers/person.html", context)


@login_required
@require_GET
def team(request: ActorRequest) -> HttpResponse:
    """My team: the query says which unit, profession and part, and for a file the format."""
    found = team_of(
        request.actor,
        unit_id=_number(request.GET.get("enhet")),
        profession=request.GET.get("yrke", ""),
        pension_age=pension_age(request.GET),
    )
    if wanted := request.GET.get("export"):
        file = _file(team_table(found), wanted)
        record_readings(actor=request.actor, persons=found.persons, page="careers:team_file")
        return file
    page = TeamPage(found, request, team_moves(request.actor, found.persons))
    record_readings(actor=request.actor, persons=page.persons, page="careers:team")
    return render(request, "careers/team.html", {"page": page})


@login_required
@require_GET
def organisation(request: ActorRequest) -> HttpResponse:
    """The employer's overview, in counts that tell of no small group."""
    found = organisation_overview(
        request.actor,
        employer_id=_number(request.GET.get("arbetsgivare")),
        profession=request.GET.get("yrke", ""),
    )
    if wanted := request.GET.get("export"):
        return _file(organisation_table(found), wanted)
    return render(request, "careers/organisation.html", {"page": OrganisationPage(found, request.GET)})


def _number(text: str | None) -> int | None:
    """A key from the address; one that is no number is not there."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)


def _file(table: tuple[str, list[str], list[list[object]]], wanted: str) -> HttpResponse:
    if wanted not in {"xlsx", "csv"}:
        raise Http404
    return export_table(*table, wanted)
