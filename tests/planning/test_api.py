"""Planning in the API: to the owner, colleagues and strangers what the pages give them."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.planning.forecasts import services
from stegvis.planning.ground.inputs import TOTAL
from stegvis.planning.models import SupplyPlan
from tests.planning.forecasts.test_forecasts import PLACES, PROFESSIONS, Made, does, gr, signed_in
from tests.planning.plans.test_plans import decided, plan
from tests.support.cast import Cast

ROOT = "/api/v1/planning"
__all__ = ["gr", "plan"]


def test_a_forecast_is_its_owners_and_what_is_shared_hides_few(
    cast: Cast, gr: Made, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    shared = does(
        cast.dag,
        services.share_scenario,
        forecast_id=gr.forecast.pk,
        scenario_id=gr.longer.pk,
        for_members=False,
        for_national=True,
    )
    own, whole = f"{ROOT}/forecasts/{gr.forecast.pk}", f"{ROOT}/shared-scenarios/{shared.pk}"
    figures = f"{own}/scenarios/{gr.longer.pk}"
    asked = (f"{ROOT}/forecasts", own, figures, f"{ROOT}/shared-scenarios", whole)
    answers = {
        name: [signed_in(getattr(cast, name)).get(address) for address in asked]
        for name in ("dag", "gunilla", "farid", "anna")
    }
    assert {name: [one.status_code for one in rows] for name, rows in answers.items()} == {
        "dag": [200, 200, 200, 200, 200],
        "gunilla": [200, 404, 404, 200, 404],
        "farid": [200, 404, 404, 200, 200],
        "anna": [200, 404, 404, 200, 404],
    }
    year = timezone.localdate().year
    about = {
        "id": gr.forecast.pk,
        "title": "Rehab i GR",
        "owner": str(cast.gr),
        "first_year": year,
        "last_year": year + 12,
        "places": list(PLACES),
        "professions": list(PROFESSIONS),
    }
    assert answers["dag"][0].json() == [about]
    assert [one["name"] for one in answers["dag"][1].json().pop("scenarios")] == [
        "Om inget mer görs",
        "Längre arbetsliv",
        "Fler stannar",
    ]
    listed = {name: [one["title"] for one in rows[3].json()] for name, rows in answers.items()}
    assert listed == {"dag": [], "gunilla": [], "farid": ["Rehab i GR: Längre arbetsliv"], "anna": []}

    def few(response: object) -> set[float | None]:
        rows = response.json()["rows"]  # type: ignore[attr-defined]
        assert len(rows) == 3 * 2 * 13
        return {one["need"] for one in rows if (one["place"], one["profession"]) == ("1440", "sjukskoterska")}

    assert None not in few(answers["dag"][2])
    assert few(answers["farid"][4]) == {None}  # two nurses of Ale
    total = [one for one in answers["farid"][4].json()["rows"] if one["place"] == TOTAL]
    assert len(total) == 2 * 13
    dag = signed_in(cast.dag)
    for address in asked:
        with django_assert_max_num_queries(15):
            dag.get(address)


def test_plans_are_listed_to_their_owner_and_decided_ones_to_whom_they_are_open(cast: Cast, plan: SupplyPlan) -> None:
    edition = decided(cast.gunilla, plan)
    names = ("gunilla", "cecilia", "farid", "anna")
    own = {name: [one["id"] for one in signed_in(getattr(cast, name)).get(f"{ROOT}/plans").json()] for name in names}
    assert own == {"gunilla": [plan.pk], "cecilia": [], "farid": [], "anna": []}
    lines = {name: signed_in(getattr(cast, name)).get(f"{ROOT}/decided-plans").json() for name in names}
    assert [len(one) for one in lines.values()] == [1, 1, 1, 1]
    assert lines["cecilia"] == [
        {
            "plan": plan.pk,
            "edition": edition.number,
            "owner": "Ale kommun",
            "years": "2026–2031",
            "decided_on": timezone.localdate().isoformat(),
            "professions": ["Sjuksköterska"],
            "now": 100.0,
            "supply": 80.5,
            "need": 120.0,
            "missing": float(Decimal("39.5")),
            "measures": 1,
            "measures_done": 0,
        }
    ]
    assert signed_in(cast.farid).get(f"{ROOT}/decided-plans?profession=lakare").json() == []
