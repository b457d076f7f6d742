"""What a scenario says, taken into a plan: needs as they become if nothing is done, and its levers as measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.planning.models import Measure, PlanNeed, Scenario
from stegvis.planning.plans.queries import plan_of
from stegvis.planning.plans.services import MeasureFacts, NeedFacts, add_measure, change_measure, state_need


@dataclass(frozen=True)
class Pulled:
    """A lever as a measure of one profession. ``lever`` is the same each time the scenario is taken in."""

    lever: str
    facts: MeasureFacts


def brought_of(actor: Actor, plan_id: int, scenario: Scenario) -> dict[tuple[str, str], Measure]:
    """The plan's measures that come from the scenario, by lever and profession. One query."""
    found = visible(actor, Measure).filter(plan=plan_id, scenario=scenario)
    return {(one.lever, one.profession_id or ""): one for one in found}


@transaction.atomic
def bring_in(
    *, actor: Actor, plan_id: int, scenario: Scenario, needs: Mapping[str, NeedFacts], pulled: Sequence[Pulled]
) -> list[PlanNeed]:
    """Needs by profession, and measures. What is there from the same scenario is changed, so that nothing comes twice;
    how far a measure has come stays as it is, and one that is planned for a lever that is pulled no longer is dropped.
    Raises Refused, NotYours."""
    rows = visible(actor, Scenario).select_related("ground")
    plan, ground = plan_of(actor, plan_id), get_visible(actor, Scenario, rows, pk=scenario.pk).ground
    if (plan.employer_id, plan.collaboration_id) != (ground.employer_id, ground.collaboration_id):
        raise NotYours
    stated = [
        state_need(actor=actor, plan_id=plan_id, profession=profession, facts=facts)
        for profession, facts in needs.items()
    ]
    there = brought_of(actor, plan_id, scenario)
    for one in pulled:
        old = there.pop((one.lever, one.facts.profession or ""), None)
        if old is None:
            add_measure(actor=actor, plan_id=plan_id, facts=one.facts, scenario=scenario, lever=one.lever)
        else:
            facts = MeasureFacts(**{**vars(one.facts), "state": old.state})
            change_measure(actor=actor, plan_id=plan_id, measure_id=old.pk, facts=facts)
    for (_lever, profession), left in there.items():
        if profession in needs and left.state == Measure.State.PLANNED:
            left.state = Measure.State.DROPPED
            left.save()
    return stated
