"""Bringing in interviews from a file: upload, look through, save."""

from __future__ import annotations

from collections import Counter

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import require
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, read_document, too_large
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.surveys.interviews import queries
from stegvis.surveys.interviews.importing import workbook
from stegvis.surveys.interviews.importing.bringing import Done, Result, bring_in, rehearse
from stegvis.surveys.interviews.pages import about
from stegvis.surveys.interviews.policies import may_plan
from stegvis.surveys.models import InterviewStudy


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a text file with columns (.csv), at most 20 MB."),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )


def _study(request: ActorRequest, study_id: int) -> InterviewStudy:
    study = queries.led_study(request.actor, study_id)
    require(may_plan(request.actor, study))
    return study


@login_required
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest, study_id: int) -> HttpResponse:
    """What to do, the template and the upload; then, on the same address, what the file would change."""
    study = _study(request, study_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    context = about(request, study, "interview_list") | {"form": form}
    if request.method == "POST" and form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        try:
            if (file.size or 0) > MAX_BYTES:
                raise too_large(file.size or 0)
            reading = workbook.read_interviews(read_document(file.read()))
        except UnreadableError as error:
            form.add_error("file", error.text)
        else:
            results = rehearse(actor=request.actor, study_id=study.pk, lines=reading.lines)
            context |= {"results": results, "reading": reading, **_counts(results, reading)}
            context["packed"] = workbook.pack(reading.lines, user=request.actor.user, study=study.pk)
            return render(request, "surveys/interviews/import_preview.html", context)
    return render(request, "surveys/interviews/import.html", context)


def _counts(results: list[Result], reading: workbook.Reading) -> dict[str, int]:
    counts = Counter(one.done for one in results)
    found = {one.value: counts[one] for one in Done}
    return found | {"refused": found["refused"] + len({one.row for one in reading.problems})}


@login_required
@require_GET
def template(request: ActorRequest, study_id: int) -> HttpResponse:
    _study(request, study_id)
    return download(workbook.template(), "intervjuer-mall.xlsx", XLSX)


@login_required
@require_POST
def save(request: ActorRequest, study_id: int) -> HttpResponse:
    """What was looked through, by the same user within the hour; it is gone through anew."""
    study = _study(request, study_id)
    lines = workbook.unpack(request.POST.get("packed", ""), user=request.actor.user, study=study.pk)
    if lines is None:
        messages.error(request, _("It is more than an hour since the file was looked through. Upload it again."))
        return redirect("surveys:import_interviews", study.pk)
    results = bring_in(actor=request.actor, study_id=study.pk, lines=lines)
    counts = Counter(one.done for one in results)
    said = _("Saved: %(added)d new, %(changed)d changed, %(same)d as before, %(refused)d passed over.")
    messages.success(request, said % {one.value: counts[one] for one in Done})
    return redirect("surveys:interview_list", study.pk)
