"""What others are told of a plan when it is shown: worked out once, beside all plans of the same staff."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Membership, Organisation
from stegvis.planning.models import PlanEdition, SupplyPlan
from stegvis.planning.plans.beside import beside, figures_of
from stegvis.planning.plans.subtracting import Decided, withheld_from

Withheld = dict[str, list[str]]
"""By profession, the figures that others are not told."""

EMPLOYERS = (Organisation.Type.MUNICIPALITY, Organisation.Type.REGION, Organisation.Type.PRIVATE)


def to_withhold(
    actor: Actor, plan: SupplyPlan, content: dict[str, Any], day: date, *, edition: int | None = None
) -> Withheld:
    """Of the plan's content, were it decided on the day and shown now. ``edition`` is its own, if it has one. Four
    queries."""
    others = beside(actor, employer=plan.employer_id, collaboration=plan.collaboration_id, edition=edition)
    is_joint = plan.collaboration_id is not None
    figures = figures_of(content["needs"])
    new = Decided(_members(actor, plan, day), is_joint, content["starts"], content["ends"], figures)
    found: Withheld = defaultdict(list)
    # Of whom it tells is not known where nobody was a member on the day: then all is withheld.
    withheld = withheld_from(new, others.told(new.ends)) if new.members else figures.keys()
    for profession, name in sorted(withheld):
        found[profession].append(name)
    return dict(found)


def withheld_of(actor: Actor, plan: SupplyPlan, edition: PlanEdition) -> Withheld:
    """As it was when the edition was first shown, or as it would be now."""
    kept: Withheld | None = edition.withheld
    if kept is not None:
        return kept
    return to_withhold(actor, plan, edition.content, edition.decided_on, edition=edition.pk)


def _members(actor: Actor, plan: SupplyPlan, day: date) -> frozenset[int]:
    if plan.employer_id is not None:
        return frozenset({plan.employer_id})
    held = Q(valid_to=None) | Q(valid_to__gte=day)
    found = visible(actor, Membership).filter(
        held, collaboration=plan.collaboration_id, valid_from__lte=day, organisation__type__in=EMPLOYERS
    )
    return frozenset(found.values_list("organisation", flat=True))
