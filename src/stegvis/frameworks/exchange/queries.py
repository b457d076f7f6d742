"""Reading what was brought in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.frameworks.drafts.queries import OPEN
from stegvis.frameworks.models import Draft, Framework, FrameworkImport, FrameworkVersion
from stegvis.frameworks.policies import Owner
from stegvis.organisations.models import Collaboration


def framework_imports(actor: Actor) -> QuerySet[FrameworkImport]:
    """What was brought in for the actor's employers and collaborations, the latest first, without the files."""
    rows = visible(actor, FrameworkImport).defer("upload", "content", "exchange")
    return rows.select_related("owner", "collaboration", "created_by", "draft")


def import_of(actor: Actor, import_id: UUID) -> FrameworkImport:
    """One of them. Raises NotYours."""
    return get_visible(actor, FrameworkImport, framework_imports(actor), pk=import_id)


def saved_before(actor: Actor, owner: Owner, digest: str) -> Draft | None:
    """The draft, still open, that the very same file was saved as for the same owner."""
    rows = visible(actor, FrameworkImport).filter(**owned_by(owner), report__digest=digest, draft__state__in=OPEN)
    found = rows.select_related("draft").defer("upload", "content", "exchange").first()
    return found.draft if found else None


@dataclass(frozen=True)
class Place:
    """Where a framework of a code goes: ``latest`` is the version that it follows on, if the owner has one.

    ``is_taken`` where the code is another owner's.
    """

    latest: FrameworkVersion | None = None
    is_taken: bool = False

    @property
    def framework(self) -> Framework | None:
        return self.latest.framework if self.latest else None


def place_of(actor: Actor, owner: Owner, code: str) -> Place:
    """Where a framework of the code goes for this owner."""
    versions = visible(actor, FrameworkVersion).filter(framework__code=code)
    latest = versions.select_related("framework__owner", "framework__collaboration").order_by("-version").first()
    if latest is None:
        return Place()
    theirs = latest.framework.owner or latest.framework.collaboration
    return Place(latest) if theirs == owner else Place(is_taken=True)


def owned_by(owner: Owner) -> dict[str, Owner]:
    """The lookup of an owner's rows."""
    return {"collaboration" if isinstance(owner, Collaboration) else "owner": owner}
