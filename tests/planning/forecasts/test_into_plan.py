"""A scenario into a supply plan: the base's needs and the levers as measures, of the plan's own last year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.planning.forecasts import queries
from stegvis.planning.forecasts.sending import given, told_of
from stegvis.planning.ground.inputs import TOTAL
from stegvis.planning.models import Measure, PlanNeed, SupplyPlan
from stegvis.planning.plans.bringing import bring_in
from stegvis.planning.plans.services import NeedFacts
from tests.planning.forecasts.test_forecasts import Made, does, gr, signed_in, words
from tests.support.cast import Cast
from tests.support.database import as_owner

__all__ = ["gr"]
BOTH = ("sjukskoterska", "fysioterapeut")


def plan_of(cast: Cast, ends: int) -> SupplyPlan:
    with as_owner():
        return SupplyPlan.objects.create(collaboration=cast.gr, title="Plan", starts=ends - 4, ends=ends)


def test_the_base_is_what_comes_if_nothing_is_done_and_the_levers_are_measures(cast: Cast, gr: Made) -> None:
    year = timezone.localdate().year + 5
    plan, dag = plan_of(cast, year), signed_in(cast.dag)
    address = gr.of(gr.longer, f"plan/?plan={plan.pk}&plats={TOTAL}&yrke=fysioterapeut")
    assert f"Siffrorna gäller {year}, planens sista år." in words(dag.get(address))
    answered = {"retirement_age-1-owner": "HR-chef", "retirement_age-1-due": f"{year}-12-31"}
    lacking = dag.post(address, {"professions": BOTH, **answered})
    assert "Ange vem som ansvarar." in words(lacking)
    with as_owner():
        assert not PlanNeed.objects.exists()
        assert not Measure.objects.exists()
    answered |= {"part_time-1-owner": "Förvaltningschef", "part_time-1-due": f"{year - 1}-06-30"}
    for _time in range(2):  # the second time nothing comes twice
        assert dag.post(address, {"professions": BOTH, **answered}).status_code == 302
    base = queries.picture(gr.base)
    assert base
    result, at = base.result, base.result.years.index(year)
    with as_owner():
        needs = {one.profession_id: one for one in PlanNeed.objects.filter(plan=plan)}
        measures = list(Measure.objects.filter(plan=plan).order_by("lever", "profession"))
    assert {code: (one.now, one.supply, one.need) for code, one in needs.items()} == {
        code: tuple(
            Decimal(f"{float(one):.1f}") for one in (series.mean_supply[0], series.supply[2][at], series.mean_need[at])
        )
        for code in BOTH
        for series in [result.at(TOTAL, code)]
    }
    day = date_format(timezone.localdate())
    source = f"Prognos i Stegvis {day}: Rehab i GR, om inget görs, Alla platser tillsammans, {year}"
    assert {one.source for one in needs.values()} == {source}
    assert "i scenariot ”Längre arbetsliv” ska ge " in needs["fysioterapeut"].words
    assert f"till {year}." in needs["fysioterapeut"].words
    steps = given(queries.inputs_of(gr.base.run), gr.longer.pulled, at)[:, -1]
    assert [(one.lever, one.profession_id, one.effect, one.owner, one.scenario_id) for one in measures] == [
        (f"{lever.kind}-1", code, Decimal(f"{steps[number, which]:.1f}"), owner, gr.longer.pk)
        for number, lever, owner in ((1, gr.longer.pulled[1], "Förvaltningschef"), (0, gr.longer.pulled[0], "HR-chef"))
        for code in sorted(BOTH)
        for which in [result.professions.index(code)]
        if abs(steps[number, which]) >= 0.05
    ]
    assert len(measures) > 1
    assert all(one.effect and one.effect > 0 for one in measures)
    assert {one.lever: one.due_on for one in measures} == {
        "part_time-1": date(year - 1, 6, 30),
        "retirement_age-1": date(year, 12, 31),
    }
    page = words(dag.get(f"/planering/planer/{plan.pk}/"))
    assert "Senare pension: +12 månader" in page
    assert "Från scenariot Längre arbetsliv" in page


def test_a_lever_changed_is_the_same_measure_as_far_as_it_has_come(cast: Cast, gr: Made) -> None:
    plan = plan_of(cast, timezone.localdate().year + 5)
    sent = {"professions": ["sjukskoterska"]} | {
        f"{lever}-1-{name}": value
        for lever in ("early_leaving", "first_year")
        for name, value in (("owner", "HR-chef"), ("due", "2030-01-01"))
    }
    dag, address = signed_in(cast.dag), gr.of(gr.kept, f"plan/?plan={plan.pk}&plats={TOTAL}")
    assert dag.post(address, sent).status_code == 302
    with as_owner():
        Measure.objects.filter(lever="first_year-1").update(state="running")
    assert 'value="HR-chef"' in dag.get(address).content.decode()
    assert dag.post(address, sent | {"first_year-1-owner": "Verksamhetschef"}).status_code == 302
    with as_owner():
        found = Measure.objects.order_by("lever").values_list("lever", "kind", "owner", "state")
        assert list(found) == [
            ("early_leaving-1", "retention", "HR-chef", "planned"),
            ("first_year-1", "induction", "Verksamhetschef", "running"),
        ]
    facts = NeedFacts(Decimal(2), Decimal(2), Decimal(3), "Prognos")
    less = {"needs": {"sjukskoterska": facts}, "pulled": ()}  # no lever is pulled any longer
    does(cast.dag, bring_in, plan_id=plan.pk, scenario=gr.kept, **less)
    with as_owner():
        states = Measure.objects.order_by("lever").values_list("lever", "state")
        assert list(states) == [("early_leaving-1", "dropped"), ("first_year-1", "running")]


@pytest.mark.parametrize("ends", [2025, 2100])
def test_a_plan_that_ends_outside_the_forecast_is_told_so(cast: Cast, gr: Made, ends: int) -> None:
    plan, dag = plan_of(cast, ends), signed_in(cast.dag)
    address = gr.of(gr.longer, f"plan/?plan={plan.pk}&plats={TOTAL}")
    for answer in (dag.get(address, follow=True), dag.post(address, {"professions": BOTH}, follow=True)):
        assert f"planen slutar {ends}. Inget har förts in." in words(answer)
    with as_owner():
        assert not PlanNeed.objects.exists()


def test_a_scenario_goes_into_its_owners_plans_alone(cast: Cast, gr: Made) -> None:
    with as_owner():
        other = SupplyPlan.objects.create(employer=cast.ale, title="Annan", starts=2027, ends=2031)
    address = gr.of(gr.longer, f"plan/?plan={other.pk}&plats={TOTAL}")
    assert {signed_in(one).get(address).status_code for one in (cast.dag, cast.gunilla, cast.farid)} == {404}
    with pytest.raises(NotYours):
        does(cast.gunilla, bring_in, plan_id=other.pk, scenario=gr.longer, needs={}, pulled=())
    with acting_as(cast.dag.pk):
        base = queries.picture(gr.base)
        assert base
        told = told_of(base, (), queries.inputs_of(gr.base.run), TOTAL, timezone.localdate().year)
    assert {one.gives for one in told} == {()}
