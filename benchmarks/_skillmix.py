"""A skill mix for 290 municipalities, and for 21 regions over ten years with study posts: built, timed, medians.

Each municipality has 40 tasks and 12 professions, of which a handful may do each task; a tenth or two of them are short
of hours. Regions grow in demand and may begin posts within one yearly budget.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from stegvis.engine.skillmix import Mix, Posts, plan, solve

TASKS, PROFESSIONS = 40, 12
MUNICIPALITIES, REGIONS, YEARS = 290, 21, 10
SEED = 20260701


def municipalities(count: int = MUNICIPALITIES, *, growth: float = 1.0) -> Mix:
    """``growth`` multiplies the demand of today."""
    rng = np.random.default_rng(SEED)
    may = rng.random((1, TASKS, PROFESSIONS)) < 0.25
    may[0, np.arange(TASKS), np.arange(TASKS) % PROFESSIONS] = True
    speed = rng.uniform(0.6, 1.2, may.shape)
    size = rng.lognormal(0, 0.8, (count, 1, 1))
    today = may * rng.gamma(1.0, 300.0, (count, TASKS, PROFESSIONS)) * size
    return Mix(
        demand=(today * speed).sum(axis=2) * rng.uniform(0.9, 1.25, (count, 1)) * growth,
        hours=today.sum(axis=1) * rng.uniform(0.9, 1.05, (count, PROFESSIONS)),
        may=may,
        speed=speed,
        wage=rng.uniform(220, 650, (1, PROFESSIONS)),
        today=today,
        training=np.where(rng.random(may.shape) < 0.3, 40.0, 0.0),
    )


def regions(count: int = REGIONS, years: int = YEARS) -> tuple[Mix, Posts]:
    """The same tasks in regions year by year, two per cent more each year, and a kind of post for each profession."""
    one = municipalities(count, growth=1.05)
    growth = np.tile(1.02 ** np.arange(years), count)[:, None]
    mix = Mix(
        demand=np.repeat(one.demand, years, axis=0) * growth,
        hours=np.repeat(one.hours, years, axis=0),
        may=one.may,
        speed=one.speed,
        wage=one.wage,
        today=np.repeat(one.today, years, axis=0),
        training=one.training,
    )
    gives = np.zeros((PROFESSIONS, 3, PROFESSIONS))
    gives[:, 2] = np.eye(PROFESSIONS) * 1600.0
    posts = Posts(
        gives=gives,
        cost=np.linspace(300_000, 900_000, PROFESSIONS),
        budget=np.full(1, 30e6),
        most=np.full((1, 1, 1), 3.0),
    )
    return mix, posts


def seconds_skillmix_1(runs: int = 9) -> float:
    """One municipality, warm."""
    mix = municipalities(1)
    return median_seconds(lambda: solve(mix), runs)


def seconds_skillmix_290(runs: int = 3, count: int = MUNICIPALITIES) -> float:
    mix = municipalities(count)
    return median_seconds(lambda: solve(mix), runs)


def seconds_skillmix_21x10(runs: int = 3, count: int = REGIONS, years: int = YEARS) -> float:
    mix, posts = regions(count, years)
    return median_seconds(lambda: plan(mix, posts, years), runs)


def median_seconds(job: Callable[[], object], runs: int) -> float:
    """After one run that is not counted."""
    job()
    return statistics.median(timed(job) for _ in range(runs))


def timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start
