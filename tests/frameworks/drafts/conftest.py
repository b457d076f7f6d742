from __future__ import annotations

from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.drafts.services import start_from_version, start_overlay
from stegvis.frameworks.models import Draft, FrameworkVersion
from stegvis.frameworks.queries import version_of
from stegvis.organisations.models import Role
from tests.support.cast import Cast, grant
from tests.support.database import as_owner
from tests.support.layers import layer

PILOT = "pilot-sjukskoterska-kommun"


@layer
def draft(packaged: list[FrameworkVersion], cast: Cast) -> Draft:
    """Ale's own framework, which starts as the pilot for nurses. Bosse coordinates Ale as well as Gunilla."""
    with as_owner():
        grant(cast.bosse, Role.COORDINATOR, organisation=cast.ale)
    with acting_as(cast.gunilla.pk) as actor:
        return start_from_version(actor=actor, version=version_of(actor, PILOT), owner=cast.ale, as_new=True)


@layer
def overlay(packaged: list[FrameworkVersion], cast: Cast) -> Draft:
    """Ale's overlay on the pilot for physiotherapists and occupational therapists, with nothing in it."""
    with acting_as(cast.gunilla.pk) as actor:
        return start_overlay(actor=actor, base=version_of(actor, "pilot-rehab-kommun"), owner=cast.ale)
