"""Bringing in a framework: upload, look through, save as a draft or drop. And giving one out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

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
from stegvis.foundation.components.tables import Column, Table
from stegvis.foundation.documents.problems import words
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.foundation.jobs.models import Job
from stegvis.frameworks.exchange import services
from stegvis.frameworks.exchange.case.read import MAX_BYTES
from stegvis.frameworks.exchange.formats import FORMATS, READ_NAMES
from stegvis.frameworks.exchange.forms import UploadForm
from stegvis.frameworks.exchange.policies import may_import, may_save
from stegvis.frameworks.exchange.preview import Preview
from stegvis.frameworks.exchange.queries import framework_imports, import_of
from stegvis.frameworks.exchange.workbook.writing import template_workbook
from stegvis.frameworks.models import FrameworkImport
from stegvis.frameworks.queries import version_of


@login_required
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest) -> HttpResponse:
    """What can be brought in, the template, the upload, and what was brought in before."""
    require(may_import(request.actor))
    form = UploadForm(request.actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (uploaded := _upload(request, form)):
        return redirect("frameworks:import_preview", uploaded.pk)
    table = Table(request, framework_imports(request.actor), _history_columns(), page_size=20)
    return render(request, "frameworks/exchange/import.html", {"form": form, "table": table})


def _upload(request: ActorRequest, form: UploadForm) -> FrameworkImport | None:
    """The upload, or None with the reason as an error of the form. A file that is too large is never read."""
    file: UploadedFile = form.cleaned_data["file"]
    if (file.size or 0) > MAX_BYTES:
        size = {"size": f"{(file.size or 0) / 1_000_000:.0f}", "limit": MAX_BYTES // 1_000_000}
        form.add_error("file", words("too_large", size))
        return None
    return services.upload_framework(
        actor=request.actor, owner=form.chosen_owner, file_name=file.name or "", content=file.read()
    )


def _history_columns() -> list[Column]:
    return [
        Column("created_at", _("Uploaded"), ("created_at",)),
        Column("file_name", _("File")),
        Column("owner", _("Owner")),
        Column("created_by", _("By")),
        Column("state", _("State"), ("state", "created_at")),
    ]


@login_required
@require_GET
def template(request: ActorRequest) -> HttpResponse:
    """Our workbook to fill in."""
    return download(template_workbook(), "karriarmodell-mall.xlsx", XLSX)


@login_required
@require_GET
def preview(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """What the file holds and would change, or what has become of it."""
    found = import_of(request.actor, import_id)
    context: dict[str, Any] = {
        "import": found,
        "format": READ_NAMES.get(found.format, ""),
        "preview": Preview(found),
        "verdict": may_save(request.actor, found),
        "job": visible(request.actor, Job).filter(pk=found.job_id).first() if found.job_id else None,
    }
    return render(request, "frameworks/exchange/preview.html", context)


@login_required
@require_POST
def save(request: ActorRequest, import_id: UUID) -> HttpResponse:
    try:
        draft = services.save_import(actor=request.actor, import_id=import_id)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("frameworks:import_preview", import_id)
    messages.success(request, _("The framework is saved as a draft. Nobody is placed by it until it is published."))
    return redirect("frameworks:draft", draft.pk)


@login_required
@require_POST
def drop(request: ActorRequest, import_id: UUID) -> HttpResponse:
    try:
        services.drop_import(actor=request.actor, import_id=import_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The file was dropped. Nothing has been saved."))
    return redirect("frameworks:import")


@login_required
@require_GET
def export(request: ActorRequest, code: str, version: int, file_format: str) -> HttpResponse:
    """A published version as a file of the format."""
    if file_format not in FORMATS:
        raise Http404
    found, chosen = version_of(request.actor, code, version), FORMATS[file_format]
    content = chosen.write(found, f"{request.scheme}://{request.get_host()}")
    return download(content, f"{code}-{version}.{chosen.suffix}", chosen.media_type)
