"""A gap is closed as well and as cheaply as another way of solving it finds."""

from __future__ import annotations

import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from stegvis.engine.capacity import Closing, Lever, ModelError, Moved, Moving, close, weekly


def lever(name: str, most: float, cost: float, **other: object) -> Lever:
    return Lever(name, np.full((1, 1), most), np.full((1, 1), cost), **other)


GAP = np.array([[10.0], [-6.0], [5.0]])
"""Ten hours lack, then six are over, then five lack."""


def test_the_cheapest_lever_is_used_first_and_moving_when_it_is_cheaper() -> None:
    levers = [
        lever("extra hours", 4, 400),
        lever("neighbour", 2, 300),  # also in the week between, which takes one visit more than it has room for
        lever("agency", 40, 900),
    ]
    moving = Moving(time=np.array([[2.0]]), most=np.full((1, 1), 2.0), cost=np.array([100.0]))
    found = close(GAP, levers, moving)
    assert found.moved == [Moved(0, 0, 1, pytest.approx(2)), Moved(0, 2, 1, pytest.approx(1.5))]
    assert found.used.sum(axis=(1, 2)) == pytest.approx([4, 5, 0])
    assert found.cost == pytest.approx([1600, 1500, 0, 350])
    assert (found.short.tolist(), found.spare.tolist()) == ([[0.0], [0.0], [0.0]], [[0.0], [0.0], [0.0]])


def test_what_cannot_be_closed_is_shown() -> None:
    found = close(GAP, [lever("extra hours", 4, 400)])
    assert (found.short.tolist(), found.spare.tolist()) == ([[6.0], [0.0], [1.0]], [[0.0], [6.0], [0.0]])
    assert (found.used.tolist(), found.cost.tolist()) == ([[[4.0], [0.0], [4.0]]], [3200.0, 0.0])
    nothing = close(GAP, [])
    assert (nothing.short.tolist(), nothing.used.shape, list(nothing.moved)) == ([[10.0], [0.0], [5.0]], (0, 3, 1), [])


def test_whole_shifts_are_hired_and_what_is_over_is_spare() -> None:
    found = close(GAP, [lever("agency", 40, 900, step=8.0)])
    assert (found.used.tolist(), found.spare.tolist()) == ([[[16.0], [0.0], [8.0]]], [[6.0], [6.0], [3.0]])


def pairwise(gap: np.ndarray, levers: list[Lever], moving: Moving) -> tuple[float, float]:
    """The least shortage, then the least cost, by another program: a column for each pair of weeks, solved whole."""
    weeks, competences = gap.shape
    pairs = [
        (a, w, v)
        for a in range(len(moving.time))
        for w in range(weeks)
        for v in range(weeks)
        if 0 < abs(w - v) <= moving.within
    ]
    cells = len(levers) * gap.size
    size = cells + len(pairs) + gap.size
    covers, leaves = np.zeros((gap.size, size)), np.zeros((weeks * len(moving.time), size))
    for n, one in enumerate(levers):
        covers[:, n * gap.size : (n + 1) * gap.size] = np.eye(gap.size) * one.step
    for at, (a, w, v) in enumerate(pairs, start=cells):
        covers[v * competences : (v + 1) * competences, at] -= moving.time[a]
        covers[w * competences : (w + 1) * competences, at] += moving.time[a]
        leaves[w * len(moving.time) + a, at] = 1
    covers[:, -gap.size :] = np.eye(gap.size)
    short = np.r_[np.zeros(size - gap.size), np.ones(gap.size)]
    steps = np.repeat([one.step for one in levers], gap.size)
    cost = np.r_[np.repeat([one.cost[0, 0] for one in levers], gap.size) * steps, [moving.cost[a] for a, _, _ in pairs]]
    most = np.r_[np.repeat([one.most[0, 0] for one in levers], gap.size) / steps, np.full(size - cells, np.inf)]
    rules = [
        LinearConstraint(covers, lb=gap.ravel()),
        LinearConstraint(leaves, ub=np.broadcast_to(moving.most, (weeks, len(moving.time))).ravel()),
    ]
    about = {"integrality": np.r_[np.ones(cells), np.zeros(size - cells)], "bounds": Bounds(0, np.floor(most))}
    least = milp(short, constraints=rules, **about).fun
    rules.append(LinearConstraint(short, ub=least + 1e-6))
    return least, milp(np.r_[cost, np.zeros(gap.size)], constraints=rules, **about).fun


@pytest.mark.parametrize("seed", range(6))
def test_a_closing_is_what_another_program_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    gap = rng.integers(-8, 9, (4, 2)).astype(float)
    levers = [lever("a", 4, float(rng.integers(1, 9)), step=2.0), lever("b", 6, float(rng.integers(1, 9)), step=6.0)]
    moving = Moving(
        time=rng.integers(0, 3, (2, 2)).astype(float),
        most=np.array([[1.0, 2.0]]),
        cost=rng.integers(1, 9, 2).astype(float),
        within=1 + seed % 3,
    )
    found = close(gap, levers, moving)
    assert (found.short.sum(), found.over) == (pytest.approx(pairwise(gap, levers, moving)[0], abs=1e-5), 0)
    assert found.cost.sum() == pytest.approx(pairwise(gap, levers, moving)[1], rel=2e-4)
    assert all(abs(one.source - one.target) <= moving.within for one in found.moved)
    assert_adds_up(gap, moving, found)


def assert_adds_up(gap: np.ndarray, moving: Moving, found: Closing) -> None:
    left = gap - found.used.sum(axis=0)
    for one in found.moved:
        left[one.source] -= moving.time[one.activity] * one.amount
        left[one.target] += moving.time[one.activity] * one.amount
    np.testing.assert_allclose(left, found.short - found.spare, atol=1e-4)


def test_nothing_is_moved_or_hired_for_nothing() -> None:
    free = [lever("free", 40, 0)]
    moving = Moving(time=np.ones((1, 1)), most=np.full((1, 1), 9.0), cost=np.zeros(1), within=2)
    found = close(np.array([[-5.0], [-1.0], [-1.0]]), free, moving)
    assert (found.used.sum(), list(found.moved)) == (0, [])


MOVING = Moving(time=np.ones((1, 1)), most=np.ones((1, 1)), cost=np.ones(1))


@pytest.mark.parametrize(
    ("gap", "levers", "moving", "said"),
    [
        (np.zeros(3), [], None, ("gap", "shape", (3,))),
        (np.full((1, 1), np.nan), [], None, ("gap", "not_a_number", (0, 0))),
        (GAP, [lever("a", -1, 1)], None, ("levers 0", "below_zero", (0, 0))),
        (GAP, [Lever("a", np.ones((2, 1)), np.ones((1, 1)))], None, ("levers 0", "shape", (2, 1))),
        (GAP, [lever("a", 1, 1), lever("b", 1, 1, step=-8.0)], None, ("levers 1", "below_zero", ())),
        (GAP, [], replace(MOVING, time=np.ones((1, 2))), ("moving", "shape", (1, 2))),
        (GAP, [], replace(MOVING, cost=-np.ones(1)), ("moving", "below_zero", (0,))),
        (GAP, [], replace(MOVING, within=-1), ("moving", "below_zero", ())),
    ],
)
def test_a_lever_that_contradicts_itself_is_answered_with_where_and_what(
    gap: np.ndarray, levers: list[Lever], moving: Moving | None, said: tuple[str, str, tuple[int, ...]]
) -> None:
    with pytest.raises(ModelError) as caught:
        close(gap, levers, moving)
    assert (caught.value.field, caught.value.code, caught.value.at) == said


def test_what_leaves_first_comes_first_and_nothing_goes_further_than_it_must() -> None:
    moving = Moving(time=np.ones((1, 1)), most=np.full((1, 1), 4.0), cost=np.ones(1), within=2)
    found = close(np.array([[4.0], [4.0], [-4.0], [-4.0]]), [], moving)
    assert list(found.moved) == [Moved(0, 0, 2, pytest.approx(4)), Moved(0, 1, 3, pytest.approx(4))]
    assert found.short.sum() == 0


def test_where_the_solver_gives_up_the_cheapest_is_used_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weekly.scipy.optimize, "milp", lambda *_args, **_more: SimpleNamespace(x=None))
    found = close(GAP, [lever("agency", 40, 900, step=8.0), lever("extra hours", 4, 400)])
    assert found.used.tolist() == [[[8.0], [0.0], [8.0]], [[4.0], [0.0], [4.0]]]


def test_a_year_of_whole_shifts_is_answered_soon_well_and_alike() -> None:
    """Eight competences for 52 weeks: alone it is exact; with moving it says how much dearer it may be."""
    rng = np.random.default_rng(1)
    gap = rng.normal(20, 40, (52, 8)).round(1)
    levers = [lever("neighbour", 24, 380, step=8.0), lever("agency", 400, 950, step=8.0)]
    alone = close(gap, levers)
    assert (alone.over, alone.short.sum()) == (0, 0)
    moving = Moving(time=rng.random((9, 8)), most=np.full((1, 9), 20.0), cost=np.array([5.0]), within=2)
    before = time.process_time()
    found = close(gap, levers, moving)
    assert time.process_time() - before < 4  # about one where nothing else runs
    assert found.left_out == 2
    assert_adds_up(gap, moving, found)
    assert found.short.sum() == 0
    assert found.cost.sum() < alone.cost.sum()
    assert 0 < found.over < 0.2 * found.cost.sum()
    unrounded = close(gap, [replace(one, step=0.0) for one in levers], moving)  # no whole shifts cost less than parts
    assert found.over == pytest.approx(found.cost.sum() - unrounded.cost.sum(), rel=1e-4)
    again = close(gap, levers, moving)
    assert (again.used == found.used).all()
    assert (again.moved, again.over) == (found.moved, found.over)
