"""What levers do, what they may not, and what each gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from stegvis.engine.forecast import (
    ByDistance,
    Completion,
    Dense,
    FewerLeave,
    FirstYear,
    FromAbroad,
    HireAgency,
    Lever,
    LongerWeeks,
    Loop,
    ModelError,
    MoreGraduates,
    MoveMore,
    RetireLater,
    Scene,
    Study,
    StudyPosts,
    TaskShift,
    forward,
    pull,
    run,
    waterfall,
)
from tests.engine.forecast.drawing import AGES, YEARS, a_workforce

SCENE = Scene(a_workforce(), np.full((YEARS + 1, 4, 3), 100.0))
EVERYWHERE = (0.25, 0.25, 0.25, 0.25)


def supply(*levers: Lever, scene: Scene = SCENE) -> np.ndarray:
    """(T + 1, P) of all places."""
    found: np.ndarray = run(pull(scene, levers).workforce.model()).supply[0].sum(axis=1)
    return found


BASE = supply()


@pytest.mark.parametrize(
    ("lever", "professions", "first"),
    [
        (RetireLater(12), {0, 1, 2}, 1),
        (RetireLater(12, (1,), from_year=5), {1}, 5),
        (LongerWeeks(3), {0, 1, 2}, 1),
        (LongerWeeks(3, (2,), from_year=4), {2}, 4),
        (MoreGraduates(0.1), {0, 2}, 1),
        (MoreGraduates(0.1, (1,), from_year=3), {2}, 3),
        (Completion(0.05, (0,)), {0}, 1),
        (FirstYear(0.04, (0,)), {0}, 1),
        (FewerLeave(0.2, (20, 30)), {0, 1, 2}, 1),
        (FromAbroad(8, 1, EVERYWHERE, from_year=2), {1}, 2),
        (HireAgency(5, 2, EVERYWHERE, from_year=6), {2}, 6),
    ],
    ids=lambda one: type(one).__name__ if hasattr(one, "pull") else None,
)
def test_each_gives_more_of_whom_it_is_about_from_its_year_on(lever: Lever, professions: set[int], first: int) -> None:
    more = supply(lever) - BASE
    for profession in range(3):
        if profession in professions:
            assert np.all(more[first:, profession] > 1e-6)
            np.testing.assert_allclose(more[:first, profession], 0, atol=1e-9)
        else:
            np.testing.assert_allclose(more[:, profession], 0, atol=1e-9)


def test_sizes_that_can_be_reckoned_by_hand() -> None:
    np.testing.assert_allclose(supply(LongerWeeks(2))[1:] / BASE[1:], (0.9 + 0.4 * 2 / 40) / 0.9)
    np.testing.assert_allclose(supply(LongerWeeks(40))[1:] / BASE[1:], 1 / 0.9)  # Never above full time.
    agency = supply(HireAgency(5, 2, EVERYWHERE, from_year=6, to_year=8))[:, 2] - BASE[:, 2]
    np.testing.assert_allclose(agency, [5.0 if 6 <= year <= 8 else 0.0 for year in range(YEARS + 1)], atol=1e-9)
    moved = run(pull(SCENE, [MoveMore(across=3)]).workforce.model()).supply[0]
    np.testing.assert_allclose(moved.sum(axis=1), BASE)
    assert not np.allclose(moved, run(SCENE.workforce.model()).supply[0])
    shifted = pull(SCENE, [TaskShift(0, 2, 0.1, speed=0.8, from_year=2)]).demand
    assert shifted is not None
    np.testing.assert_allclose(shifted[:2], 100)
    np.testing.assert_allclose(shifted[2:, 1], [[90.0, 100.0, 112.5]] * (YEARS - 1))


@pytest.mark.parametrize(
    ("halves", "whole"),
    [
        ((Completion(0.15), Completion(0.05)), Completion(0.2)),
        ((Completion(0.1, from_year=4), Completion(0.05, from_year=4)), Completion(0.15, from_year=4)),
        ((MoreGraduates(0.3), MoreGraduates(0.5)), MoreGraduates(0.8)),
        ((FewerLeave(0.3), FewerLeave(0.2)), FewerLeave(0.5)),
        ((MoveMore(within=1.5), MoveMore(within=1.2)), MoveMore(within=1.7)),
        ((RetireLater(12), RetireLater(24)), RetireLater(36)),
    ],
)
def test_several_of_a_kind_add_up(halves: tuple[Lever, ...], whole: Lever) -> None:
    both, one = (pull(SCENE, levers).workforce.model() for levers in (halves, [whole]))
    np.testing.assert_allclose(run(both).supply, run(one).supply, rtol=1e-12)


def test_shifts_are_of_the_work_before_any_shift() -> None:
    shifts = [TaskShift(0, 2, 0.5), TaskShift(0, 1, 0.5), TaskShift(1, 2, 0.1)]
    shifted = pull(SCENE, shifts).demand
    assert shifted is not None
    np.testing.assert_allclose(shifted[1:, 1], [[0.0, 140.0, 160.0]] * YEARS)


def test_a_study_post_costs_hours_before_it_gives_a_specialist() -> None:
    post = Study(0, 1, np.eye(YEARS)[2] * 10, lag=2, works=0.5, backfill=0.0, completion=0.8, ages=(25, 50))
    more = supply(StudyPosts(post)) - BASE
    # Begun in the third year: counted half as nurses after it and the next, then eight in ten are specialists.
    left = 1 - (more[5, 1] / 0.9 / 8)  # Those who left meanwhile.
    assert 0 < left < 0.2
    np.testing.assert_allclose(more[:3], 0, atol=1e-9)
    assert more[3, 0] == pytest.approx(-10 * 0.9 * 0.5, rel=0.01)
    assert -10 * 0.9 * 0.5 < more[4, 0] < -10 * 0.9 * 0.5 * 0.85
    np.testing.assert_allclose(more[3:5, 1], 0, atol=1e-9)
    assert more[5, 0] == pytest.approx(-more[5, 1], rel=0.02)
    replaced = supply(StudyPosts(replace(post, backfill=1.0))) - BASE
    np.testing.assert_allclose(replaced[:5], 0, atol=1e-9)
    np.testing.assert_allclose(replaced[5:], more[5:], atol=1e-9)
    model = pull(SCENE, [StudyPosts(post), StudyPosts(replace(post, lag=1))]).workforce.model()
    np.testing.assert_allclose(run(model).supply, forward(model), rtol=1e-12)


def test_the_loop_and_the_distances_are_pulled_after_the_others() -> None:
    """Where the demand is met the loop does nothing; where tasks are shifted away it is met."""
    where = ByDistance(np.array([[0.0, 0], [1e4, 0], [2e5, 0], [2.2e5, 0]]), np.full(4, 5e3), 2e4)
    scene = replace(SCENE, demand=supply_of_all() * 1.2)
    loop = run(pull(scene, [Loop(2.0)]).workforce.model())
    assert (loop.way, loop.why) == ("forward", "feedback")
    assert (loop.supply[0, 2:] < supply_of_all()[2:]).all()
    np.testing.assert_allclose(loop.supply[0, 0], supply_of_all()[0])
    eased = [Loop(2.0), *(TaskShift(one, 2, 0.5) for one in (0, 1)), where, MoveMore(across=0.0)]
    found = pull(scene, eased).workforce
    assert found.feedback is not None
    np.testing.assert_allclose(found.feedback.demand[1:, :, 0], scene.demand[1:, :, 0] / 2)  # type: ignore[index]
    assert isinstance(found.moves, Dense)
    np.testing.assert_allclose(supply(where).sum(axis=1), BASE.sum(axis=1))
    for wrong, at in ((Loop(-1.0), "outside"), (Loop(1e4), "outside")):
        with pytest.raises(ModelError) as said:
            pull(scene, [wrong])
        assert said.value.code == at


def supply_of_all() -> np.ndarray:
    """(T + 1, R, P)"""
    return run(SCENE.workforce.model()).supply[0]


def test_to_keep_the_young_beats_a_tenth_more_graduates() -> None:
    kept, more = supply(FewerLeave(0.3, (20, 30), (0,))), supply(MoreGraduates(0.1, (0,)))
    assert kept[-1, 0] - BASE[-1, 0] > more[-1, 0] - BASE[-1, 0]


def test_a_waterfall_sums_to_the_whole() -> None:
    levers = (RetireLater(12), LongerWeeks(3), MoreGraduates(0.1), TaskShift(0, 2, 0.05))

    def gap(some: Sequence[Lever]) -> np.ndarray:
        scene = pull(SCENE, some)
        assert scene.demand is not None
        return (run(scene.workforce.model()).supply[0] - scene.demand)[-1].sum(axis=0)

    found = waterfall(levers, gap)
    np.testing.assert_allclose(found.before + sum(found.steps), found.after)
    np.testing.assert_allclose(sum(found.alone) + found.together, found.after - found.before)
    np.testing.assert_allclose(found.steps[0], found.alone[0])
    assert found.steps[1][0] > found.alone[1][0]  # Longer weeks of those who stay longer.
    np.testing.assert_allclose(found.steps[3], found.alone[3], atol=1e-9)


POST = Study(0, 1, np.full(YEARS, 5.0), 2, 0.5, 0.5, 0.9)
WRONG: list[tuple[tuple[Any, ...], str, str, tuple[int, ...]]] = [
    ((RetireLater(12), RetireLater(-12, (1,))), "RetireLater", "contradicts", (0, 1)),
    ((LongerWeeks(3, (0,)), FirstYear(0.01), LongerWeeks(-1)), "LongerWeeks", "contradicts", (0, 2)),
    ((TaskShift(0, 2, 0.1), TaskShift(2, 0, 0.1)), "TaskShift", "circle", (0, 1)),
    ((TaskShift(0, 1, 0.1), TaskShift(1, 2, 0.1), TaskShift(2, 0, 0.1)), "TaskShift", "circle", (0, 1, 2)),
    ((TaskShift(0, 1, 0.6), TaskShift(0, 2, 0.5)), "TaskShift", "together", (0, 1)),
    ((RetireLater(150), LongerWeeks(1), RetireLater(100, (1,))), "RetireLater", "together", (0, 2)),
    ((Completion(0.2), Completion(0.05)), "Completion", "above_one", (1,)),
    ((FewerLeave(0.6), FewerLeave(0.6)), "FewerLeave", "below_zero", (1,)),
    ((HireAgency(5, 0, EVERYWHERE), HireAgency(-5, 0, EVERYWHERE)), "HireAgency", "contradicts", (0, 1)),
    ((FewerLeave(0.1, (20, 30)), FewerLeave(-0.1, (29, 40))), "FewerLeave", "contradicts", (0, 1)),
    ((FromAbroad(1, 1, EVERYWHERE), FromAbroad(-1, 1, EVERYWHERE)), "FromAbroad", "contradicts", (0, 1)),
    ((MoreGraduates(-1.1),), "MoreGraduates", "below_zero", (0,)),
    ((Completion(0.25),), "Completion", "above_one", (0,)),
    ((Completion(0.1), FirstYear(0.2)), "FirstYear", "above_one", (1,)),
    ((FewerLeave(1.2),), "FewerLeave", "below_zero", (0,)),
    ((FewerLeave(0.1, (80, 90)),), "FewerLeave", "outside", (0,)),
    ((RetireLater(12, (3,)),), "RetireLater", "professions", (0,)),
    ((RetireLater(12, from_year=0),), "RetireLater", "outside", (0,)),
    ((RetireLater(12, from_year=2.5),), "RetireLater", "outside", (0,)),  # type: ignore[arg-type]
    ((FewerLeave(0.1, from_year=YEARS + 1),), "FewerLeave", "outside", (0,)),
    ((Completion(0.1, from_year=2029),), "Completion", "outside", (0,)),
    ((HireAgency(5, 0, EVERYWHERE, 1, YEARS + 1),), "HireAgency", "outside", (0,)),
    ((TaskShift(0, 2, 0.1, from_year=-3),), "TaskShift", "outside", (0,)),
    ((RetireLater(400),), "RetireLater", "outside", (0,)),
    ((HireAgency(-5, 0, EVERYWHERE),), "HireAgency", "below_zero", (0,)),
    ((HireAgency(5, 0, EVERYWHERE, 5, 4),), "HireAgency", "contradicts", (0,)),
    ((FromAbroad(5, 0, (0.5, 0.5)),), "FromAbroad", "shape", (0,)),
    ((FromAbroad(5, 0, (0.5, 0.5, 0.5, 0.5)),), "FromAbroad", "does_not_sum_to_one", (0,)),
    ((MoveMore(within=50),), "MoveMore", "more_than_all", (0,)),
    ((StudyPosts(replace(POST, seats=np.full(YEARS, 5e3))),), "studies seats", "more_than_people", (0, 0)),
    ((StudyPosts(replace(POST, seats=np.full(YEARS, -1.0))),), "studies seats", "below_zero", (0,)),
    ((StudyPosts(replace(POST, works=1.5)),), "studies works", "above_one", (0,)),
    ((StudyPosts(replace(POST, lag=0)),), "studies lag", "outside", (0,)),
    ((StudyPosts(replace(POST, target=0)),), "studies", "professions", (0,)),
]


@pytest.mark.parametrize(("levers", "field", "code", "at"), WRONG, ids=[f"{one[1]}-{one[2]}" for one in WRONG])
def test_what_cannot_be_is_said(levers: tuple[Any, ...], field: str, code: str, at: tuple[int, ...]) -> None:
    with pytest.raises(ModelError) as said:
        pull(SCENE, levers).workforce.model()
    assert (said.value.field, said.value.code, said.value.at) == (field, code, at)


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"retiring": np.full((1, 3, 50), 1.1)}, "retiring", "above_one"),
        ({"leaving": np.zeros((4, 3, 50))}, "leaving", "shape"),
        ({"first_age": 90}, "first_age", "outside"),
        ({"part_time": np.full((3, 50), 2.0)}, "part_time", "above_one"),
        ({"abroad": np.full((YEARS, 4, 3), -1.0)}, "abroad", "below_zero"),
        ({"stock": -a_workforce().stock}, "stock", "below_zero"),
        (
            {"programmes": (replace(a_workforce().programmes[0], seats=np.full(YEARS, -3.0)),)},
            "programmes seats",
            "below_zero",
        ),
        (
            {"programmes": (replace(a_workforce().programmes[0], stays=np.full(4, 0.4)),)},
            "programmes stays",
            "more_than_all",
        ),
    ],
)
def test_a_workforce_that_cannot_be(changed: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(ModelError) as said:
        replace(a_workforce(), **changed).model()
    assert (said.value.field, said.value.code) == (field, code)


def test_ages_are_real_ages() -> None:
    assert AGES[0] == a_workforce().first_age
