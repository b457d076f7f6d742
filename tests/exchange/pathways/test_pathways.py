"""One's way: what is chosen and why, what remains, and what comes of it in the plan."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.models import Activity, DevelopmentPlan, Goal
from stegvis.careers.plans.queries import whole_plan
from stegvis.careers.plans.services import agree_plan
from stegvis.engine.pathway import Why
from stegvis.exchange.models import Meets, Occasion, Prior, Session
from stegvis.exchange.pathways.queries import Bounds, Pathway, pathway_of, whose_way
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading
from stegvis.frameworks.models import FrameworkVersion
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.cast import Cast
from tests.support.database import as_owner

WAY = "/utbud/vag/"


def way_of(
    user: User, *, by: User | None = None, first: date | None = None, days: int = 300, area: str = "", **bounds: object
) -> Pathway:
    with acting_as((by or user).pk) as actor:
        standing, employment, place = whose_way(actor, user.person.pk)
        assert employment is not None
        begins = first or actor.today
        wanted = Bounds(begins, begins + timedelta(days=days), area=area, **bounds)
        return pathway_of(actor, standing, employment, place, wanted)


def codes_of(way: Pathway) -> list[str]:
    return [one.code for one in way.asked if one.code]


def meeting(cast: Cast, version: FrameworkVersion, code: str, title: str, *, days: int, **facts: object) -> Occasion:
    """An occasion in Mölndal, open to the collaboration, that meets a requirement."""
    offer = an_offer(cast.molndal, cast.gr, title=title, **{"kind": "course", "hours": 8, **facts})
    with as_owner():
        Meets.objects.create(employer=cast.molndal, offer=offer, framework=version.framework, requirement=code)
    return an_occasion(offer, days=days)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", f"<{main}"))


@pytest.fixture
def two(cast: Cast, placed: FrameworkVersion) -> tuple[str, str, list[Occasion]]:
    """Two requirements that Anna lacks; for the first two dates, for the second one that clashes with the earlier."""
    first, second = codes_of(way_of(cast.anna))[:2]
    early = meeting(cast, placed, first, "Sårvård", days=30)
    late = an_occasion(early.offer, days=60)
    clashing = meeting(cast, placed, second, "Handledning", days=30, kind="supervision", price=900, split="sender")
    return first, second, [early, late, clashing]


def test_the_way_avoids_a_clash_and_says_what_remains(cast: Cast, two: tuple[str, str, list[Occasion]]) -> None:
    first, second, (early, late, clashing) = two
    way = way_of(cast.anna)
    assert [(one.occasion.pk, [asked.code for asked in one.closes]) for one in way.steps] == [
        (clashing.pk, [second]),
        (late.pk, [first]),
    ]
    assert (way.is_exact, way.closed, way.price, way.hours) == (True, 2, 900, 16.0)
    assert {one.why for one in way.left} == {Why.NOT_OFFERED}

    way = way_of(cast.anna, days=40)  # the later date is outside: the two clash
    (step,), left = way.steps, {one.asked.code: one for one in way.left if one.why != Why.NOT_OFFERED}
    ((code, other),) = left.items()
    assert {code, step.closes[0].code} == {first, second}
    assert (other.why, other.beside) == (Why.NOT_TOGETHER, (step.occasion,))

    assert {one.why for one in way_of(cast.anna, budget=100).left} == {Why.NOT_OFFERED, Why.TOO_DEAR}
    assert {one.why for one in way_of(cast.anna, hours=4).left} == {Why.NOT_OFFERED, Why.TOO_LONG}
    an_application(early, cast.anna, "booked")
    way = way_of(cast.anna)  # the place closes the first, so that it is not sought elsewhere too
    assert [(one.title, [asked.code for asked in one.closes]) for one in way.coming] == [("Sårvård", [first])]
    assert (way.steps, first in codes_of(way)) == ((), False)
    assert Why.BUSY in {one.why for one in way.left}


def test_a_course_begun_when_it_suits_has_to_fit_the_days_and_the_hours(cast: Cast, placed: FrameworkVersion) -> None:
    code = codes_of(way_of(cast.anna))[0]
    one = meeting(cast, placed, code, "I egen takt", days=0, hours=80, starts_any_time=True)
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    with as_owner():
        Session.objects.all().delete()
        Occasion.objects.update(ends=one.starts + timedelta(days=200), apply_by=monday + timedelta(days=90))

    def why(days: int, **bounds: object) -> Why:
        way = way_of(cast.anna, first=monday, days=days - 1, **bounds)
        return next((each.why for each in way.left if each.asked.code == code), Why.CLOSED)

    assert [why(1), why(1, hours=40), why(9), why(10)] == [Why.OUTSIDE, Why.OUTSIDE, Why.OUTSIDE, Why.CLOSED]
    assert [why(14, hours=40), why(14, hours=39)] == [Why.CLOSED, Why.TOO_LONG]  # two weeks, not three
    other = an_occasion(an_offer(cast.molndal, cast.gr, kind="course"), starts=_at(monday + timedelta(days=1), 9))
    an_application(other, cast.anna, "booked")
    assert [why(14, hours=48), why(14, hours=47)] == [Why.CLOSED, Why.TOO_LONG]  # eight of the first are taken


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


def test_a_session_in_the_night_when_the_clock_is_put_back_breaks_nothing(cast: Cast, placed: FrameworkVersion) -> None:
    night = next(
        day
        for day in (timezone.localdate() + timedelta(days=10 + at) for at in range(366))
        if day.month == 10 and day.weekday() == 6 and (day + timedelta(days=7)).month == 11
    )
    one = meeting(cast, placed, codes_of(way_of(cast.anna))[0], "Natt", days=30)
    begins = _at(night, 2) + timedelta(minutes=50)
    with as_owner():
        for row in (Occasion, Session):
            row.objects.update(starts=begins, ends=begins.astimezone(UTC) + timedelta(minutes=20))
    assert [step.occasion for step in way_of(cast.anna, days=400).steps] == [one]


def test_what_is_asked_for_before_comes_first(cast: Cast, two: tuple[str, str, list[Occasion]]) -> None:
    early, _late, _clashing = two[2]
    with as_owner():
        Prior.objects.create(employer=cast.molndal, offer=early.offer, kind="course", code="grund", title="Grundkurs")
    assert Why.NEEDS in {one.why for one in way_of(cast.anna).left}
    base = an_occasion(
        an_offer(cast.ale, title="Grundkurs", kind="course", gives_kind="course", gives_code="grund"), days=10
    )
    way = way_of(cast.anna)
    assert (way.steps[0].occasion, way.steps[0].before) == (base, ("Sårvård",))


def test_growing_deeper_in_an_area_wants_one_of_each_way(cast: Cast, placed: FrameworkVersion) -> None:
    for kind, days in (("course", 20), ("course", 30), ("shadowing", 40)):
        an_occasion(an_offer(cast.molndal, cast.gr, kind=kind, title=kind, areas=["palliativ-vard"]), days=days)
    an_occasion(an_offer(cast.molndal, cast.gr, kind="network", title="annat", areas=["demens-kognition"]))
    way = way_of(cast.anna, area="palliativ-vard")
    assert sorted(one.occasion.offer.kind for one in way.steps) == ["course", "shadowing"]
    assert (way.closed, len(way.left)) == (2, 3)


def test_one_press_puts_it_in_the_plan_and_a_second_nothing(
    client: Client,
    cast: Cast,
    two: tuple[str, str, list[Occasion]],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    first, second, _occasions = two
    client.force_login(cast.anna)
    with django_assert_max_num_queries(15 + 2):  # and a savepoint, which the test's own transaction makes of it
        page = text(client, WAY)
    assert "Sårvård" in page
    assert "Handledning" in page
    chosen = {"occasion": [one.occasion.pk for one in way_of(cast.anna).steps]}
    with as_owner():
        assert not DevelopmentPlan.objects.exists()
    assert "Bocka för minst ett tillfälle." in text(client, client.post(WAY).url)
    client.post(WAY, chosen)
    with as_owner():
        plan = DevelopmentPlan.objects.get()
        put = Activity.objects.filter(title__regex="^(Sårvård|Handledning), ")
        found = {one.goal.requirement: (one.kind, one.cost, one.hours, one.terms) for one in put.select_related("goal")}
        goals = Goal.objects.count()
    assert found == {
        first: ("course", None, 8, "working_time"),
        second: ("supervision", 900, 8, "working_time"),
    }
    with acting_as(cast.bosse.pk) as actor:
        agree_plan(actor=actor, plan_id=plan.pk, seen=whole_plan(actor, plan.pk).revision)
    client.post(WAY, chosen)
    with as_owner():
        plan.refresh_from_db()
        assert (plan.state, put.count(), Goal.objects.count()) == ("agreed", 2, goals)
        put.first().delete()
    client.post(WAY, chosen)
    with as_owner():
        plan.refresh_from_db()
        assert (plan.state, put.count()) == ("draft", 2)


def test_the_manager_opens_it_for_somebody_in_the_team_and_is_noted(
    client: Client, cast: Cast, placed: FrameworkVersion
) -> None:
    here = f"{WAY}{cast.anna.person.pk}/"
    client.force_login(cast.bosse)
    assert "Anna Exempel" in text(client, here)
    with as_owner():
        assert list(Reading.objects.values_list("reader", "page")) == [(cast.bosse.pk, "exchange:pathway")]
    for stranger in (cast.cecilia, cast.maria, cast.gunilla, cast.dag):
        client.force_login(stranger)
        assert client.get(here).status_code == 404


@pytest.mark.parametrize(
    "query", ["fran=2027-02-02&till=2027-01-01", "timmar=-3&budget=x", "fran=igår", "riktning=nej"]
)
def test_bad_bounds_are_answered_in_the_form(client: Client, cast: Cast, placed: FrameworkVersion, query: str) -> None:
    client.force_login(cast.anna)
    assert 'aria-invalid="true"' in client.get(f"{WAY}?{query}").content.decode()
