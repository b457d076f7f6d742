"""Writing what people say of how requirements relate."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import require
from stegvis.frameworks.drafts.policies import may_write
from stegvis.frameworks.drafts.queries import OPEN, draft_of
from stegvis.frameworks.drafts.services import Conflict
from stegvis.frameworks.models import Draft
from stegvis.frameworks.relations.entries import MappingEntry


@transaction.atomic
def save_mapping(*, actor: Actor, draft: Draft, revision: int, entries: Sequence[MappingEntry]) -> Draft:
    """Save what becomes of each requirement over ``revision``. It may have faults; then nothing can be published.

    Raises Conflict where that is not the latest revision, and Refused.
    """
    require(may_write(actor, draft))
    changed = (
        writable(actor, Draft)
        .filter(pk=draft.pk, revision=revision, state__in=OPEN)
        .update(
            revision=F("revision") + 1,
            mapping=[entry.to_json() for entry in entries],
            changed_by_id=actor.user,
            changed_at=timezone.now(),
        )
    )
    now = draft_of(actor, draft.pk)
    if not changed:
        raise Conflict(now)
    return now
