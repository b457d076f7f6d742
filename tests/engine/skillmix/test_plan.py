"""Study posts over the years: as the blackboard has it, within their budget, and worth what one more gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from stegvis.engine.skillmix import Mix, Plan, Posts, one_more, plan, solve
from tests.engine.skillmix.drawing import a_mix

PLACES, YEARS, TASKS, PROFESSIONS = 2, 3, 4, 3


def a_plan(seed: int) -> tuple[Mix, Posts, Plan]:
    """Kind 0 comes from outside; kind 1 takes an hour's profession for a year and makes another of it."""
    mix = a_mix(seed, units=PLACES * YEARS, tasks=TASKS, professions=PROFESSIONS, supply=0.7)
    posts = Posts(
        gives=np.array([[[0, 0, 0], [10, 0, 0]], [[0, -4, 0], [0, -4, 4.0]]]),
        cost=np.array([900.0, 400.0]),
        budget=np.full(1, 2500.0),
        most=np.full((1, 1, 1), 3.0),
    )
    return mix, posts, plan(mix, posts, YEARS)


def years_of(posts: Posts, begins: int, kind: int) -> np.ndarray:
    """(Y, P) what a post gives in each year."""
    given = np.zeros((YEARS, PROFESSIONS))
    for year in range(begins, YEARS):
        given[year] = posts.gives[kind, min(year - begins, posts.gives.shape[1] - 1)]
    return given


def blackboard(mix: Mix, posts: Posts) -> tuple[float, float]:
    """The least weighted shortage of all units, and the least cost then: dense, one row after another."""
    columns = [(u, t, p) for u in range(PLACES * YEARS) for t in range(TASKS) for p in range(PROFESSIONS)]
    started = [(r, y, k) for r in range(PLACES) for y in range(YEARS) for k in range(2)]
    pieces, size = len(columns), len(columns) + PLACES * YEARS * TASKS + len(started) + len(columns)
    post = pieces + PLACES * YEARS * TASKS  # then hours above today's
    equal, demand, upper, limit = [], [], [], []
    for u in range(PLACES * YEARS):
        for t in range(TASKS):
            row = np.zeros(size)
            row[[n for n, one in enumerate(columns) if one[:2] == (u, t)]] = mix.speed[u, t]
            row[pieces + u * TASKS + t] = 1
            equal.append(row)
            demand.append(mix.demand[u, t])
        for p in range(PROFESSIONS):
            row = np.zeros(size)
            row[[n for n, one in enumerate(columns) if (one[0], one[2]) == (u, p)]] = 1
            for n, (r, y, k) in enumerate(started):
                if u // YEARS == r:
                    row[post + n] = -years_of(posts, y, k)[u % YEARS, p]
            upper.append(row)
            limit.append(mix.hours[u, p])
    for year in range(YEARS):
        row = np.zeros(size)
        for n, (_, y, k) in enumerate(started):
            row[post + n] = posts.cost[k] * (y == year)
        upper.append(row)
        limit.append(posts.budget[0])
    short, cost, bounds = np.zeros(size), np.zeros(size), [(0.0, None)] * size
    short[pieces:post] = np.tile(mix.weight, PLACES * YEARS)
    for n, (u, t, p) in enumerate(columns):
        row = np.zeros(size)
        row[n], row[post + len(started) + n] = 1, -1
        upper.append(row)
        limit.append(mix.today[u, t, p])
        cost[n], cost[post + len(started) + n] = mix.wage[u, p], mix.training[0, t, p]
        bounds[n] = (0, None if mix.may[u, t, p] else 0)
    for n, (_, _, k) in enumerate(started):
        cost[post + n], bounds[post + n] = posts.cost[k], (0, posts.most[0, 0, 0])
    first = linprog(short, A_ub=upper, b_ub=limit, A_eq=equal, b_eq=demand, bounds=bounds)
    upper.append(short)
    limit.append(first.fun + 1e-8)
    second = linprog(cost, A_ub=upper, b_ub=limit, A_eq=equal, b_eq=demand, bounds=bounds)
    return float(first.fun), float(second.fun)


def total(mix: Mix, posts: Posts, done: Plan) -> tuple[float, float]:
    return (
        float((done.split.short * mix.weight).sum()),
        float(done.split.cost.sum() + (done.begun * posts.cost).sum()),
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_plan_is_as_good_as_the_blackboard_s_within_its_limits(seed: int) -> None:
    mix, posts, done = a_plan(seed)
    assert total(mix, posts, done) == pytest.approx(blackboard(mix, posts), rel=1e-6)
    assert (done.begun @ posts.cost).sum(axis=0).max() <= 2500 + 1e-6
    assert (done.begun.min() >= 0, done.begun.max() <= 3 + 1e-9, done.begun.sum() > 0) == (True, True, True)


def test_one_more_post_gives_at_least_what_it_is_said_to_be_worth_and_just_that_if_it_takes_none() -> None:
    mix, posts, done = a_plan(1)
    now, step = total(mix, posts, done), 0.01
    given = sum(
        done.begun[r, y, k] * np.where(np.arange(PLACES)[:, None, None] == r, years_of(posts, y, k), 0)
        for r, y, k in np.ndindex(done.begun.shape)
    )
    for place, year, kind in np.ndindex(done.begun.shape):
        one = np.zeros((PLACES, YEARS, PROFESSIONS))
        one[place] = years_of(posts, year, kind) * step
        split = solve(replace(mix, hours=np.maximum(mix.hours + (given + one).reshape(-1, PROFESSIONS), 0)))
        after = total(mix, posts, replace(done, split=split))
        gains = (now[0] - after[0]) / step, (now[1] - after[1]) / step - posts.cost[kind]
        worth = float(done.post.short[place, year, kind]), float(done.post.cost[place, year, kind])
        if kind == 0:
            assert gains == pytest.approx(worth, abs=0.05)
        else:
            assert gains[0] > worth[0] - 1e-3
            assert gains[0] > worth[0] + 1e-3 or gains[1] > worth[1] - 0.05


@pytest.mark.parametrize("seed", range(3))
def test_a_whole_post_more_gives_what_it_is_said_to(seed: int) -> None:
    """Against the split of the hours that there are with it: in each place another year and kind."""
    mix, posts, done = a_plan(seed)
    years, kinds = np.arange(PLACES) % YEARS, (np.arange(PLACES) + seed) % posts.kinds
    begun = done.begun.copy()
    begun[np.arange(PLACES), years, kinds] += 1
    given = sum(
        begun[r, y, k] * np.where(np.arange(PLACES)[:, None, None] == r, years_of(posts, y, k), 0)
        for r, y, k in np.ndindex(begun.shape)
    )
    hours = mix.hours + np.reshape(given, (-1, PROFESSIONS))
    split = solve(replace(mix, hours=np.maximum(hours, 0)))
    less = ((done.split.short - split.short) * mix.weight).sum(axis=1).reshape(PLACES, YEARS).sum(axis=1)
    there = (hours >= -1e-5).all(axis=1).reshape(PLACES, YEARS).all(axis=1)
    found = one_more(mix, posts, done, years, kinds)
    assert found == pytest.approx(np.where(there, less, np.nan), abs=1e-6, nan_ok=True)


def test_no_post_begins_that_gives_nothing_before_the_end() -> None:
    _, _, done = a_plan(2)
    assert done.begun[:, -1].tolist() == [[0.0, 0.0], [0.0, 0.0]]
