"""The published frameworks as JSON."""

from __future__ import annotations

from ninja import Router, Schema
from ninja.security import SessionAuth

from stegvis.foundation.access.http import ActorRequest
from stegvis.frameworks.queries import published_versions

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
