"""What is decided of a plan: plain values that need no table to be read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from stegvis.foundation.access.actor import Actor
from stegvis.planning.models import SupplyPlan
from stegvis.planning.plans.queries import measures_of, needs_of

Content = dict[str, Any]


def frozen(actor: Actor, plan: SupplyPlan) -> Content:
    """Three queries. Figures are strings, so that no decimal is lost."""
    return {
        "title": plan.title,
        "starts": plan.starts,
        "ends": plan.ends,
        "words": plan.words,
        "needs": [
            {
                "profession": need.profession_id,
                "now": str(need.now),
                "supply": str(need.supply),
                "need": str(need.need),
                "source": need.source,
                "words": need.words,
            }
            for need in needs_of(actor, plan)
        ],
        "measures": [
            {
                "profession": measure.profession_id,
                "kind": measure.kind,
                "title": measure.title,
                "owner": measure.owner,
                "due_on": measure.due_on.isoformat(),
                "effect": _told(measure.effect),
                "state": measure.state,
                "follow_ups": [
                    {"year": one.year, "state": one.state, "words": one.words, "effect": _told(one.effect)}
                    for one in measure.follow_ups.all()
                ],
            }
            for measure in measures_of(actor, plan)
        ],
    }


def _told(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)
