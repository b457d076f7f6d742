"""Writing what people say of how requirements relate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import ALLOWED, Verdict, require
from stegvis.frameworks.drafts.policies import may_start, may_write
from stegvis.frameworks.drafts.queries import OPEN, draft_of
from stegvis.frameworks.drafts.services import Conflict, start_draft
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.format.document import BaseReference, FrameworkDocument
from stegvis.frameworks.models import Draft, FrameworkVersion
from stegvis.frameworks.queries import effective_of, effective_of_document
from stegvis.frameworks.relations.entries import MappingEntry, Relation
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.relations.queries import BaseChange
from stegvis.frameworks.relations.resolving import resolved


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


@transaction.atomic
def start_upgrade(*, actor: Actor, change: BaseChange, chosen: Mapping[str, str]) -> Draft:
    """Begin the overlay's next version on its base's newest one, with what was chosen for each part.

    The mapping of the draft follows the base's, and proposes the rest. Raises Refused, and KeyError for a choice that
    was not offered.
    """
    framework = change.overlay.framework
    latest = FrameworkVersion.objects.filter(framework=framework).order_by("-version")[0]
    require(_is_latest(change.overlay, latest))
    base = BaseReference(change.new.framework.code, change.new.version)
    document = resolved(change.upgrade(), base, latest.version + 1, chosen)
    owner = framework.owner or framework.collaboration
    require(may_start(actor, owner, framework))
    draft = start_draft(
        actor=actor,
        owner=owner,  # type: ignore[arg-type]  # a policy that allows has seen that there is one
        content=to_raw(document),
        based_on=change.overlay,
        framework=framework,
    )
    before, after = effective_of(change.overlay).document, effective_of_document(document).document
    entries = propose_mapping(before, after, _followed(change.mapping, before, after))
    return save_mapping(actor=actor, draft=draft, revision=draft.revision, entries=entries)


def _followed(
    mapping: Sequence[MappingEntry], before: FrameworkDocument, after: FrameworkDocument
) -> list[MappingEntry]:
    """The base's mapping as a proposal. What the base changed into what the overlay asked for already is the same."""
    old = {requirement.code: requirement for requirement in before.requirements()}
    new = {requirement.code: requirement for requirement in after.requirements()}
    found = []
    for entry in mapping:
        followed = replace(entry, is_proposal=True)
        if entry.relation == Relation.CHANGED:
            was, becomes = old[entry.from_codes[0]], new[entry.to_codes[0]]
            if replace(was, code=becomes.code) == becomes:
                followed = replace(followed, relation=str(Relation.SAME))
        found.append(followed)
    return found


def _is_latest(overlay: FrameworkVersion, latest: FrameworkVersion) -> Verdict:
    if overlay.pk == latest.pk:
        return ALLOWED
    return Verdict(False, _("There is a newer version of this. Upgrade that one instead."))
