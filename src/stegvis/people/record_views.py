"""The person's own pages about their record: every change of it, and who has looked."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.audit.models import Reading
from stegvis.foundation.audit.queries import history_of, names_of, readings_of
from stegvis.foundation.components.tables import Table
from stegvis.organisations.models import Organisation
from stegvis.people.record_entries import entry_of, somebody

CHANGES_A_PAGE = 10
READINGS_A_PAGE = 25


@login_required
@require_GET
def history(request: ActorRequest) -> HttpResponse:
    person = request.actor.person
    if person is None:
        raise NotYours
    table = Table(request, history_of(request.actor, person), columns=[], page_size=CHANGES_A_PAGE)
    changes = table.page.object_list
    names = names_of(change.user for change in changes)
    entries = [entry_of(change, request.actor.user, names) for change in changes]
    return render(request, "people/history.html", {"entries": entries, "table": table})


@login_required
@require_GET
def readings(request: ActorRequest) -> HttpResponse:
    person = request.actor.person
    if person is None:
        raise NotYours
    table = Table(request, readings_of(request.actor, person), columns=[], page_size=READINGS_A_PAGE)
    rows = table.page.object_list
    names = names_of(reading.reader_id for reading in rows)
    employers = visible(request.actor, Organisation).in_bulk({key for row in rows for key in row.employers})
    entries = [(row.at, _reader(row, names, employers), _page_in_words(row.page)) for row in rows]
    return render(request, "people/history_readings.html", {"entries": entries, "table": table})


def _reader(reading: Reading, names: Mapping[int, str], employers: Mapping[int, Organisation]) -> str:
    """The name, and for whom it was read; of whose name is not shown nothing more is told either."""
    name = names.get(reading.reader_id)
    if name is None:
        return somebody()
    return ", ".join([name, *(str(employers[key]) for key in reading.employers)])


def _page_in_words(page: str) -> str:
    words = {
        **dict.fromkeys(
            ("careers:assess", "careers:assess_team", "careers:assessments_asked"), _("What is judged in an assessment")
        ),
        "careers:assessment": _("An assessment of you"),
        "careers:calibration_judge": _("A second judgement in a calibration round"),
        **dict.fromkeys(("careers:introduction", "careers:supervising"), _("Your introduction")),
        **dict.fromkeys(("careers:introductions", "careers:introduction_start"), _("The list of introductions")),
        "careers:shared_record": _("What you show an employer"),
        "careers:shared_records": _("The list of those who show something"),
        "careers:mentorship": _("A mentorship of yours"),
        "careers:mentor_round_rank": _("Your wish for a mentor"),
        "careers:mentor_round": _("The wishes in a matching round"),
        "exchange:round_team": _("The team's wishes in rounds"),
        "exchange:round_lead": _("The wishes in a round"),
        "careers:team": _("The team's overview"),
        "careers:team_assessments": _("The list of the team's assessments"),
        "careers:team_file": _("The team's overview as a file"),
        "careers:credential": _("A digital certificate of yours"),
        "careers:credentials_issued": _("The list of issued digital certificates"),
        "careers:evidence_to_check": _("The list of what is to be checked"),
        "careers:evidence_check": _("Evidence that you have registered"),
        "careers:evidence_file": _("A document that you have added"),
        "exchange:pathway": _("What is offered that you could take"),
        "people:staff": _("The staff list"),
        "people:staff_file": _("The staff list as a file"),
        "careers:team_move": _("What a new version means for the team"),
        "careers:talk": _("A talk with you"),
        "careers:talk_pdf": _("A talk with you as a file"),
        "careers:plan": _("Your development plan"),
        "careers:offers": _("What you have said of a role or a wish"),
        "careers:study": _("Your studies in the employment"),
        "careers:placement_answers": _("What you have said of a decision about your level"),
        "careers:place": _("The page where your level is decided"),
        "people:current_list": _("The staff list as a file"),
        "exchange:asked": _("The list of applications for places"),
        "exchange:team_places": _("The list of who in the team is away"),
        "exchange:participants": _("The list of participants"),
        "exchange:attendance": _("The attendance list"),
    }
    return words.get(page) or _("Your page")
