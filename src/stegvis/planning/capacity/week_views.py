"""Telling of a week, and the workbook of a plan in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.doing import sent
from stegvis.foundation.documents.bringing import counted, saved_in_words
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, read_document, too_large
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.writing import XLSX, download, write_workbook
from stegvis.planning.capacity import bringing, outcome_bringing, outcome_workbook, week_services, workbook
from stegvis.planning.capacity.bringing import Lines
from stegvis.planning.capacity.computing import expected
from stegvis.planning.capacity.forms import UploadForm, WeekForm
from stegvis.planning.capacity.pages import Held, held
from stegvis.planning.capacity.policies import may_tell, may_tell_of, may_write
from stegvis.planning.capacity.queries import outcome_of, outcomes_of, told_by_place
from stegvis.planning.capacity.words import week_name
from stegvis.planning.models import CapacityPlan, CapacityWeek
from stegvis.planning.seen import is_behind, mark_of

MOST_SHOWN = 300
"""Rows of a workbook that a page shows before it is saved."""


@login_required
@require_http_methods(["GET", "POST"])
def week(request: ActorRequest, plan_id: int, number: int) -> HttpResponse:
    """How the plan's first, second … week went."""
    found = held(request, plan_id)
    if not 1 <= number <= len(found.weeks):
        raise Http404
    monday = found.weeks[number - 1].monday
    require(may_tell(request.actor, found.plan))
    if not (may := may_tell_of(request.actor, found.plan, monday)):
        messages.error(request, may.why)
        return redirect("planning:capacity", plan_id)
    row = visible(request.actor, CapacityWeek).filter(plan=found.plan, week=monday).first()
    before = outcome_of(row) if row else expected(found.content, number - 1)
    mark = mark_of(row, week_services.TOLD)
    initial = {"words": row.words if row else "", "seen": mark}
    form = WeekForm(found.content, found.names, before, request.POST or None, initial=initial)

    def save() -> None:
        told = {"outcome": form.outcome, "words": form.cleaned_data["words"], "seen": form.cleaned_data["seen"]}
        week_services.tell_week(actor=request.actor, plan_id=plan_id, monday=monday, **told)

    if sent(request, form, save, _("The week is told of.")):
        return redirect("planning:capacity", plan_id)
    title = _("How %(week)s went") % {"week": week_name(found.weeks[number - 1]).lower()}
    context = {"form": form, "plan": found.plan, "title": title, "is_behind": is_behind(form, mark)}
    return render(request, "planning/capacity/week.html", context)


@login_required
@require_GET
def file(request: ActorRequest, plan_id: int) -> HttpResponse:
    """The plan as it is, to fill in and bring back; of a decided one also how its weeks went."""
    found = held(request, plan_id)
    sheets = workbook.sheets_of(found.content, found.weeks, found.names)
    if _is_decided(found):
        begun = [one for one in found.weeks if one.monday <= request.actor.today]
        told = told_by_place(found.plan, outcomes_of(request.actor, found.plan))
        sheets = [*outcome_workbook.sheets(found.content, begun, found.names, told), *sheets]
    name = slug(f"{found.plan.title} {found.plan.unit}", 60) or "kapacitet"
    return download(write_workbook(sheets), f"{name}.xlsx", XLSX)


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, plan_id: int) -> HttpResponse:
    """What to do, the workbook and the upload; then, on the same address, what the file would change.

    Of a draft the plan itself is brought in, of a decided plan how its weeks went.
    """
    found = _bringing(request, plan_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {"form": form, "plan": found.plan}
    if request.method == "POST" and form.is_valid():
        sent_file: UploadedFile = form.cleaned_data["file"]
        try:
            if (sent_file.size or 0) > MAX_BYTES:
                raise too_large(sent_file.size or 0)
            reading = _read(found, sent_file.read())
            results = _brought(request, found, reading.lines, is_kept=False)
        except UnreadableError as error:
            form.add_error("file", error.text)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            packed = workbook.pack(reading.lines, **_about(request, found))
            names = found.names | outcome_workbook.labels(found.content, found.names)
            shown = [(one, names.get(one.item.name, one.item.name)) for one in results if one.done != "same"]
            shown.sort(key=lambda row: row[0].done != "refused")  # what is wrong first
            context |= {"shown": shown[:MOST_SHOWN], "not_shown": max(len(shown) - MOST_SHOWN, 0)}
            context |= {"reading": reading, "packed": packed, **counted(results, reading.problems)}
            return render(request, "planning/capacity/preview.html", context)
    return render(request, "planning/capacity/upload.html", context)


@login_required
@require_POST
def save_upload(request: ActorRequest, plan_id: int) -> HttpResponse:
    """What was looked through, by the same user within the hour, while nobody has changed the plan."""
    found = _bringing(request, plan_id)
    try:
        lines = workbook.unpack(request.POST.get("packed", ""), **_about(request, found))
        results = _brought(request, found, lines, is_kept=True)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("planning:capacity_upload", plan_id)
    messages.success(request, saved_in_words(results))
    return redirect("planning:capacity", plan_id)


def _bringing(request: ActorRequest, plan_id: int) -> Held:
    """Where something may be brought in. Raises NotYours, Refused."""
    found = held(request, plan_id)
    may = may_tell if _is_decided(found) else may_write
    require(may(request.actor, found.plan))
    return found


def _is_decided(found: Held) -> bool:
    return found.plan.state == CapacityPlan.State.DECIDED


def _read(found: Held, file: bytes) -> workbook.Reading:
    document = read_document(file)
    if _is_decided(found):
        return outcome_workbook.read(document, found.content, found.names)
    return workbook.read(document, found.names)


def _brought(request: ActorRequest, found: Held, lines: Sequence[workbook.Line], *, is_kept: bool) -> Lines:
    about: dict[str, Any] = {"actor": request.actor, "plan_id": found.plan.pk, "lines": lines}
    if _is_decided(found):
        return (outcome_bringing.bring_in if is_kept else outcome_bringing.rehearse)(**about)
    return (bringing.bring_in if is_kept else bringing.rehearse)(**about, revision=found.plan.revision)


def _about(request: ActorRequest, found: Held) -> dict[str, Any]:
    return {"user": request.actor.user, "plan": found.plan.pk, "revision": found.plan.revision}
