"""Which class each employer has in the exchange, where a round's rule asks for it."""

from __future__ import annotations

from collections.abc import Mapping

from stegvis.exchange.balance.periods import HalfYear, half_of
from stegvis.exchange.balance.queries import reciprocity_class
from stegvis.exchange.models import Round


def counted_half(found: Round) -> HalfYear:
    """The half-year whose balance counts: the last that was over when wishes began, so that everybody wishes by it."""
    return half_of(found.opens_on).before


def classes_for(found: Round) -> Mapping[int, int]:
    """Employer → its class, 0 before 1; who was no member then is first. To who leads the collaboration. One query."""
    if Round.Criterion.RECIPROCITY not in found.rule or found.collaboration_id is None:
        return {}
    return reciprocity_class(found.collaboration_id, counted_half(found))
