"""An owner's ground: who may, what is signed, what is counted of whom, and runs that are whole or not there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import DatabaseError, transaction

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Employment, Person, Profession
from stegvis.planning.ground import queries, services
from stegvis.planning.ground.assumptions import Assumption
from stegvis.planning.ground.farming import computed, refuse_large
from stegvis.planning.ground.inputs import Inputs, Scope
from stegvis.planning.ground.keys import FIRST_AGE
from stegvis.planning.ground.levers import Lever
from stegvis.planning.ground.problems import PlanningError
from stegvis.planning.ground.results import Result
from stegvis.planning.models import Ground, Override, Run, StaffCount
from tests.planning.ground.support import a_scope
from tests.support.cast import START, Cast
from tests.support.database import as_owner
from tests.support.layers import layer

SMALL = Scope(("1440", "1481", "1402"), 2026, 3, ("sjukskoterska", "fysioterapeut"), draws=20)


def staffed(unit: Unit, profession: str, born: list[int], share: int = 100) -> None:
    """So many people at work there, born in those years. Run it as the owner."""
    titles = {"title_sv": profession, "title_en": profession, "is_licensed": True}
    one, _ = Profession.objects.get_or_create(code=profession, defaults=titles)
    people = Person.objects.bulk_create(
        Person(registered_by=unit.organisation, given_name="N", family_name="N", birth_year=year) for year in born
    )
    Employment.objects.bulk_create(
        Employment(
            person=person,
            employer=unit.organisation,
            unit=unit,
            profession=one,
            employee_number=f"{profession}-{number}",
            share=share,
            valid_from=START,
        )
        for number, person in enumerate(people)
    )


@layer
def grounds(cast: Cast) -> tuple[int, int]:
    """Ale's and the collaboration's. In Ale 13 more nurses and 3 physiotherapists; in Mölndal 22 more nurses."""
    with as_owner():
        staffed(cast.ale_north, "sjukskoterska", [1966] * 6 + [1990] * 7, share=80)
        staffed(cast.ale_north, "fysioterapeut", [1980] * 3)
        staffed(cast.molndal_care, "specialistsjukskoterska", [1970] * 2)
        staffed(cast.molndal_care, "sjukskoterska", [1962] * 6 + [1975] * 5 + [1984] * 3 + [1996] * 6)
    with acting_as(cast.gunilla.pk) as actor:
        ale = services.open_ground(actor=actor, owner=cast.ale)
    with acting_as(cast.dag.pk) as actor:
        gr = services.open_ground(actor=actor, owner=cast.gr)
    return ale.pk, gr.pk


def test_an_employer_counts_its_own_staff_exactly_and_estimates_the_others(
    cast: Cast, grounds: tuple[int, int], django_assert_max_num_queries: object
) -> None:
    with acting_as(cast.gunilla.pk) as actor, django_assert_max_num_queries(8):  # type: ignore[operator]
        ground = queries.ground_of(actor=actor, pk=grounds[0])
        found = queries.gather(actor=actor, ground=ground, scope=SMALL)
    assert found.origin == (("counted", "counted"), ("estimated",) * 2, ("estimated",) * 2)
    persons = found.staff.sum(axis=-1)
    assert persons[0].tolist() == [15, 3]  # Anna, Bosse and thirteen; Per, who is protected, is counted nowhere
    assert found.staff[0, 0, actor.today.year - 1966 - FIRST_AGE] == 6
    assert found.fte[0, 0] == pytest.approx((2 + 13 * 0.8) / 15, abs=1e-6)
    assert found.noise[0].tolist() == [0, 0]


def test_a_collaboration_sees_its_members_in_whole_fives_and_never_the_few(
    cast: Cast, grounds: tuple[int, int]
) -> None:
    with acting_as(cast.dag.pk) as actor:
        ground = queries.ground_of(actor=actor, pk=grounds[1])
        rows = queries.staff_rows(ground, actor.today)
        found = queries.gather(actor=actor, ground=ground, scope=SMALL)
    told = {(row.code, row.profession): (row.age, row.persons, row.share, row.bands) for row in rows}
    assert told == {
        ("1440", "sjukskoterska"): (None, 15, 0.85, None),
        ("1440", "fysioterapeut"): (None, None, None, None),
        ("1481", "sjukskoterska"): (None, 20, 1.0, [5, 5, 5, 5]),
        ("1481", "specialistsjukskoterska"): (None, None, None, None),
    }
    assert found.origin == (("rounded", "few"), ("rounded", "few"), ("estimated",) * 2)
    assert found.staff.sum(axis=-1)[:2] == pytest.approx(np.array([[15, 2.5], [20, 2.5]]), abs=1e-4)
    assert (found.noise[:2] > 0).all()


def test_nobody_else_sees_a_ground_or_its_staff(cast: Cast, grounds: tuple[int, int]) -> None:
    for name in ("anna", "bosse", "cecilia", "maria", "eva", "farid", "hamid"):
        with acting_as(getattr(cast, name).pk) as actor:
            assert not visible(actor, Ground).exists()
            for pk in grounds:
                assert queries.staff_rows(Ground(pk=pk), actor.today) == []
                with pytest.raises(NotYours):
                    queries.ground_of(actor=actor, pk=pk)
            with pytest.raises(Refused):
                services.open_ground(actor=actor, owner=cast.ale)
    with acting_as(cast.gunilla.pk) as actor:
        assert list(visible(actor, Ground).values_list("pk", flat=True)) == [grounds[0]]
        assert queries.staff_rows(Ground(pk=grounds[1]), actor.today) == []


def test_an_employers_own_figures_stand_where_nobody_is_in_stegvis(cast: Cast, grounds: tuple[int, int]) -> None:
    with as_owner():
        partille = Organisation.objects.create(type="municipality", name="Partille", slug="partille", code="1402")
        cast.gr.memberships.create(organisation=partille, valid_from=START)
        for year, persons in ((2024, 40), (2025, 32)):
            for age in (30, 40, 50, 60):
                StaffCount.objects.create(
                    employer=partille, year=year, profession_id="sjukskoterska", age=age, persons=persons // 4, fte=7
                )
    with acting_as(cast.dag.pk) as actor:
        ground = queries.ground_of(actor=actor, pk=grounds[1])
        found = queries.gather(actor=actor, ground=ground, scope=SMALL)
        assert not visible(actor, StaffCount).exists()
    assert found.origin[2] == ("rounded", "few")
    assert found.staff[2, 0].sum() == 30


def signed(name: str, value: float = 0.05, **facts: object) -> dict[str, object]:
    return {
        "changed": Assumption("leaving", value, "sjukskoterska", certain=True),
        "why": f"{name} vet bättre",
        "source": "Egen statistik",
        "dated": date(2026, 1, 31),
        **facts,
    }


def test_a_change_is_named_signed_and_undone_and_its_history_stays(cast: Cast, grounds: tuple[int, int]) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        ground = queries.ground_of(actor=actor, pk=grounds[0])
        first = services.override_assumption(actor=actor, ground_id=ground.pk, **signed("Gunilla"))  # type: ignore[arg-type]
        services.override_assumption(actor=actor, ground_id=ground.pk, **signed("Gunilla", 0.06))  # type: ignore[arg-type]
        held = queries.assumptions_of(actor, ground).entry("leaving", "sjukskoterska", "region")
        assert (held.value, held.signed, held.why, held.default) == (0.06, "Gunilla", "Gunilla vet bättre", 0.02)
        assert [one.value for one in queries.overrides(actor, ground)] == [0.06]
        last = queries.overrides(actor, ground)[0]
        services.undo_override(actor=actor, override_id=last.pk)
        assert queries.assumptions_of(actor, ground).of("leaving", "sjukskoterska") == 0.02
        assert len(queries.overrides(actor, ground, also_undone=True)) == 2
        with pytest.raises(Refused):
            services.undo_override(actor=actor, override_id=first.pk)
        for wrong in (signed("x", 2.0), signed("x", changed=Assumption("death", 0.01, "lakare"))):
            with pytest.raises(PlanningError):
                services.override_assumption(actor=actor, ground_id=ground.pk, **wrong)  # type: ignore[arg-type]
        for refused in (signed("x", why=" "), signed("x", dated=actor.today + timedelta(days=1))):
            with pytest.raises(Refused):
                services.override_assumption(actor=actor, ground_id=ground.pk, **refused)  # type: ignore[arg-type]
        with pytest.raises(DatabaseError), transaction.atomic():
            Override.objects.filter(pk=last.pk).update(value=0.5)
    with acting_as(cast.dag.pk) as actor, pytest.raises(NotYours):
        services.override_assumption(actor=actor, ground_id=grounds[0], **signed("Dag"))  # type: ignore[arg-type]


def test_a_run_is_computed_and_kept_whole(cast: Cast, grounds: tuple[int, int]) -> None:
    levers = [Lever("part_time", 2, note="Beslut i juni")]
    with acting_as(cast.dag.pk) as actor:
        ground = queries.ground_of(actor=actor, pk=grounds[1])
        inputs = queries.gather(actor=actor, ground=ground, scope=SMALL)
        told: dict[str, Any] = {"ground": ground, "title": "Prov", "inputs": inputs, "result": computed(inputs, levers)}
        done = services.keep_run(actor=actor, **told)
        result, packed = Result.from_bytes(bytes(done.result)), Inputs.unpacked(bytes(done.inputs))
        assert (result.digest, packed.scope) == (done.result_digest, SMALL)
        assert [one.as_json() for one in result.levers] == done.levers
        assert result.levers == (Lever("part_time", 2, note="Beslut i juni"),)
        assert result.inputs_digest == done.inputs_digest == packed.digest
        assert computed(packed, result.levers).to_bytes() == bytes(done.result)
        with pytest.raises(DatabaseError), transaction.atomic():
            Run.objects.update(title="Annan")
    with acting_as(cast.gunilla.pk) as actor:
        assert not visible(actor, Run).exists()
        with pytest.raises(Refused):
            services.keep_run(actor=actor, **told)


def _compute(actor: Actor, ground: Ground, scope: Scope, levers: list[Lever]) -> None:
    refuse_large(scope, levers)
    computed(queries.gather(actor=actor, ground=ground, scope=scope), levers)


def test_what_cannot_be_computed_is_refused(cast: Cast, grounds: tuple[int, int]) -> None:
    with acting_as(cast.dag.pk) as actor:
        ground = queries.ground_of(actor=actor, pk=grounds[1])
        for scope, levers in (
            (a_scope(years=200), []),
            (a_scope(draws=1_000_000), []),
            (a_scope(), [Lever("completion", 20), Lever("completion", -5)]),
            (a_scope(), [Lever("first_year", 20)]),
        ):
            with pytest.raises(PlanningError):
                _compute(actor, ground, scope, levers)
