"""What is told of the same staff in plans of other collaborations and in shared scenarios guards each other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Membership, Organisation, Role
from stegvis.people.models import Profession
from stegvis.people.professions import load_professions
from stegvis.planning.forecasts import services as forecasts
from stegvis.planning.ground.inputs import Scope
from stegvis.planning.ground.results import Result
from stegvis.planning.models import PlanEdition, Scenario, SupplyPlan
from stegvis.planning.plans import services
from stegvis.planning.plans.services import About
from tests.planning.plans.test_plans import FIGURES, MENTORS, decided, does, plan, signed_in
from tests.support.cast import START, Cast, employ, grant
from tests.support.database import as_owner
from tests.support.layers import layer

__all__ = ["plan"]  # a layer that these tests stand on too

NURSES = 10
API = "/api/v1/planning/"


def begun(cast: Cast, owner: Collaboration) -> SupplyPlan:
    made: SupplyPlan = does(cast.dag, services.begin_plan, owner=owner, about=About(f"Plan {owner.name}", 2026, 2031))
    does(cast.dag, services.add_measure, plan_id=made.pk, facts=MENTORS)
    return made


def decide(by: User, plan: SupplyPlan, now: float) -> PlanEdition:
    """With so many nurses now, and a hundred times as many later."""
    told = Decimal(str(now))
    facts = replace(FIGURES, now=told, supply=told * 100, need=told * 110)
    does(by, services.state_need, plan_id=plan.pk, profession="sjukskoterska", facts=facts)
    return decided(by, plan)


def told_now(cast: Cast) -> dict[str, float | None]:
    """To national follow-up, by owner."""
    found = signed_in(cast.farid).get(f"{API}decided-plans").json()
    return {one["owner"]: one["now"] for one in found}


def test_a_collaboration_far_away_is_thought_of(cast: Cast, plan: SupplyPlan) -> None:
    """Ale has 3 of 48; Norr's 22 and Syd's 23 would let them out, and Syd has no member in common with Norr or Ale."""
    with as_owner():
        members = [cast.molndal]
        for name, code in (("Kungälv", "1482"), ("Lerum", "1441"), ("Härryda", "1401")):
            members.append(Organisation.objects.create(type="municipality", name=name, slug=code, code=code))
            Membership.objects.create(collaboration=cast.gr, organisation=members[-1], valid_from=START)
        parts = [Collaboration.objects.create(name=name, slug=name.lower()) for name in ("Norr", "Syd")]
        for part, own in zip(parts, (members[:2], members[2:]), strict=True):
            grant(cast.dag, Role.COLLABORATION_COORDINATOR, collaboration=part)
            for one in own:
                Membership.objects.create(collaboration=part, organisation=one, valid_from=START)
    norr, syd = (begun(cast, part) for part in parts)
    decide(cast.dag, norr, 22)
    decide(cast.gunilla, plan, 3)
    decide(cast.dag, begun(cast, cast.gr), 48)
    last = decide(cast.dag, syd, 23)
    assert last.withheld == {"sjukskoterska": ["now"]}
    assert told_now(cast) == {"Ale kommun": None, str(cast.gr): 48.0, "Norr": 22.0, "Syd": None}


@layer
def molndals(cast: Cast) -> Scenario:
    """A forecast of Mölndal's own nurses, of whom it has more than ten."""
    with as_owner():
        load_professions()
        nurse = Profession.objects.get(code="sjukskoterska")
        grant(cast.maria, Role.COORDINATOR, organisation=cast.molndal)
        for number in range(NURSES):
            user = User.objects.create_user(f"n{number}@example.se", name=f"N{number}")
            employ(user, cast.molndal_care, nurse, f"9{number}")
    scope = Scope(("1481",), timezone.localdate().year, 5, ("sjukskoterska",), draws=20)
    asked: Any = does(cast.maria, forecasts.begin_forecast, owner=cast.molndal, title="Mölndal", scope=scope)
    done: Scenario = does(cast.maria, forecasts.finish_scenario, scenario_id=asked.scenario.pk)
    return done


def share(cast: Cast, one: Scenario) -> float | None:
    """Nationally. What is told of nurses today."""
    shared = does(
        cast.maria,
        forecasts.share_scenario,
        forecast_id=one.forecast_id,
        scenario_id=one.pk,
        for_members=False,
        for_national=True,
    )
    rows = signed_in(cast.farid).get(f"{API}shared-scenarios/{shared.pk}").json()["rows"]
    found: float | None = rows[0]["supply"]
    return found


@pytest.mark.parametrize("few", [3, 30])
def test_a_joint_plan_beside_a_shared_scenario(cast: Cast, plan: SupplyPlan, molndals: Scenario, few: int) -> None:
    theirs = share(cast, molndals)
    assert theirs is not None
    decide(cast.gunilla, plan, few)
    joint = decide(cast.dag, begun(cast, cast.gr), round(theirs + few, 1))
    assert joint.withheld == ({"sjukskoterska": ["now"]} if few < 5 else {})


@pytest.mark.parametrize("few", [3, 30])
def test_a_scenario_shared_beside_a_joint_plan(cast: Cast, plan: SupplyPlan, molndals: Scenario, few: int) -> None:
    with as_owner():
        assert molndals.run
        theirs = Result.from_bytes(bytes(molndals.run.result)).mean_supply[0, 0, 0]
    decide(cast.gunilla, plan, few)
    assert decide(cast.dag, begun(cast, cast.gr), round(float(theirs) + few, 1)).withheld == {}
    assert (share(cast, molndals) is None) == (few < 5)
