from __future__ import annotations

from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.drafts.publishing import publish_draft
from stegvis.frameworks.drafts.services import save_content, start_from_version
from stegvis.frameworks.models import Draft, FrameworkVersion
from stegvis.frameworks.relations.editing import agree
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.relations.services import save_mapping
from stegvis.frameworks.services import publish_document
from tests.frameworks.relations.second import additions, first, renamed, second, second_raw
from tests.support.cast import Cast
from tests.support.layers import layer


@layer
def pilot(packaged: list[FrameworkVersion], cast: Cast) -> FrameworkVersion:
    """The rehab pilot's first version, as a framework of GR's own."""
    with acting_as(cast.dag.pk) as actor:
        return publish_document(actor=actor, document=renamed(first()), owner=cast.gr)[0]


@layer
def draft(pilot: FrameworkVersion, cast: Cast) -> Draft:
    """Its second version, being written."""
    with acting_as(cast.dag.pk) as actor:
        begun = start_from_version(actor=actor, version=pilot, owner=cast.gr, as_new=False)
        content = second_raw() | {"code": pilot.framework.code}
        return save_content(actor=actor, draft=begun, revision=begun.revision, content=content)


@layer
def overlay(pilot: FrameworkVersion, cast: Cast) -> FrameworkVersion:
    """Ale's additions to GR's framework, with something for each thing that the next version changes."""
    with acting_as(cast.gunilla.pk) as actor:
        return publish_document(actor=actor, document=additions(pilot.framework.code), owner=cast.ale)[0]


@layer
def second_pilot(draft: Draft, cast: Cast) -> FrameworkVersion:
    """GR's second version, published with its mapping."""
    with acting_as(cast.dag.pk) as actor:
        entries = agree(propose_mapping(first(), second()))
        saved = save_mapping(actor=actor, draft=draft, revision=draft.revision, entries=entries)
        return publish_draft(actor=actor, draft=saved, revision=saved.revision)
