"""Bringing in a staff list: upload, look through, save or drop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.audit.services import record_readings
from stegvis.foundation.components.tables import Column, Table
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, too_large
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.foundation.jobs.models import Job
from stegvis.organisations.models import Organisation
from stegvis.people import services
from stegvis.people.forms import UploadForm
from stegvis.people.imports.preview import Preview
from stegvis.people.imports.workbooks import current_workbook, listed_persons, template_workbook
from stegvis.people.models import StaffImport
from stegvis.people.policies import may_import_staff
from stegvis.people.queries import employers_to_import_for, staff_imports


@login_required
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest) -> HttpResponse:
    """What to do, the template, the upload, and what was brought in before."""
    require(may_import_staff(request.actor))
    form = UploadForm(request.actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploaded = _upload(request, form)
        if uploaded is not None:
            return redirect("people:import_preview", uploaded.pk)
    context = {
        "form": form,
        "employers": employers_to_import_for(request.actor),
        "table": Table(request, staff_imports(request.actor), _history_columns(), page_size=20),
    }
    return render(request, "people/import.html", context)


def _upload(request: ActorRequest, form: UploadForm) -> StaffImport | None:
    """The upload, or None with the reason as an error of the form."""
    file: UploadedFile = form.cleaned_data["file"]
    try:
        if (file.size or 0) > MAX_BYTES:
            raise too_large(file.size or 0)
        return services.upload_staff_list(
            actor=request.actor,
            employer=form.cleaned_data["employer"],
            file_name=file.name or "",
            content=file.read(),
        )
    except UnreadableError as error:
        form.add_error("file", error.text)
        return None


def _history_columns() -> list[Column]:
    return [
        Column("created_at", _("Uploaded"), ("created_at",)),
        Column("employer", _("Employer"), ("employer__name", "created_at")),
        Column("file_name", _("File")),
        Column("created_by", _("By")),
        Column("state", _("State"), ("state", "created_at")),
    ]


@login_required
@require_GET
def template(request: ActorRequest, slug: str) -> HttpResponse:
    employer = _employer(request.actor, slug)
    return download(template_workbook(request.actor, employer), f"personal-mall-{employer.slug}.xlsx", XLSX)


@login_required
@require_GET
def current_list(request: ActorRequest, slug: str) -> HttpResponse:
    """The employer's list as it is, in the form that can be brought in again."""
    employer = _employer(request.actor, slug)
    record_readings(actor=request.actor, persons=listed_persons(request.actor, employer), page="people:current_list")
    return download(current_workbook(request.actor, employer), f"personal-{employer.slug}.xlsx", XLSX)


def _employer(actor: Actor, slug: str) -> Organisation:
    return get_visible(actor, Organisation, employers_to_import_for(actor), slug=slug)


@login_required
@require_GET
def preview(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """What the list would change, or what has become of it."""
    staff_import = get_visible(request.actor, StaffImport, staff_imports(request.actor), id=import_id)
    context: dict[str, Any] = {
        "import": staff_import,
        "job": visible(request.actor, Job).filter(pk=staff_import.job_id).first() if staff_import.job_id else None,
        "preview": Preview(staff_import),
    }
    return render(request, "people/import_preview.html", context)


@login_required
@require_POST
def apply(request: ActorRequest, import_id: UUID) -> HttpResponse:
    try:
        services.start_applying(actor=request.actor, import_id=import_id, partial=request.POST.get("partial") == "on")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("people:import_preview", import_id)


@login_required
@require_POST
def drop(request: ActorRequest, import_id: UUID) -> HttpResponse:
    try:
        services.drop_staff_import(actor=request.actor, import_id=import_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The list was dropped. Nothing has been saved."))
    return redirect("people:import")
