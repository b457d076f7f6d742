"""Who attests evidence, where that is another than the employer where it stands. The rooms that give evidence know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from stegvis.foundation.access.actor import Actor
from stegvis.organisations.models import Organisation
from stegvis.people.models import Evidence

Issuers = Callable[[Actor, Sequence[Evidence]], Mapping[int, Organisation]]
_registered: dict[str, Issuers] = {}


def register_issuers(source: str, find: Issuers) -> None:
    """``find`` answers for evidence of this source: its key → who attests it, left out where nobody else does."""
    _registered[source] = find


def issuers_of(actor: Actor, evidence: Sequence[Evidence]) -> dict[int, Organisation]:
    """A query for each source that is among the evidence and has others to attest it."""
    found: dict[int, Organisation] = {}
    for source, find in _registered.items():
        if asked := [one for one in evidence if one.source == source]:
            found |= find(actor, asked)
    return found
