"""Capacity plans of the demonstration: Bosse's unit, with six weeks told of, and others' that are summed with it.

All are decided, and all figures are invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Unit
from stegvis.people.models import Employment
from stegvis.planning.capacity import lever_services, part_services, services, week_services
from stegvis.planning.capacity.computing import expected
from stegvis.planning.capacity.content import LeverUse, Outcome
from stegvis.planning.capacity.part_services import ActivityFacts, Stretch
from stegvis.planning.capacity.policies import plannable_units
from stegvis.planning.capacity.queries import content_of
from stegvis.planning.capacity.services import About
from stegvis.planning.models import CapacityPlan
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
WEEKS, TOLD = 16, 6
OTHERS, NURSE = 4, "sjukskoterska"
FULL = 1.03
"""Of the time that there is, what the production asks for: a little more than there is."""
WENT = (
    (1.00, 1.00, 0.00, ""),
    (1.03, 1.00, 0.02, "Fler inskrivna från sjukhuset efter helgen."),
    (1.02, 1.05, 0.05, "Förkylningar, och längre besök när ordinarie personal var borta."),
    (0.97, 1.04, 0.06, "Några besök flyttades till veckan efter."),
    (1.05, 1.01, 0.01, "De flyttade besöken togs igen."),
    (1.00, 0.99, 0.00, "Ny rutin för läkemedelsdelning sparar tid."),
)
"""By week: production and time for each beside the plan's, the share of hours more away, and what lay behind."""


def make_capacity_plan() -> None:
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        unit = plannable_units(actor).filter(pk__in=actor.manages).first()
        if unit is None or CapacityPlan.objects.exists():
            return
        plan = _closed(actor, _planned(actor, unit))
        content = content_of(plan)
        for week, went in enumerate(WENT[:TOLD]):
            monday = plan.starts + timedelta(weeks=week)
            outcome = _went(expected(content, week), *went[:3])
            week_services.tell_week(actor=actor, plan_id=plan.pk, monday=monday, outcome=outcome, words=went[3])
    _plan_others()


def _plan_others() -> None:
    """Other units of Ale's with nurses, their gaps open: what the collaboration sees is of several units."""
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        nurses = visible(actor, Employment).filter(profession=NURSE, valid_to=None).values("unit")
        units = plannable_units(actor).filter(pk__in=nurses).exclude(pk__in=visible(actor, CapacityPlan).values("unit"))
        for unit in units[:OTHERS]:
            plan = _planned(actor, unit)
            _decide(actor, plan)


def _planned(actor: Actor, unit: Unit) -> CapacityPlan:
    starts = actor.today - timedelta(weeks=TOLD, days=actor.today.weekday())
    about = About("Produktion och kapacitet, vinter", starts, WEEKS, 38.25, "year")
    plan = services.begin_plan(actor=actor, unit_id=unit.pk, about=about)
    content = content_of(plan)
    hours = {one.profession: one.contracted[0] for one in content.competences}
    for profession, employed in hours.items():
        part_services.state_standards(actor=actor, plan_id=plan.pk, profession=profession, support=0.25, individual=0.0)
        sick = Stretch(profession, 0, WEEKS - 1, round(employed * 0.06, 1))
        part_services.state_absence(actor=actor, plan_id=plan.pk, reason="sick", stretch=sick)
    for name, minutes, part in (
        ("Hembesök", 50.0, 0.7),
        ("Mottagningsbesök", 30.0, 0.2),
        ("Telefonrådgivning", 12.0, 0.1),
    ):
        takes = {profession: round(minutes * share, 1) for profession, share in _shares(hours).items()}
        amount = round(sum(hours.values()) * 0.94 * 0.75 * FULL * part * 60 / sum(takes.values()))
        facts = ActivityFacts(name, takes, float(amount))
        part_services.state_activity(actor=actor, plan_id=plan.pk, facts=facts)
    plan.refresh_from_db()
    return plan


def _closed(actor: Actor, plan: CapacityPlan) -> CapacityPlan:
    """Decided with the cheapest levers."""
    hours = {one.profession: one.contracted[0] for one in content_of(plan).competences}
    for kind, share, kronor, step in (
        ("extra", 0.05, 420.0, 0.0),
        ("neighbour", 0.04, 380.0, 8.0),
        ("agency", 0.2, 950.0, 8.0),
    ):
        most = {profession: round(one * share, 1) for profession, one in hours.items()}
        lever = LeverUse(kind, most, dict.fromkeys(hours, kronor), step)
        lever_services.state_lever(actor=actor, plan_id=plan.pk, lever=lever)
    plan.refresh_from_db()
    plan = lever_services.take_suggestion(actor=actor, plan_id=plan.pk, revision=plan.revision)
    return _decide(actor, plan)


def _decide(actor: Actor, plan: CapacityPlan) -> CapacityPlan:
    """A week before it begins."""
    then = replace(actor, today=plan.starts - timedelta(weeks=1))
    return services.decide(actor=then, plan_id=plan.pk, revision=plan.revision)


def _shares(hours: dict[str, float]) -> dict[str, float]:
    total = sum(hours.values())
    return {profession: one / total for profession, one in hours.items()}


def _went(plan: Outcome, produced: float, time: float, away: float) -> Outcome:
    return replace(
        plan,
        volume={key: round(one * produced) for key, one in plan.volume.items()},
        minutes={key: {who: one * time for who, one in each.items()} for key, each in plan.minutes.items()},
        away={
            who: hours | {"sick": hours["sick"] + round(plan.contracted[who] * away, 1)}
            for who, hours in plan.away.items()
        },
    )
