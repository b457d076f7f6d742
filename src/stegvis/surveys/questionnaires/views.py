"""The list of questionnaires, beginning one, bringing one in from a file, and their versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.tables import Table
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.surveys.content.checks import problems
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.yaml_file import read_yaml, write_yaml
from stegvis.surveys.models import Questionnaire
from stegvis.surveys.packaged import packaged
from stegvis.surveys.policies import must_lead
from stegvis.surveys.questionnaires.files import MAX_BYTES, Incoming, read_file
from stegvis.surveys.questionnaires.forms import FixForm, StartForm, UploadForm
from stegvis.surveys.questionnaires.preview import preview_of, readable
from stegvis.surveys.questionnaires.queries import (
    changes_between,
    questionnaire_of,
    questionnaires_of,
    version_of,
    versions_of,
)
from stegvis.surveys.questionnaires.services import (
    Conflict,
    bring_back,
    fix_version,
    put_away,
    start_empty,
    start_questionnaire,
)
from stegvis.surveys.questionnaires.xlsform.writing import write_xlsform

A_PAGE = 25


@login_required
@require_GET
def questionnaire_list(request: ActorRequest) -> HttpResponse:
    must_lead(request.actor)
    away = request.GET.get("del") == "undanlagda"
    table = Table(request, questionnaires_of(request.actor, away=away), columns=[], page_size=A_PAGE)
    return render(request, "surveys/questionnaires/list.html", {"table": table, "away": away})


@login_required
@require_http_methods(["GET", "POST"])
def questionnaire_new(request: ActorRequest) -> HttpResponse:
    must_lead(request.actor)
    form = StartForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("surveys:questionnaire", _started(request, form).pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "surveys/questionnaires/new.html", {"form": form})


def _started(request: ActorRequest, form: StartForm) -> Questionnaire:
    told, owner, actor = form.cleaned_data, form.chosen_owner, request.actor
    if told["way"] == "empty":
        return start_empty(actor=actor, owner=owner, title=told["title"])
    content = packaged()[told["packaged"]] if told["way"] == "packaged" else told["version"].content
    return start_questionnaire(actor=actor, owner=owner, content=content, title=told["title"])


@login_required
@require_http_methods(["GET", "POST"])
def questionnaire_import(request: ActorRequest) -> HttpResponse:
    """First what is in the file and what is wrong with it; only the second press saves."""
    must_lead(request.actor)
    form = UploadForm(request.actor, request.POST or None, request.FILES or None)
    if "text" in request.POST:
        form.fields["file"].required = False
    found: Incoming | None = None
    if request.method == "POST" and form.is_valid():
        if "text" in request.POST:
            return _brought_in(request, form)
        file = form.cleaned_data["file"]
        found = read_file(file.read(MAX_BYTES + 1), file.name)
    return render(request, "surveys/questionnaires/import.html", {"form": form, "found": found} | _parts(found))


def _parts(found: Incoming | None) -> dict[str, Any]:
    if found is None or found.content is None:
        return {}
    return {"preview": readable(found.content), "text": write_yaml(found.content)}


def _brought_in(request: ActorRequest, form: UploadForm) -> HttpResponse:
    reading = read_yaml(request.POST["text"].replace("\r\n", "\n"))
    if reading.content is None:
        messages.error(request, _("The file could not be read. Choose it once more."))
        return redirect("surveys:questionnaire_import")
    questionnaire = start_questionnaire(actor=request.actor, owner=form.chosen_owner, content=reading.content)
    messages.success(request, _("Brought in. Look it through before you fix a version."))
    return redirect("surveys:questionnaire", questionnaire.pk)


@login_required
@require_http_methods(["GET", "POST"])
def questionnaire_fix(request: ActorRequest, pk: int) -> HttpResponse:
    """Fix a version: what has become of the items since the one before, and what stands in the way."""
    questionnaire = questionnaire_of(request.actor, pk)
    form = FixForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revision = request.POST.get("revision", "")
        at = int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else -1
        try:
            version = fix_version(
                actor=request.actor, questionnaire=questionnaire, revision=at, note=form.cleaned_data["note"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except Conflict as conflict:
            questionnaire = conflict.questionnaire
            form.add_error(None, _("Somebody has changed it meanwhile. Look it through as it is now, and press again."))
        else:
            messages.success(request, _("Version %(number)s is fixed and can be asked.") % {"number": version.number})
            return redirect("surveys:questionnaire_fix", pk)
    versions = versions_of(request.actor, questionnaire)
    context = {
        "questionnaire": questionnaire,
        "form": form,
        "versions": versions,
        "problems": problems(questionnaire.content),
        "changes": changes_between(versions[0].content, questionnaire.content) if versions else None,
    }
    return render(request, "surveys/questionnaires/fix.html", context)


@login_required
@require_GET
def version_page(request: ActorRequest, pk: int) -> HttpResponse:
    version = version_of(request.actor, pk)
    context = {
        "version": version,
        "questionnaire": version.questionnaire,
        "preview": preview_of(version.content, request.GET),
    }
    return render(request, "surveys/questionnaires/version.html", context)


@login_required
@require_GET
def version_export(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    version = version_of(request.actor, pk)
    return _file(version.content, f"{version.questionnaire.code}-{version.number}", form, version.number)


@login_required
@require_GET
def questionnaire_export(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    questionnaire = questionnaire_of(request.actor, pk)
    return _file(questionnaire.content, questionnaire.code, form, 0)


def _file(content: Plain, name: str, form: str, version: int) -> HttpResponse:
    name = slug(name, 60) or "enkat"
    if form == "yaml":
        return download(write_yaml(content).encode(), f"{name}.yaml", "application/yaml; charset=utf-8")
    if form == "xlsx":
        return download(write_xlsform(readable(content), version), f"{name}.xlsx", XLSX)
    raise Http404


@login_required
@require_POST
def questionnaire_away(request: ActorRequest, pk: int) -> HttpResponse:
    """Take it out of the list, or put it there again."""
    questionnaire = questionnaire_of(request.actor, pk)
    if request.POST.get("gor") == "ta-fram":
        bring_back(actor=request.actor, questionnaire=questionnaire)
        messages.success(request, _("It is in the list again."))
        return redirect("surveys:questionnaire", pk)
    put_away(actor=request.actor, questionnaire=questionnaire)
    messages.success(request, _("It is taken out of the list. Its versions stay."))
    return redirect("surveys:questionnaires")
