"""The page of a draft on how the requirements of the version before follow into it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import require
from stegvis.foundation.components.tables import Column, Table
from stegvis.frameworks.drafts.policies import may_write
from stegvis.frameworks.drafts.queries import draft_of
from stegvis.frameworks.drafts.review_policies import may_read_through
from stegvis.frameworks.drafts.services import Conflict
from stegvis.frameworks.models import Draft
from stegvis.frameworks.relations.editing import agree, say
from stegvis.frameworks.relations.entries import MappingEntry
from stegvis.frameworks.relations.forms import LineForm
from stegvis.frameworks.relations.mapping import DraftMapping, Line, mapping_of, needs_mapping
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.relations.services import save_mapping

FAULTS_SHOWN = 20
LINES_ON_A_PAGE = 100


@login_required
@require_http_methods(["GET", "POST"])
def draft_mapping(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = draft_of(request.actor, draft_id)
    require(may_read_through(request.actor, draft))
    mapping = mapping_of(draft) if needs_mapping(draft) else None
    if request.method == "POST":
        require(may_write(request.actor, draft))
        if mapping is None:
            raise Http404
        return _save(request, draft, _asked_for(mapping, request), request.POST.get("revision", ""))
    context: dict[str, Any] = {"draft": draft, "mapping": mapping, "needs_mapping": needs_mapping(draft)}
    if mapping is not None:
        context |= _shown(request, mapping) | {"may_write": bool(may_write(request.actor, draft))}
    return render(request, "frameworks/relations/mapping.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def mapping_line(request: ActorRequest, draft_id: UUID, place: int | None = None) -> HttpResponse:
    """Change one line, or add one where ``place`` is None."""
    draft = draft_of(request.actor, draft_id)
    require(may_write(request.actor, draft))
    mapping = mapping_of(draft) if needs_mapping(draft) else None
    if mapping is None or (place is not None and place >= len(mapping.lines)):
        raise Http404
    line = mapping.lines[place] if place is not None else None
    everything = "alla" in request.GET
    if request.method == "POST":
        form = LineForm(mapping, line, request.POST, everything=everything)
        if form.is_valid():
            return _save(request, draft, say(mapping.entries, place, form.entry()), form.cleaned_data["revision"])
    else:
        form = LineForm(
            mapping, line, initial=_initial(draft, line, request.GET.get("krav", "")), everything=everything
        )
    context = {"draft": draft, "mapping": mapping, "line": line, "form": form, "everything": everything}
    return render(request, "frameworks/relations/mapping_line.html", context)


def _initial(draft: Draft, line: Line | None, code: str) -> dict[str, Any]:
    if line is None:
        return {"revision": draft.revision, "old": [code], "new": [code]}
    entry = line.entry
    return {
        "revision": draft.revision,
        "relation": entry.relation,
        "old": entry.from_codes,
        "new": entry.to_codes,
        "note": entry.note,
    }


def _asked_for(mapping: DraftMapping, request: ActorRequest) -> list[MappingEntry]:
    """What the pressed button makes of the mapping."""
    pressed, _colon, place = request.POST.get("gor", "").partition(":")
    if pressed == "foresla":
        said = [entry for entry in mapping.entries if not entry.is_proposal]
        return propose_mapping(mapping.before, mapping.after, said)
    if pressed == "godkann" and (not place or (place.isdecimal() and len(place) < 6)):
        return agree(mapping.entries, int(place) if place else None)
    if pressed == "spara":
        return mapping.entries
    raise Http404


def _save(request: ActorRequest, draft: Draft, entries: list[MappingEntry], revision: int | str) -> HttpResponse:
    try:
        save_mapping(actor=request.actor, draft=draft, revision=int(revision or 0), entries=entries)
    except Conflict:
        messages.error(request, _("Somebody has changed the draft meanwhile. Look at it as it is now and try again."))
    except ValueError as malformed:
        raise Http404 from malformed
    else:
        messages.success(request, _("Saved."))
    shown = "?visa=alla" if request.POST.get("visa") == "alla" else ""
    return redirect(reverse("frameworks:draft_mapping", args=[draft.pk]) + shown)


def _shown(request: ActorRequest, mapping: DraftMapping) -> dict[str, Any]:
    shows_all = request.GET.get("visa") == "alla"
    to_look_at = [line for line in mapping.lines if line.needs_a_look]
    table = Table(
        request=request,
        rows=mapping.lines if shows_all else to_look_at,
        columns=[
            Column("old", _("Version %(version)s") % {"version": mapping.before.version}),
            Column("relation", _("What became of it")),
            Column("new", _("Version %(version)s") % {"version": mapping.after.version}),
            Column("change", _("Change")),
        ],
        page_size=LINES_ON_A_PAGE,
    )
    here = reverse("frameworks:draft_mapping", args=[mapping.draft.pk])
    tabs = [
        {"label": _("To look at"), "url": here, "current": not shows_all, "count": len(to_look_at)},
        {"label": _("All"), "url": f"{here}?visa=alla", "current": shows_all, "count": len(mapping.lines)},
    ]
    return {
        "table": table,
        "views": tabs,
        "shows_all": shows_all,
        "faults": mapping.faults[:FAULTS_SHOWN],
        "more_faults": max(len(mapping.faults) - FAULTS_SHOWN, 0),
    }
