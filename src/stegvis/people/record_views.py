"""The person's own pages about their record: every change of it, and who has looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.audit.queries import Change, history_of, names_of, readings_of
from stegvis.foundation.components.tables import Table
from stegvis.organisations.models import Role

PAGE_SIZE = 25


@dataclass(frozen=True)
class Entry:
    """A change as the page shows it."""

    change: Change
    heading: str
    who: str
    fields: tuple[tuple[str, str, str], ...]  # label, before, after


@login_required
@require_GET
def history(request: ActorRequest) -> HttpResponse:
    person = request.actor.person
    if person is None:
        raise NotYours
    table = Table(request, history_of(request.actor, person), columns=[], page_size=PAGE_SIZE)
    changes = table.page.object_list
    names = names_of(change.user for change in changes)
    entries = [_entry(change, request.actor.user, names) for change in changes]
    return render(request, "people/history.html", {"entries": entries, "table": table})


@login_required
@require_GET
def readings(request: ActorRequest) -> HttpResponse:
    person = request.actor.person
    if person is None:
        raise NotYours
    table = Table(request, readings_of(request.actor, person), columns=[], page_size=PAGE_SIZE)
    rows = table.page.object_list
    names = names_of(reading.reader_id for reading in rows)
    entries = [(row.at, names.get(row.reader_id) or somebody(), _page_in_words(row.page)) for row in rows]
    return render(request, "people/history_readings.html", {"entries": entries, "table": table})


def _page_in_words(page: str) -> str:
    words = {
        "careers:team": _("The team's overview"),
        "careers:team_file": _("The team's overview as a file"),
        "people:current_list": _("The staff list as a file"),
    }
    return words.get(page) or _("Your page")


def somebody() -> str:
    """For whom no name is shown. The word tells nothing of why."""
    return _("Employer's staff")


def _entry(change: Change, me: int | None, names: dict[int, str]) -> Entry:
    headings = {"insert": _("%s was added"), "update": _("%s was changed"), "delete": _("%s was removed")}
    return Entry(
        change,
        heading=headings[change.verb] % change.subject,
        who=_who(change, me, names),
        fields=tuple((field.label, _text(field.before), _text(field.after)) for field in change.fields),
    )


def _who(change: Change, me: int | None, names: dict[int, str]) -> str:
    if change.user is None:
        return "Stegvis"
    if change.user == me:
        return _("You")
    roles = ", ".join(str(Role(role).label) for role in change.roles if role in Role.values)
    name = names.get(change.user) or somebody()
    return f"{name} ({roles})" if roles else name


def _text(value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return date_format(value) if isinstance(value, date) else str(value)
