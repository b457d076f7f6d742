from __future__ import annotations

import pytest

from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.drafts.services import save_content, start_from_version
from stegvis.frameworks.models import Draft, FrameworkVersion
from stegvis.frameworks.services import publish_document
from tests.frameworks.relations.second import first, renamed, second_raw
from tests.support.cast import Cast


@pytest.fixture
def pilot(packaged: list[FrameworkVersion], cast: Cast) -> FrameworkVersion:
    """The rehab pilot's first version, as a framework of GR's own."""
    with acting_as(cast.dag.pk) as actor:
        return publish_document(actor=actor, document=renamed(first()), owner=cast.gr)[0]


@pytest.fixture
def draft(pilot: FrameworkVersion, cast: Cast) -> Draft:
    """Its second version, being written."""
    with acting_as(cast.dag.pk) as actor:
        begun = start_from_version(actor=actor, version=pilot, owner=cast.gr, as_new=False)
        content = second_raw() | {"code": pilot.framework.code}
        return save_content(actor=actor, draft=begun, revision=begun.revision, content=content)
