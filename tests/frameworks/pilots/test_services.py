"""Planning, starting, changing, ending, evaluating and widening pilots."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.operations.invariants import broken_invariants
from stegvis.frameworks.models import Adoption, FrameworkVersion, Pilot, PilotMember, PilotProfession, PilotUnit
from stegvis.frameworks.pilots.queries import (
    Phase,
    phase_of,
    pilot_of,
    piloting_employers,
    pilots_in_units,
    pilots_with,
    placed_by_pilot,
    replaced_by,
    units_in,
)
from stegvis.frameworks.pilots.services import (
    Plan,
    change_pilot,
    end_pilot,
    evaluate_pilot,
    plan_pilot,
    start_pilot,
    widen_pilot,
)
from stegvis.frameworks.signals import adoption_changed
from stegvis.organisations.models import Role, Unit
from stegvis.organisations.services.units import change_unit
from stegvis.people.models import Profession
from tests.frameworks.pilots.conftest import later, version_with
from tests.support.cast import Cast, grant, make_cast
from tests.support.database import as_owner
from tests.support.layers import layer

NURSE = "sjukskoterska"


@contextmanager
def heard(capture: Any) -> Iterator[list[tuple[int, str]]]:
    """What is told, when all is done, of whom to place anew."""
    told: list[tuple[int, str]] = []

    def hear(employer_id: int, profession_code: str, **_kwargs: Any) -> None:
        told.append((employer_id, profession_code))

    from stegvis.careers.receivers import place_staff_anew

    adoption_changed.disconnect(place_staff_anew)
    adoption_changed.connect(hear)
    try:
        with capture(execute=True):
            yield told
    finally:
        adoption_changed.disconnect(hear)
        adoption_changed.connect(place_staff_anew)


def test_a_planned_pilot_places_nobody(cast: Cast, planned: Pilot, plan: Plan) -> None:
    with acting_as(cast.anna.pk) as actor:
        found = pilot_of(actor, planned.pk)
        assert placed_by_pilot(cast.ale.pk, plan.starts) == {}
        assert piloting_employers() == set()
        assert [(one.name, one.speaks_for) for one in found.members.all()] == list(plan.members)
        assert (found.title, found.purpose, phase_of(found, actor.today)) == (
            "Prov i norr",
            "Räcker kraven?",
            Phase.PLANNED,
        )


def test_a_running_pilot_places_by_its_dates(
    cast: Cast, planned: Pilot, plan: Plan, django_capture_on_commit_callbacks: Any
) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        with heard(django_capture_on_commit_callbacks) as told:
            start_pilot(actor=actor, pilot=planned)
        assert told == [(cast.ale.pk, NURSE)]
        for day, placed in (
            (plan.starts - timedelta(days=1), {}),
            (plan.starts, {(cast.ale_north.pk, NURSE): planned.version}),
            (plan.ends, {(cast.ale_north.pk, NURSE): planned.version}),
            (plan.ends + timedelta(days=1), {}),
        ):
            assert placed_by_pilot(cast.ale.pk, day) == placed
        assert placed_by_pilot(cast.molndal.pk, plan.starts) == {}
        assert piloting_employers() == {cast.ale.pk}


def test_units_below_a_chosen_one_are_in_it(cast: Cast, version: FrameworkVersion, plan: Plan) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        whole = replace(plan, units=[cast.ale_care])
        pilot = plan_pilot(actor=actor, employer=cast.ale, version=version, plan=whole)
        start_pilot(actor=actor, pilot=pilot)
        below = {cast.ale_care.pk, cast.ale_north.pk, cast.ale_south.pk}
        assert placed_by_pilot(cast.ale.pk, plan.starts) == dict.fromkeys(((unit, NURSE) for unit in below), version)
        change_unit(actor=actor, unit_id=cast.ale_north.pk, name="Norr", code="N", parent=None)
        below.remove(cast.ale_north.pk)
        assert placed_by_pilot(cast.ale.pk, plan.starts) == dict.fromkeys(((unit, NURSE) for unit in below), version)


def test_a_unit_that_comes_below_later_is_in_it_too(
    cast: Cast, running: Pilot, version: FrameworkVersion, plan: Plan
) -> None:
    with as_owner():
        new = Unit.objects.create(organisation=cast.ale, parent=cast.ale_north, name="Nattpatrull", code="N9")
    with acting_as(cast.gunilla.pk) as actor:
        both = (cast.ale_north.pk, new.pk)
        assert placed_by_pilot(cast.ale.pk, plan.starts) == dict.fromkeys(((unit, NURSE) for unit in both), version)
        assert units_in(actor, pilot_of(actor, running.pk)) == [cast.ale_north, new]
        with pytest.raises(Refused, match="prövar redan"):
            plan_pilot(actor=actor, employer=cast.ale, version=version, plan=replace(plan, units=[new]))


@pytest.mark.parametrize("name", ["anna", "bosse", "hamid", "dag", "cecilia", "maria"])
def test_others_do_not_lead(cast: Cast, planned: Pilot, plan: Plan, name: str) -> None:
    with acting_as(getattr(cast, name).pk) as actor:
        with pytest.raises(Refused, match="Bara arbetsgivarens samordnare"):
            plan_pilot(actor=actor, employer=cast.ale, version=planned.version, plan=later(plan, 100))
        if name in {"anna", "bosse", "hamid"}:
            found = pilot_of(actor, planned.pk)
            for act in (
                lambda: start_pilot(actor=actor, pilot=found),
                lambda: end_pilot(actor=actor, pilot=found),
                lambda: change_pilot(actor=actor, pilot=found, plan=plan),
                lambda: evaluate_pilot(actor=actor, pilot=found, evaluation="x"),
                lambda: widen_pilot(actor=actor, pilot=found),
            ):
                with pytest.raises(Refused, match="Bara arbetsgivarens samordnare"):
                    act()
        else:
            with pytest.raises(NotYours):
                pilot_of(actor, planned.pk)
            for model in (Pilot, PilotUnit, PilotProfession, PilotMember):
                assert list(visible(actor, model)) == []


def test_what_cannot_be_tried(
    cast: Cast, packaged: list[FrameworkVersion], plan: Plan, version: FrameworkVersion
) -> None:
    described = next(one for one in packaged if one.status == "described")
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="bara beskriven"):
            plan_pilot(actor=actor, employer=cast.ale, version=described, plan=plan)
        others = [Profession.objects.get(pk="fysioterapeut")]
        with pytest.raises(Refused, match="inte gjord för det yrket"):
            plan_pilot(actor=actor, employer=cast.ale, version=version, plan=replace(plan, professions=others))
        with pytest.raises(Refused, match="annan arbetsgivare"):
            plan_pilot(actor=actor, employer=cast.ale, version=version, plan=replace(plan, units=[cast.molndal_care]))
        backwards = replace(plan, ends=plan.starts - timedelta(days=1))
        with pytest.raises(Refused, match="Sista dagen får inte komma före den första"):
            plan_pilot(actor=actor, employer=cast.ale, version=version, plan=backwards)
        early = replace(plan, starts=date(1999, 12, 31), ends=date(2000, 1, 31))
        with pytest.raises(Refused, match="börjar tidigast år 2000"):
            plan_pilot(actor=actor, employer=cast.ale, version=version, plan=early)
        for ends in (plan.starts + timedelta(days=5 * 366 + 1), date.max):
            with pytest.raises(Refused, match="högst 5 år"):
                plan_pilot(actor=actor, employer=cast.ale, version=version, plan=replace(plan, ends=ends))
    assert not Pilot.objects.exists()


def test_two_pilots_do_not_have_the_same_staff(cast: Cast, planned: Pilot, plan: Plan) -> None:
    other = version_with(code="annan-modell", title="Annan")
    with acting_as(cast.gunilla.pk) as actor:
        for overlapping in (plan, later(plan, 10), replace(plan, units=[cast.ale_care])):
            with pytest.raises(Refused, match="”Prov i norr” prövar redan"):
                plan_pilot(actor=actor, employer=cast.ale, version=other, plan=overlapping)
        plan_pilot(actor=actor, employer=cast.ale, version=other, plan=replace(plan, units=[cast.ale_south]))
        after = plan_pilot(actor=actor, employer=cast.ale, version=other, plan=later(plan, 11))
        with pytest.raises(Refused, match="”Prov i norr” prövar redan"):
            change_pilot(actor=actor, pilot=after, plan=plan)
        end_pilot(actor=actor, pilot=planned)
        change_pilot(actor=actor, pilot=after, plan=plan)
    with as_owner():
        assert broken_invariants() == []


def test_the_invariant_finds_two_pilots_with_the_same_staff(cast: Cast, running: Pilot, plan: Plan) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        other = version_with(code="annan-modell", title="Annan")
        second = plan_pilot(actor=actor, employer=cast.ale, version=other, plan=later(plan, 50))
        start_pilot(actor=actor, pilot=second)
        Pilot.objects.filter(pk=second.pk).update(starts=plan.ends)
    with as_owner():
        assert [found.name for found in broken_invariants()] == ["frameworks.pilots_do_not_share_staff"]


def test_a_pilot_is_changed_while_it_runs_but_for_its_first_day(
    cast: Cast, running: Pilot, plan: Plan, django_capture_on_commit_callbacks: Any
) -> None:
    wider = replace(plan, title="Nytt namn", ends=plan.ends + timedelta(days=30), units=[cast.ale_south], members=[])
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="första dagen ligger fast"):
            change_pilot(actor=actor, pilot=running, plan=later(plan, 1))
        with heard(django_capture_on_commit_callbacks) as told:
            changed = change_pilot(actor=actor, pilot=running, plan=wider)
        assert told == [(cast.ale.pk, NURSE)]
        assert placed_by_pilot(cast.ale.pk, wider.ends) == {(cast.ale_south.pk, NURSE): changed.version}
        assert (changed.title, list(changed.members.all())) == ("Nytt namn", [])


def test_a_pilot_ends_by_itself_and_says_so(cast: Cast, running: Pilot, plan: Plan) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        found = pilot_of(actor, running.pk)
        assert [phase_of(found, plan.starts + timedelta(days=days)) for days in (-1, 0, 10, 11)] == [
            Phase.COMING,
            Phase.RUNNING,
            Phase.RUNNING,
            Phase.OVER,
        ]


def test_from_the_pilot_to_the_whole_employer(
    cast: Cast, running: Pilot, plan: Plan, django_capture_on_commit_callbacks: Any
) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="Skriv först ner vad piloten har visat"):
            widen_pilot(actor=actor, pilot=running)
        evaluate_pilot(actor=actor, pilot=running, evaluation="Kraven räcker.")
        assert replaced_by(actor, running) == []
        with heard(django_capture_on_commit_callbacks) as told:
            widen_pilot(actor=actor, pilot=running)
        assert told == [(cast.ale.pk, NURSE), (cast.ale.pk, NURSE)]
        found = pilot_of(actor, running.pk)
        assert (found.state, found.evaluation, found.evaluated_on) == ("widened", "Kraven räcker.", actor.today)
        assert placed_by_pilot(cast.ale.pk, plan.starts) == {}
        adopted = Adoption.objects.get(employer=cast.ale, profession=NURSE)
        assert (adopted.version, adopted.since) == (found.version, actor.today)
        for act in (widen_pilot, end_pilot, start_pilot):
            with pytest.raises(Refused):
                act(actor=actor, pilot=running)


def test_an_ended_pilot_is_evaluated_and_widened_later(
    cast: Cast, running: Pilot, plan: Plan, django_capture_on_commit_callbacks: Any
) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        with heard(django_capture_on_commit_callbacks) as told:
            end_pilot(actor=actor, pilot=running)
        assert (told, placed_by_pilot(cast.ale.pk, plan.starts)) == ([(cast.ale.pk, NURSE)], {})
        with pytest.raises(Refused, match="avslutad"):
            change_pilot(actor=actor, pilot=running, plan=plan)
        evaluate_pilot(actor=actor, pilot=running, evaluation="Bra")
        widen_pilot(actor=actor, pilot=running)
        assert pilot_of(actor, running.pk).state == "widened"


def test_a_pilot_of_the_next_version_is_widened_after_the_change_of_version(
    cast: Cast, running: Pilot, version: FrameworkVersion, client: Client
) -> None:
    with as_owner():
        used = FrameworkVersion.objects.get(pk=version.pk)
        used.pk, used.version = None, 1
        FrameworkVersion.objects.filter(pk=version.pk).update(version=2)
        used.save()
        adoption = Adoption.objects.create(employer=cast.ale, profession_id=NURSE, version=used, since=date(2025, 1, 1))
    with acting_as(cast.gunilla.pk) as actor:
        end_pilot(actor=actor, pilot=running)
        evaluate_pilot(actor=actor, pilot=running, evaluation="Bra")
        with pytest.raises(Refused, match="Versionsbyten"):
            widen_pilot(actor=actor, pilot=running)
        assert pilot_of(actor, running.pk).state == "ended"
    client.force_login(cast.gunilla)
    page = client.get(reverse("frameworks:pilot_widen", args=[running.pk])).content.decode()
    assert f'action="{reverse("careers:move_widen", args=[running.pk])}"' in page
    assert "Se vad det skulle innebära" in page
    with as_owner():  # the change of version is accepted
        adoption.version = version
        adoption.save()
    with acting_as(cast.gunilla.pk) as actor:
        widen_pilot(actor=actor, pilot=running)
        assert pilot_of(actor, running.pk).state == "widened"


def test_what_is_not_the_time_for(cast: Cast, planned: Pilot, plan: Plan) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        for act in (widen_pilot, lambda **both: evaluate_pilot(evaluation="x", **both)):
            with pytest.raises(Refused):
                act(actor=actor, pilot=planned)
        past = replace(plan, starts=date(2026, 1, 1), ends=date(2026, 1, 2))
        change_pilot(actor=actor, pilot=planned, plan=past)
        with pytest.raises(Refused, match="Sista dagen har passerat"):
            start_pilot(actor=actor, pilot=planned)


def test_managers_see_what_runs_in_their_units(cast: Cast, running: Pilot, version: FrameworkVersion) -> None:
    with as_owner():
        grant(cast.hamid, Role.UNIT_MANAGER, unit=cast.ale_south)
    for name, seen in (("bosse", [running]), ("hamid", []), ("maria", []), ("anna", [])):
        with acting_as(getattr(cast, name).pk) as actor:
            assert pilots_in_units(actor) == seen
    for name, seen in (("anna", [running]), ("cecilia", [])):
        with acting_as(getattr(cast, name).pk) as actor:
            assert pilots_with(actor, version) == seen


@layer
def two(cast: Cast) -> tuple[Cast, list[FrameworkVersion]]:
    return cast, [version_with(code=f"modell-{number}", title=f"Modell {number}") for number in range(2)]


# What an example does is undone before the next.
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whoever_plans_whatever_no_staff_is_in_two_pilots(
    data: st.DataObject, two: tuple[Cast, list[FrameworkVersion]]
) -> None:
    """Random plans, starts and ends; each day each unit is in what a slow look at the running pilots says."""
    cast, versions = two
    with transaction.atomic(), acting_as(cast.gunilla.pk) as actor:
        units = list(visible(actor, Unit).order_by("pk"))
        nurses = [Profession.objects.get(pk=NURSE)]
        for _ in range(6):
            first, length = data.draw(st.integers(0, 8)), data.draw(st.integers(0, 5))
            chosen = data.draw(st.lists(st.sampled_from(units), min_size=1, max_size=2, unique=True))
            starts = actor.today + timedelta(days=first)
            wanted = Plan("P", starts, starts + timedelta(days=length), chosen, nurses)
            version = data.draw(st.sampled_from(versions))
            try:
                pilot = plan_pilot(actor=actor, employer=cast.ale, version=version, plan=wanted)
            except Refused:
                continue
            for act in data.draw(st.lists(st.sampled_from([start_pilot, end_pilot]), max_size=2, unique=True)):
                act(actor=actor, pilot=Pilot.objects.get(pk=pilot.pk))
                if act is end_pilot:
                    break
        for day in (actor.today + timedelta(days=days) for days in range(15)):
            slow = [
                ((unit.pk, NURSE), pilot.version)
                for pilot in Pilot.objects.filter(state="running")
                if pilot.starts <= day <= pilot.ends
                for unit in units
                if {unit.pk, unit.parent_id} & {part.unit_id for part in pilot.units.all()}
            ]
            assert len(dict(slow)) == len(slow)
            assert placed_by_pilot(cast.ale.pk, day) == dict(slow)
        transaction.set_rollback(True)


def test_of_two_who_plan_for_the_same_staff_at_once_one_wins(fresh_database: str) -> None:
    with as_owner():
        cast = make_cast()
        grant(cast.eva, Role.COORDINATOR, organisation=cast.ale)
    version = version_with(code="prov-modell", title="Provmodellen")
    barrier = Barrier(2)

    def plan_it(user: int) -> str:
        try:
            with acting_as(user) as actor:
                nurses = [Profession.objects.get(pk=NURSE)]
                wanted = Plan(f"Pilot {user}", actor.today, actor.today, [cast.ale_north], nurses)
                barrier.wait(timeout=10)
                plan_pilot(actor=actor, employer=cast.ale, version=version, plan=wanted)
                return "planned"
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(plan_it, (cast.gunilla.pk, cast.eva.pk)))
    assert answers[0] == "planned"
    assert "prövar redan en karriärmodell för samma yrke i Hemsjukvård norr då" in answers[1]
