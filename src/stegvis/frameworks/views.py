"""Reading frameworks."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.documents.pdf import PDF
from stegvis.frameworks.changes import changes_of
from stegvis.frameworks.format import schema
from stegvis.frameworks.forms import AdoptForm
from stegvis.frameworks.models import Concept, FrameworkVersion
from stegvis.frameworks.printing.documents import framework_pdf
from stegvis.frameworks.queries import (
    bases_of,
    listed_frameworks,
    uses_of,
    version_of,
    versions_of,
    with_true_owners,
)
from stegvis.frameworks.vocabularies.queries import linked_parts


@require_GET
def framework_list(request: ActorRequest) -> HttpResponse:
    """Every framework, open to everybody."""
    context = {
        "groups": listed_frameworks(request.actor),
        "canonical": request.build_absolute_uri(reverse("frameworks:list")),
    }
    return render(request, "frameworks/list.html", context)


@require_GET
def framework_schema(request: ActorRequest) -> JsonResponse:
    """The published JSON Schema of framework files, open to everybody."""
    return JsonResponse(schema(), content_type="application/schema+json", json_dumps_params={"ensure_ascii": False})


@require_GET
def framework_file(request: ActorRequest, code: str, version: int) -> HttpResponse:
    """The version's canonical YAML, to save and to start from."""
    found = version_of(request.actor, code, version)
    name = f"{code}-{version}.yaml"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(found.document, content_type="application/yaml; charset=utf-8", headers=disposition)


@require_GET
def framework_document(request: ActorRequest, code: str, version: int) -> HttpResponse:
    """The version as PDF in the reader's language, to print and to send."""
    found = version_of(request.actor, code, version)
    disposition = {"Content-Disposition": f'inline; filename="{code}-{version}.pdf"'}
    return HttpResponse(framework_pdf(found), content_type=PDF, headers=disposition)


@require_GET
def framework_detail(request: ActorRequest, code: str, version: int | None = None) -> HttpResponse:
    """The public page of a framework, without log-in; those who are signed in also get the tools."""
    found = version_of(request.actor, code, version)
    effective = with_true_owners(found)
    versions = list(versions_of(request.actor, found))
    professions = list(found.professions.all())
    newest = versions[0] if versions[0] != found else None
    linked = linked_parts(request.actor, effective.document, professions)
    context = {
        "version": found,
        "effective": effective,
        "document": effective.document,
        "owner": effective.owners[code],
        "bases": bases_of(found),
        "levels": sorted(effective.document.levels, key=lambda level: level.order),
        "professions": professions,
        "versions": versions,
        "newest": newest,
        "canonical": request.build_absolute_uri(_address(found, is_newest=newest is None)),
        "linked": linked,
        "links_to_esco": any(link.scheme == Concept.Scheme.ESCO for part in linked for link in part.links),
        "changes": changes_of(request.actor, found),
        "uses": uses_of(request.actor, found),
        "form": AdoptForm(request.actor, found) if request.actor.coordinates else None,
    }
    return render(request, "frameworks/detail.html", context)


def _address(version: FrameworkVersion, *, is_newest: bool) -> str:
    """The one address of what is shown: the framework's own for the latest version, which it leads to."""
    code = version.framework.code
    return (
        reverse("frameworks:detail", args=[code])
        if is_newest
        else reverse("frameworks:version", args=[code, version.version])
    )
