"""Reading drafts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.frameworks.drafts.content import text_of
from stegvis.frameworks.drafts.examining import document_of, findings_in, problems_in_text
from stegvis.frameworks.format import Document, FrameworkProblem
from stegvis.frameworks.models import Draft
from stegvis.frameworks.policies import Owner
from stegvis.organisations.models import Collaboration, Organisation

OPEN = (Draft.State.EDITING, Draft.State.REVIEW)


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """The drafts that the actor writes or reads through, those still open first, the latest changed first."""
    return (
        visible(actor, Draft)
        .defer("content", "text", "mapping", "exchange")
        .select_related("owner", "collaboration", "framework", "based_on", "changed_by")
        .exclude(state=Draft.State.DISCARDED)
        .order_by("published_id", "-changed_at")
    )


def next_versions_begun(actor: Actor, framework_id: int) -> list[Draft]:
    """Drafts of the framework's next version that are being written already, the latest changed first."""
    rows = visible(actor, Draft).filter(framework=framework_id, state__in=OPEN).select_related("changed_by")
    return list(
        rows.only("pk", "framework", "title", "created_at", "changed_at", "changed_by__name").order_by("-changed_at")
    )


def draft_of(actor: Actor, draft_id: UUID | str) -> Draft:
    """One draft that the actor may read. Raises NotYours."""
    rows = visible(actor, Draft).select_related("owner", "collaboration", "framework", "based_on", "changed_by")
    return get_visible(actor, Draft, rows, pk=draft_id)


def loaded(draft: Draft) -> tuple[Document | None, list[FrameworkProblem]]:
    """The draft as a document, or everything that is wrong with it, by line of ``text_shown``."""
    if not draft.text and not findings_in(draft.content):
        return document_of(draft.content), []
    return None, list(problems_in_text(text_shown(draft)))


def text_shown(draft: Draft) -> str:
    """The draft as YAML: what was typed and could not be read, else its content written out."""
    return draft.text or text_of(draft.content)


def possible_owners(actor: Actor) -> list[Owner]:
    """The employers that the actor coordinates and the collaborations that the actor leads."""
    return [
        *visible(actor, Organisation).filter(pk__in=actor.coordinates).order_by("name"),
        *visible(actor, Collaboration).filter(pk__in=actor.leads).order_by("name"),
    ]
