"""Refreshing the local copies of the public vocabularies."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

from django.db import transaction

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import require
from stegvis.frameworks.models import Concept
from stegvis.frameworks.vocabularies.files import Vocabulary, read_vocabulary
from stegvis.frameworks.vocabularies.policies import is_whole_enough, may_refresh
from stegvis.frameworks.vocabularies.queries import COMPARED, Changes, compare_concepts

PACKAGED = "jobtech_health_concepts.csv"
PACKAGED_STATE = date(2020, 12, 31)
BATCH = 2000


@transaction.atomic
def refresh_concepts(
    *,
    actor: Actor,
    vocabulary: Vocabulary,
    is_whole: bool = True,
    even_if_lacking: bool = False,
    state: date | None = None,
) -> Changes:
    """Save what ``compare_concepts`` finds; none is ever removed, and the same file again changes nothing.

    Raises Refused, also where a file that is said to be whole lacks more than a tenth, unless ``even_if_lacking``.
    """
    require(may_refresh(actor))
    changes = compare_concepts(actor=actor, vocabulary=vocabulary, is_whole=is_whole, state=state)
    if not even_if_lacking:
        require(is_whole_enough(changes))
    Concept.objects.bulk_create(
        [*changes.added, *changes.changed, *changes.deprecated],
        update_conflicts=True,
        unique_fields=["scheme", "code"],
        update_fields=[*COMPARED, "refreshed_on"],
        batch_size=BATCH,
    )
    return changes


def load_packaged_concepts(*, actor: Actor) -> Changes | None:
    """Take in the packaged selection of JobTech's concepts where there are none yet; a newer copy is left alone."""
    if Concept.objects.filter(scheme=Concept.Scheme.JOBTECH).exists():
        return None
    content = files(__package__).joinpath("data", PACKAGED).read_bytes()
    return refresh_concepts(
        actor=actor, vocabulary=read_vocabulary(content, PACKAGED), is_whole=False, state=PACKAGED_STATE
    )
