"""Weeks, need, capacity and gap, each beside what one counts by hand; and why a plan did not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest

from stegvis.engine.capacity import (
    REASONS,
    Absence,
    IsoWeek,
    ModelError,
    Reason,
    Staff,
    Standards,
    Weeks,
    available_hours,
    capacity,
    causes,
    gap,
    iso_weeks,
    need,
    spread,
)

STANDARDS = Standards(
    time=np.array([[0.5, 0.0], [1.0, 0.25]]), support=np.array([0.2, 0.0]), individual=np.array([4.0, 0.0])
)


def test_weeks_are_counted_as_in_sweden_also_in_years_of_53() -> None:
    assert [str(week) for week in iso_weeks(IsoWeek(2026, 52), 3)] == ["2026-W52", "2026-W53", "2027-W01"]
    assert (IsoWeek.of(date(2027, 1, 3)), IsoWeek(2026, 53).monday) == (IsoWeek(2026, 53), date(2026, 12, 28))
    with pytest.raises(ValueError, match="Invalid week"):
        iso_weeks(IsoWeek(2025, 53), 2)
    day = date(2019, 12, 30)
    for week in iso_weeks(IsoWeek.of(day), 800):
        assert week.monday == day
        day += timedelta(weeks=1)


def test_a_year_s_production_is_spread_by_a_profile_and_sums_to_itself() -> None:
    profile = np.array([1.0, 1.0, 0.5, 0.0])
    planned = spread(np.array([1000.0, 50.0]), profile)
    assert planned == pytest.approx(np.array([[400, 20], [400, 20], [200, 10], [0, 0]]))
    own = spread(np.array([10.0, 4.0]), np.array([[1.0, 0], [3, 1]]))
    assert own.tolist() == [[2.5, 0.0], [7.5, 4.0]]


def test_need_by_workload_standards_as_who_counts_it() -> None:
    """Support is a share of all time with the visits, so 15 hours of visits need 18.75; individual tasks are beside."""
    found = need(np.array([[10.0, 10.0], [0.0, 20.0]]), STANDARDS, np.array([[30.0, 25.0]]))
    assert found.production.tolist() == [[15.0, 2.5], [20.0, 5.0]]
    assert found.support == pytest.approx(np.array([[3.75, 0], [5, 0]]))
    assert found.individual.tolist() == [[4.0, 0.0], [4.0, 0.0]]
    assert found.hours == pytest.approx(np.array([[22.75, 2.5], [29, 5]]))
    assert found.fte == pytest.approx(np.array([[22.75 / 30, 0.1], [29 / 30, 0.2]]))


def test_capacity_is_what_is_left_of_the_contracts_and_a_gap_what_lacks() -> None:
    staff = [Staff(0, 40.0), Staff(0, 20.0, first=1), Staff(1, 30.0, end=1)]
    absences = [
        Absence(0, 0, Reason.SICK, 8.0),
        Absence(0, 0, Reason.SHADOWING, 4.0),
        Absence(1, 1, Reason.LEAVE, 20.0),
        Absence(0, 1, Reason.SICK, 8.0),
    ]
    found = capacity(staff, absences, weeks=2, competences=2)
    assert found.contracted.tolist() == [[40.0, 30.0], [60.0, 0.0]]
    assert found.hours.tolist() == [[28.0, 30.0], [32.0, 0.0]]
    away = {reason: found.away[n].tolist() for n, reason in enumerate(REASONS) if found.away[n].any()}
    assert away == {
        Reason.LEAVE: [[0.0, 0.0], [20.0, 0.0]],
        Reason.SICK: [[8.0, 0.0], [8.0, 0.0]],
        Reason.SHADOWING: [[4.0, 0.0], [0.0, 0.0]],
    }
    asked = need(np.array([[10.0, 10.0], [0.0, 20.0]]), STANDARDS, np.array([[30.0, 25.0]]))
    assert gap(asked, found) == pytest.approx(np.array([[22.75 - 28, -27.5], [29 - 32, 5]]))
    nobody = capacity([], [], 2, 1)
    assert nobody.hours.tolist() == [[0.0], [0.0]]
    assert available_hours(found, 40.0) == pytest.approx(np.array([[24.0, 40.0]]))  # 60 of 100 hours are there
    assert available_hours(nobody, 40.0).tolist() == [[40.0]]


def drawn(seed: int) -> Weeks:
    rng = np.random.default_rng(seed)
    return Weeks(
        volume=rng.integers(0, 30, (5, 3)).astype(float),
        time=rng.random((5 if seed % 2 else 1, 3, 2)),
        beside=rng.random((5, 2)) * 9,
        contracted=rng.random((5, 2)) * 90,
        away=rng.random((len(REASONS), 5, 2)) * 4,
        added=rng.random((2, 5, 2)) * 8,
    )


@pytest.mark.parametrize("seed", range(6))
def test_causes_sum_to_the_deviation_and_turn_about_when_plan_and_outcome_do(seed: int) -> None:
    plan, outcome = drawn(seed), drawn(seed + 1)
    found, turned = causes(plan, outcome), causes(outcome, plan)
    parts = found.volume + found.time + found.beside + found.staffing + found.absence.sum(0) + found.levers.sum(0)
    np.testing.assert_allclose(parts, found.deviation, atol=1e-9)
    for each in fields(found):
        np.testing.assert_allclose(getattr(found, each.name), -getattr(turned, each.name), atol=1e-9)


@pytest.mark.parametrize("cause", ["volume", "time", "beside", "staffing", "absence", "levers"])
def test_what_alone_is_otherwise_is_the_whole_cause(cause: str) -> None:
    plan, other = drawn(1), drawn(3)
    field = {"staffing": "contracted", "absence": "away", "levers": "added"}.get(cause, cause)
    found = causes(plan, replace(plan, **{field: getattr(other, field)}))
    for name in ("volume", "time", "beside", "staffing", "absence", "levers"):
        part = getattr(found, name)
        whole = part.sum(axis=0) if part.ndim == 3 else part
        np.testing.assert_allclose(whole, found.deviation if name == cause else 0, atol=1e-9)


def test_causes_of_a_week_by_hand() -> None:
    """12 visits instead of 10, 1.5 hours each instead of 1, and somebody ill: 8 + 8 hours more are needed."""
    nothing = np.zeros((0, 1, 1))

    def week(visits: float, hours: float, ill: float) -> Weeks:
        away = np.zeros((len(REASONS), 1, 1))
        away[REASONS.index(Reason.SICK)] = ill
        return Weeks(
            np.array([[visits]]), np.array([[[hours]]]), np.zeros((1, 1)), np.array([[40.0]]), away, added=nothing
        )

    found = causes(week(10, 1, 0), week(12, 1.5, 8))
    assert (found.volume[0, 0], found.time[0, 0], found.absence.sum(), found.deviation[0, 0]) == (2.5, 5.5, 8, 16)


FULL_TIME = np.array([[30.0, 25.0]])
ONES = np.ones((1, 2))
FAULTS: list[tuple[Callable[[], object], tuple[str, str, tuple[int, ...]]]] = [
    (lambda: spread(np.ones(2), np.zeros(3)), ("profile", "profile_sums_to_zero", (0,))),
    (lambda: spread(-np.ones(2), np.ones(3)), ("totals", "below_zero", (0,))),
    (lambda: need(-ONES, STANDARDS, FULL_TIME), ("volume", "below_zero", (0, 0))),
    (lambda: need(ONES, replace(STANDARDS, support=np.ones(2)), FULL_TIME), ("support", "not_below_one", (0,))),
    (lambda: need(ONES, STANDARDS, FULL_TIME * 0), ("full_time", "not_above_zero", (0, 0))),
    (lambda: need(np.ones((1, 3)), STANDARDS, FULL_TIME), ("time", "shape", (2, 2))),
    (lambda: capacity([Staff(2, 40)], [], 1, 2), ("staff", "unknown_competence", (0,))),
    (lambda: capacity([Staff(0, -1)], [], 1, 2), ("staff", "below_zero", (0,))),
    (lambda: capacity([], [Absence(0, 0, Reason.SICK, 1)], 1, 1), ("absences", "unknown_staff", (0,))),
    (lambda: capacity([Staff(0, 8)], [Absence(0, 3, Reason.SICK, 1)], 1, 1), ("absences", "unknown_week", (0,))),
    (lambda: capacity([Staff(0, 8)], [Absence(0, 0, "x", 1)], 1, 1), ("absences", "unknown_reason", (0,))),  # type: ignore[arg-type]
    (lambda: capacity([Staff(0, 8)], [Absence(0, 0, Reason.SICK, -1)], 1, 1), ("absences", "below_zero", (0,))),
    (
        lambda: capacity([Staff(0, 8, first=1)], [Absence(0, 0, Reason.TALKS, 1)], 2, 1),
        ("absences", "not_employed", (0, 0)),
    ),
    (
        lambda: capacity([Staff(0, 8)], [Absence(0, 0, Reason.SICK, 5), Absence(0, 0, Reason.STUDY, 5)], 1, 1),
        ("absences", "more_than_contracted", (0, 0)),
    ),
    (lambda: causes(drawn(1), replace(drawn(1), volume=np.ones((5, 4)))), ("volume", "shape", (5, 4))),
    (lambda: causes(drawn(1), replace(drawn(1), contracted=-np.ones((5, 2)))), ("contracted", "below_zero", (0, 0))),
]


@pytest.mark.parametrize(("asked", "said"), FAULTS)
def test_what_contradicts_itself_is_answered_with_where_and_what(
    asked: Callable[[], object], said: tuple[str, str, tuple[int, ...]]
) -> None:
    with pytest.raises(ModelError) as caught:
        asked()
    assert (caught.value.field, caught.value.code, caught.value.at) == said
