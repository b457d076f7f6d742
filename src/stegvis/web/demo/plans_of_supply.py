"""Supply plans and registers of the demonstration: decided, followed up, and one being written. All is invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from stegvis.foundation.access.actor import Actor, acting_as, acting_as_system
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Profession
from stegvis.planning.forecasts import queries
from stegvis.planning.forecasts.sending import source_of, told_of
from stegvis.planning.forecasts.wording import place_name
from stegvis.planning.ground.inputs import TOTAL
from stegvis.planning.models import Forecast, Measure, SupplyPlan
from stegvis.planning.plans.services import (
    About,
    MeasureFacts,
    NeedFacts,
    Said,
    add_measure,
    begin_plan,
    decide,
    follow_up,
    state_need,
)
from stegvis.planning.policies import Owner
from stegvis.planning.registers.kinds import REGISTERS
from stegvis.planning.registers.services import state_line
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
INVENTED = "Påhittade siffror i demonstrationen"
NEEDS = {
    "ale": (("sjukskoterska", 62, 55, 74), ("fysioterapeut", 14, 13, 18), ("arbetsterapeut", 15, 14, 17)),
    "molndal": (("sjukskoterska", 118, 104, 137), ("fysioterapeut", 26, 25, 33)),
}
COUNTS = {"ale": ((2, 3), (3, 2), (4, 4), (6, 2)), "molndal": ((4, 6), (5, 5), (5, 3), (7, 4))}
"""Agency staff in full-time equivalents, and people in practical service, the latest half-year first."""
MEASURES = (
    ("retention", "Mentor åt alla nya första året", "HR-chef", 1, 4),
    ("task_shifting", "Vårdnära service tar över städ och förråd", "Verksamhetschef", 2, 3),
    ("study_posts", "Två utbildningstjänster till specialistsjuksköterska om året", "Verksamhetschef", 3, 2),
)


def make_plans() -> None:
    """Ale's and Mölndal's plans are decided, Ale's followed up; GR's is being written, from its forecast."""
    with acting_as_system(reason=REASON) as actor:
        if SupplyPlan.objects.exists():
            return
        for slug in ("ale", "molndal"):
            owner = Organisation.objects.filter(slug=slug).first()
            if owner is not None:
                _decided(actor, owner, slug)
                _count(actor, owner, slug)
    with acting_as(user_key("dag"), reason=REASON) as actor:
        gr = Collaboration.objects.get(slug="gr")
        plan = _begun(actor, gr, "Gemensam plan för kommunal hälso- och sjukvård")
        _needs_of_forecast(actor, plan, Forecast.objects.get(ground__collaboration=gr))


def _count(actor: Actor, employer: Organisation, slug: str) -> None:
    """Four half-years of each register, the agency staff on its way down."""
    nurse = Profession.objects.get(code="sjukskoterska")
    whose: dict[str, Any] = {"actor": actor, "employer": employer.pk}
    for back, (worked, licensed) in enumerate(COUNTS[slug]):
        term = {"year": actor.today.year - 1 - back // 2, "half": 2 - back % 2}
        agency = {"profession": nurse, "worked": Decimal(worked), "kronor": int(worked * 640_000), **term}
        state_line(register=REGISTERS["hyrpersonal"], told=agency, **whose)
        abroad = {"profession": nurse, "step": "supervised", "people": licensed, **term}
        state_line(register=REGISTERS["utlandsutbildade"], told=abroad, **whose)
        posts = {"kind": "ptp", "posts": 2, "filled": 1, **term}
        state_line(register=REGISTERS["utbildningstjanstgoring"], told=posts, **whose)


def _decided(actor: Actor, owner: Owner, slug: str) -> None:
    plan = _written(actor, owner, slug, f"Kompetensförsörjningsplan, {owner}")
    measure = Measure.objects.filter(plan=plan).first()
    if slug == "ale" and measure is not None:
        said = Said(actor.today.year, "running", "20 av 24 nya har en mentor. Kvällar och helger återstår.", Decimal(2))
        follow_up(actor=actor, plan_id=plan.pk, measure_id=measure.pk, said=said)
    plan.refresh_from_db(fields=["revision"])
    decide(
        actor=actor,
        plan_id=plan.pk,
        revision=plan.revision,
        decided_on=actor.today - timedelta(days=60 if slug == "ale" else 430),
        decided_in="Kommunstyrelsen (påhittat beslut)",
        is_open=True,
    )


def _written(actor: Actor, owner: Owner, slug: str, title: str) -> SupplyPlan:
    plan = _begun(actor, owner, title)
    for profession, *figures in NEEDS[slug]:
        _need(actor, plan, profession, figures, INVENTED)
    return plan


def _begun(actor: Actor, owner: Owner, title: str) -> SupplyPlan:
    first = actor.today.year
    about = About(title, first, first + 5, "Vi behöver bli fler, och de som finns ska vilja stanna och växa.")
    plan = begin_plan(actor=actor, owner=owner, about=about)
    for kind, what, who, years, effect in MEASURES:
        facts_of = MeasureFacts(kind, what, who, date(first + years, 12, 31), effect=Decimal(effect))
        add_measure(actor=actor, plan_id=plan.pk, facts=facts_of)
    return plan


def _needs_of_forecast(actor: Actor, plan: SupplyPlan, forecast: Forecast) -> None:
    """As they become if nothing is done, of all its places together."""
    base = queries.base_of(queries.scenarios_of(actor, forecast))
    picture, run = queries.picture(base), base.run
    if picture is None or run is None or run.finished_at is None:
        return
    source = source_of(forecast.title, place_name(TOTAL), plan.ends, run.finished_at.date())
    for told in told_of(picture, (), queries.inputs_of(run), TOTAL, plan.ends):
        _need(actor, plan, told.profession, (told.now, told.supply, told.need), source)


def _need(actor: Actor, plan: SupplyPlan, profession: str, figures: Sequence[float], source: str) -> None:
    now, supply, need = (Decimal(f"{one:.1f}") for one in figures)
    facts = NeedFacts(now, supply, need, source)
    state_need(actor=actor, plan_id=plan.pk, profession=profession, facts=facts)
