from __future__ import annotations

from stegvis.frameworks.models import FrameworkVersion
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer


@layer
def packaged(cast: Cast) -> list[FrameworkVersion]:
    """The packaged frameworks, published, and the professions they are for."""
    from stegvis.foundation.access.actor import Actor
    from stegvis.frameworks.services import publish_packaged
    from stegvis.people.professions import load_professions

    with as_owner():
        load_professions()
        return publish_packaged(actor=Actor(is_system=True))
