"""The published frameworks as JSON, and each as the file that it is."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router, Schema
from ninja.security import SessionAuth

from stegvis.foundation.access.http import ActorRequest
from stegvis.frameworks.queries import published_versions, version_of

router = Router(auth=SessionAuth(), tags=["frameworks"])


class VersionOut(Schema):
    """A framework in its latest version. ``status`` is published, pilot, proposal or described."""

    code: str
    version: int
    status: str
    title: str
    professions: list[str]


@router.get("/frameworks", response=list[VersionOut])
def frameworks(request: ActorRequest) -> list[VersionOut]:
    return [
        VersionOut(
            code=version.framework.code,
            version=version.version,
            status=version.status,
            title=version.framework.title_sv,
            professions=[profession.pk for profession in version.professions.all()],
        )
        for version in published_versions(request.actor)
    ]


@router.get("/frameworks/{code}/{version}.yaml")
def framework_file(request: ActorRequest, code: str, version: int) -> HttpResponse:
    """The canonical file of one version."""
    return HttpResponse(version_of(request.actor, code, version).document, content_type="application/yaml")
