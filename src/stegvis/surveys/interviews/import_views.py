"""Bringing in interviews from a file: upload, look through, save."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.bringing import counted, saved_in_words
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, read_document, too_large
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.surveys.interviews import queries
from stegvis.surveys.interviews.importing import workbook
from stegvis.surveys.interviews.importing.bringing import bring_in, rehearse
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
            context |= {"results": results, "reading": reading, **counted(results, reading.problems)}
            context["packed"] = workbook.pack(reading.lines, user=request.actor.user, study=study.pk)
            return render(request, "surveys/interviews/import_preview.html", context)
    return render(request, "surveys/interviews/import.html", context)


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
    try:
        lines = workbook.unpack(request.POST.get("packed", ""), user=request.actor.user, study=study.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("surveys:import_interviews", study.pk)
    results = bring_in(actor=request.actor, study_id=study.pk, lines=lines)
    messages.success(request, saved_in_words(results))
    return redirect("surveys:interview_list", study.pk)
