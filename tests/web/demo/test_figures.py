"""What the demonstration is there to show, in Ale as it is and a small Mölndal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from stegvis.careers.models import MoveOutcome, Standing
from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.compared import Comparison
from stegvis.frameworks.relations.queries import overlays_behind
from stegvis.planning.forecasts import queries
from stegvis.planning.ground.inputs import TOTAL
from stegvis.planning.models import Forecast, SupplyPlan
from stegvis.planning.plans.queries import needs_of
from stegvis.surveys.interviews.queries import coverage_of
from stegvis.surveys.models import FreeText, Interviewee, InterviewStudy, Item, OpenQuestion, Reading
from stegvis.surveys.packaged import packaged
from stegvis.web.demo.cast import PASSWORD, log_ins, user_key
from stegvis.web.demo.surveys import CAREERS, HINDRANCES, NEEDS, WISHES
from tests.support import database

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def loaded(demonstration: str, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """Django's connection points at the demonstration, as the worker."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.use(demonstration, role="worker")
        yield
        database.use(f"stegvis_test_{worker_id}")


@pytest.mark.usefixtures("loaded")
def test_the_move_of_ales_therapists_has_something_of_everything() -> None:
    with acting_as_system(reason="test"):
        told = set(MoveOutcome.objects.values_list("outcome", "level_before"))
    outcomes = MoveOutcome.Outcome
    assert {(outcome, level) for outcome, level in told if level in {1, 2}} == {
        (outcome, level) for outcome in outcomes for level in (1, 2)
    }


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("employer", ["ale", "molndal"])
def test_therapists_stand_on_several_levels(employer: str) -> None:
    with acting_as_system(reason="test"):
        standings = Standing.objects.filter(employer__slug=employer, version__framework__code=f"{employer}-rehab")
        assert set(standings.values_list("level_order", flat=True)) >= {0, 1}


@pytest.mark.usefixtures("loaded")
def test_whoever_is_on_moelndals_first_level_is_on_ales() -> None:
    with acting_as(user_key("gunilla")) as actor:
        compared = Comparison(actor, _version("molndal-rehab", 1), _version("ale-rehab", 2))
        assert [(one.level.code, one.reaches and one.reaches.code) for one in compared.recognised] == [
            ("grund", "grund"),
            ("fordjupning", "grund"),
            ("expert", "grund"),
        ]
        assert len([line for line in compared.current if line.recorded.relation == "narrower"]) == 1


@pytest.mark.usefixtures("loaded")
def test_what_ale_says_of_another_municipality_is_not_said_of_the_region() -> None:
    with acting_as_system(reason="test"):
        clarified = effective_of(_version("ale-rehab", 2)).clarifications
    assert {code for of, code in clarified if "hospitering" in code} == {"fordjupning-hospitering"}


@pytest.mark.usefixtures("loaded")
def test_the_overlay_that_is_behind_is_seen_with_a_printed_log_in() -> None:
    """Ale has followed the shared framework and Mölndal has not; its coordinator is among those printed."""
    behind = {}
    for key in ("gunilla", "lena"):
        with acting_as(user_key(key)) as actor:
            behind[key] = [(one.overlay, one.base) for one in overlays_behind(actor)]
    assert behind == {"gunilla": [], "lena": [(_version("molndal-rehab", 1), _version("pilot-rehab-kommun", 2))]}
    with acting_as_system(reason="test"):
        lena = User.objects.get(email="lena@stegvis.example.se")
    assert lena.check_password(PASSWORD)
    assert any(lena.email in line and "Lena Ström, samordnare i Mölndal" in line for line in log_ins())


def _version(code: str, number: int) -> FrameworkVersion:
    return FrameworkVersion.objects.select_related("framework").get(framework__code=code, version=number)


def questions_of(code: str) -> set[str]:
    return {question["code"] for section in packaged()[code]["sections"] for question in section["questions"]}


@pytest.mark.usefixtures("loaded")
def test_what_was_written_is_coded_by_two_and_a_study_of_interviews_goes_on() -> None:
    with acting_as(user_key("dag")) as actor:
        asked = OpenQuestion.objects.get(question="ovriga-behov")
        coders = sorted(visible(actor, Reading).filter(asked=asked).values_list("coder__email", "place"))
        assert coders == [("gunilla@stegvis.example.se", 1), ("lena@stegvis.example.se", 2)]
        assert asked.texts == visible(actor, FreeText).filter(asked=asked).count() >= 10
        found = InterviewStudy.objects.get()
        coverage = coverage_of(actor, found)
        groups = Counter(Interviewee.objects.filter(study=found).values_list("staff_group", flat=True))
        assert {one.content for one in visible(actor, FreeText).filter(asked=asked)} <= set(WISHES)
        hindered = visible(actor, FreeText).filter(asked__question="hinder")
        assert len(hindered) >= 10
        assert {one.content for one in hindered} <= set(HINDRANCES)
        in_bank = set(visible(actor, Item).values_list("code", flat=True))
    asked_of_both = {one for code in (NEEDS, CAREERS) for one in questions_of(code)}
    assert in_bank == asked_of_both
    assert (coverage.total, coverage.yes) == (13, 12)
    assert groups == {"rehabilitering": 8, "sjuksköterskor": 7}


@pytest.mark.usefixtures("loaded")
def test_the_collaborations_plan_says_what_its_forecast_says() -> None:
    with acting_as(user_key("dag")) as actor:
        plan = visible(actor, SupplyPlan).get()
        base = queries.base_of(queries.scenarios_of(actor, visible(actor, Forecast).get()))
        needs = {one.profession_id: [float(one.now), float(one.need)] for one in needs_of(actor, plan)}
        result = queries.picture(base).result  # type: ignore[union-attr]
        at = result.years.index(plan.ends)
        each = {code: result.at(TOTAL, code) for code in result.professions}
    assert needs == {
        code: [pytest.approx(float(one), abs=0.051) for one in (told.mean_supply[0], told.mean_need[at])]
        for code, told in each.items()
    }
