"""Which overlays rest on a version that has been followed by a newer one, and what an upgrade means for each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.frameworks.format import load_document
from stegvis.frameworks.format.document import OverlayDocument
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of, resolve_base, version_of
from stegvis.frameworks.relations.composing import mapping_between
from stegvis.frameworks.relations.entries import MappingEntry
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.relations.upgrading import Upgrade, examine


@dataclass(frozen=True)
class Behind:
    """An overlay in its latest version, and the newest version of what it rests on."""

    overlay: FrameworkVersion
    base: FrameworkVersion


def overlays_behind(actor: Actor) -> list[Behind]:
    """The actor's overlays whose base has a newer version. One query where there are none, else two."""
    if not (actor.coordinates or actor.leads):
        return []
    versions = visible(actor, FrameworkVersion)
    newer_overlay = versions.filter(framework=OuterRef("framework"), version__gt=OuterRef("version"))
    newest_base = versions.filter(framework=OuterRef("base__framework")).order_by("-version")
    rows = (
        versions.filter(
            Q(framework__owner__in=actor.coordinates) | Q(framework__collaboration__in=actor.leads),
            ~Exists(newer_overlay),
            Exists(newest_base.filter(version__gt=OuterRef("base__version"))),
        )
        .annotate(newest_base=Subquery(newest_base.values("pk")[:1]))
        .select_related("framework__owner", "framework__collaboration", "base__framework")
        .order_by("framework__title_sv")
    )
    behind = list(rows)
    if not behind:
        return []
    bases = versions.select_related("framework").in_bulk([row.newest_base for row in behind])
    return [Behind(row, bases[row.newest_base]) for row in behind]


@dataclass(frozen=True)
class BaseChange:
    """An overlay, the version it rests on, the newest one, and what became of the base's requirements."""

    overlay: FrameworkVersion
    document: OverlayDocument
    old: FrameworkVersion
    new: FrameworkVersion
    mapping: list[MappingEntry]

    def upgrade(self) -> Upgrade:
        before, after = effective_of(self.old).document, effective_of(self.new).document
        return examine(self.document, before, after, self.mapping)


def base_change(actor: Actor, code: str, version: int) -> BaseChange:
    """What changed under the overlay's version. Raises NotYours where nothing did, or where it is no overlay."""
    overlay = version_of(actor, code, version)
    document = load_document(overlay.document, resolve_base)
    old = overlay.base
    if old is None or not isinstance(document, OverlayDocument):
        raise NotYours
    new = version_of(actor, old.framework.code)
    if new.version <= old.version:
        raise NotYours
    mapping = mapping_between(new, old)
    if mapping is None:
        mapping = propose_mapping(effective_of(old).document, effective_of(new).document)
    return BaseChange(overlay, document, old, new, mapping)
