"""A gap is closed as well and as cheaply as trying everything finds."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from stegvis.engine.capacity import Closing, Lever, ModelError, Moved, Moving, close


def lever(name: str, most: float, cost: float, **other: object) -> Lever:
    return Lever(name, np.full((1, 1), most), np.full((1, 1), cost), **other)


GAP = np.array([[10.0], [-6.0], [5.0]])
"""Ten hours lack, then six are over, then five lack."""


def test_the_cheapest_lever_is_used_first_and_moving_when_it_is_cheaper() -> None:
    levers = [
        lever("extra hours", 4, 400),
        lever("neighbour", 8, 300, total=np.array([6.0])),
        lever("agency", 40, 900),
    ]
    moving = Moving(time=np.array([[2.0]]), most=np.full((1, 1), 2.0), cost=np.array([100.0]))
    found = close(GAP, levers, moving)
    assert found.moved == [Moved(0, 0, 1, pytest.approx(2)), Moved(0, 2, 1, pytest.approx(1))]
    assert found.used.sum(axis=(1, 2)) == pytest.approx([3, 6, 0])
    assert found.cost == pytest.approx([1200, 1800, 0, 300])
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


def tried(gap: np.ndarray, levers: list[Lever], moving: Moving) -> tuple[float, float]:
    """Every whole number of shifts and visits, one after the other: the least shortage, then the least cost."""
    weeks, competences = gap.shape
    moves = [
        (a, w, v)
        for a in range(len(moving.time))
        for w in range(weeks)
        for v in range(weeks)
        if 0 < abs(w - v) <= moving.within
    ]
    cells = [(n, w, c) for n in range(len(levers)) for w in range(weeks) for c in range(competences)]
    choices = [range(int(levers[n].most[0, 0] / levers[n].step) + 1) for n, _, _ in cells]
    best = (np.inf, np.inf)
    for visits in product(*[range(int(moving.most[0, a]) + 1) for a, _, _ in moves]):
        after, leaves, cost = gap.copy(), np.zeros((weeks, len(moving.time))), 0.0
        for (a, w, v), count in zip(moves, visits, strict=True):
            after[w] -= moving.time[a] * count
            after[v] += moving.time[a] * count
            leaves[w, a] += count
            cost += moving.cost[a] * count
        if (leaves > moving.most).any():
            continue
        for shifts in product(*choices):
            left, paid = after.copy(), cost
            for (n, w, c), count in zip(cells, shifts, strict=True):
                left[w, c] -= levers[n].step * count
                paid += levers[n].cost[0, 0] * levers[n].step * count
            best = min(best, (round(float(np.maximum(left, 0).sum()), 6), round(paid, 6)))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_a_closing_is_what_trying_everything_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    gap = rng.integers(-8, 9, (2, 2)).astype(float)
    levers = [lever("a", 4, float(rng.integers(1, 9)), step=2.0), lever("b", 6, float(rng.integers(1, 9)), step=6.0)]
    moving = Moving(
        time=rng.integers(0, 3, (2, 2)).astype(float),
        most=np.array([[1.0, 2.0]]),
        cost=rng.integers(1, 9, 2).astype(float),
        step=1.0,
    )
    found = close(gap, levers, moving)
    assert (found.short.sum(), found.cost.sum()) == pytest.approx(tried(gap, levers, moving), abs=1e-5)
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
        (GAP, [lever("a", 1, 1, total=np.ones(2))], None, ("levers 0", "shape", (2,))),
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


def test_what_was_not_proved_in_time_is_said_and_adds_up_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["stegvis.engine.capacity.close"], "SECONDS", 0.0)
    rng = np.random.default_rng(0)
    gap = rng.normal(0, 9, (12, 3))
    moving = Moving(time=rng.random((4, 3)), most=np.full((1, 1), 9.0), cost=np.ones(1), step=1.0)
    found = close(gap, [lever("agency", 16, 900, step=8.0)], moving)
    assert found.proved is False
    assert_adds_up(gap, moving, found)


def test_a_year_of_whole_shifts_is_answered_soon_and_well() -> None:
    """Eight competences for 52 weeks: alone it is proved; with moving the best that is found says that it is not."""
    rng = np.random.default_rng(1)
    gap = rng.normal(20, 40, (52, 8)).round(1)
    levers = [lever("neighbour", 24, 380, step=8.0), lever("agency", 400, 950, step=8.0)]
    alone = close(gap, levers)
    assert alone.proved
    assert alone.short.sum() == 0
    moving = Moving(time=rng.random((5, 8)), most=np.full((1, 5), 20.0), cost=np.array([5.0]), within=2)
    before = time.perf_counter()
    found = close(gap, levers, moving)
    assert time.perf_counter() - before < 8  # a second or two where nothing else runs
    assert_adds_up(gap, moving, found)
    assert found.short.sum() == 0
    assert found.cost.sum() < alone.cost.sum()
