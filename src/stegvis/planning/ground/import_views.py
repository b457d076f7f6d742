"""Bringing in figures from Excel: upload, look through, save."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, read_document, too_large
from stegvis.planning.ground import queries
from stegvis.planning.ground.forms import UploadForm, pack, unpack
from stegvis.planning.ground.importing.bringing import Done, Line, NotWhole, bring_in, rehearse
from stegvis.planning.ground.importing.sheets import KINDS, read, typed
from stegvis.planning.ground.pages import professions_titled, why_not_counted
from stegvis.planning.models.ground import Ground

TITLES = {
    "antaganden": gettext_lazy("Bring in assumptions"),
    "personal": gettext_lazy("Bring in staff"),
    "befolkning": gettext_lazy("Bring in inhabitants"),
}


def _ground(request: ActorRequest, pk: int, kind: str) -> Ground:
    ground = queries.ground_of(actor=request.actor, pk=pk)
    if kind not in KINDS or (kind == "personal" and ground.employer_id is None):
        raise Http404
    return ground


@login_required
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """The upload; then, on the same address, what the file would change."""
    ground = _ground(request, pk, kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"ground": ground, "kind": kind, "title": TITLES[kind], "form": form}
    context["not_counted"] = why_not_counted(request.actor, ground) if kind == "personal" else ""
    if request.method == "POST" and form.is_valid():
        upload: UploadedFile = form.cleaned_data["file"]
        try:
            if (upload.size or 0) > MAX_BYTES:
                raise too_large(upload.size or 0)
            reading = read(read_document(upload.read()), kind, professions_titled("sv"))
            context["reading"] = reading
            lines = rehearse(actor=request.actor, ground=ground, kind=kind, rows=reading.rows)
        except UnreadableError as error:
            form.add_error("file", error.text)
        except NotWhole as refused:
            context["lines"] = passed = [one for one in refused.lines if one.done is Done.REFUSED][:100]
            form.add_error("file", _mend_first() if passed or reading.problems else str(refused))
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            packed = pack(reading.rows, user=request.actor.user, ground=ground.pk, kind=kind)
            context |= {"packed": packed, **_counted(lines, len(reading.problems))}
            return render(request, "planning/ground/import_preview.html", context)
    return render(request, "planning/ground/import.html", context)


def _mend_first() -> str:
    """A row that is wrong is a year that is missing: only the row is told of."""
    return _("Mend the rows that are told of here, and upload the file again. It is brought in whole or not at all.")


def _counted(lines: list[Line], unread: int) -> dict[str, Any]:
    counts = Counter(one.done for one in lines)
    told = [one for one in lines if one.done is not Done.SAME]
    return {
        "lines": told[:500],
        "more": len(told) - 500 if len(told) > 500 else 0,
        "added": counts[Done.ADDED],
        "changed": counts[Done.CHANGED],
        "same": counts[Done.SAME],
        "refused": counts[Done.REFUSED] + unread,
    }


@login_required
@require_POST
def save(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """What was looked through, by the same user within the hour; it is gone through anew."""
    ground = _ground(request, pk, kind)
    rows = unpack(request.POST.get("packed", ""), user=request.actor.user, ground=ground.pk, kind=kind)
    if rows is None:
        messages.error(
            request, _("The file was looked through more than an hour ago, or for something else. Upload it again.")
        )
        return redirect("planning:ground_import", ground.pk, kind)
    try:
        lines = bring_in(actor=request.actor, ground=ground, kind=kind, rows=typed(rows, kind))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("planning:ground_import", ground.pk, kind)
    counts = Counter(one.done for one in lines)
    said = _("Saved: %(added)d new, %(changed)d changed, %(same)d as before, %(refused)d passed over.")
    messages.success(request, said % {one.value: counts[one] for one in Done})
    if kind == "personal" and (told := why_not_counted(request.actor, ground)):
        messages.info(request, told)
    return redirect("planning:ground_detail", ground.pk)
