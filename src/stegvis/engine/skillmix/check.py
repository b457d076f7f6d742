"""What makes a mix impossible, said with its place before anything is computed."""

from __future__ import annotations

import numpy as np

from stegvis.engine.checks import amounts, first, length
from stegvis.engine.forecast.model import ModelError
from stegvis.engine.skillmix.model import Mix, Posts

MOST_PAIRS = 2_000_000
"""Units × tasks × professions in one programme: about a minute on one core."""


def check(mix: Mix) -> None:
    """Raises ModelError for the first fault; ``nobody_may`` names all tasks that nobody may do."""
    _shapes(mix)
    for name in ("demand", "hours", "wage", "today", "training"):
        amounts(name, getattr(mix, name))
    amounts("reluctance", np.asarray(mix.reluctance))
    first("weight", "not_a_number", ~np.isfinite(mix.weight))
    first("weight", "not_above_zero", mix.weight <= 0)
    first("speed", "not_above_zero", mix.may & ~(np.isfinite(mix.speed) & (mix.speed > 0)))
    alone = (mix.demand > 0) & ~mix.may.any(axis=2)
    if alone.any():
        tasks = [(int(unit), int(task)) for unit, task in np.argwhere(alone)]
        raise ModelError("may", "nobody_may", tasks[0], tasks=tasks)


def check_posts(mix: Mix, posts: Posts, years: int) -> None:
    """Raises ModelError for the first fault of study posts beside a mix."""
    units, _, professions = mix.shape
    if years < 1 or units % years:
        raise ModelError("years", "shape", (units, years))
    kinds = posts.kinds
    if posts.gives.ndim != 3 or posts.gives.shape[::2] != (kinds, professions) or not posts.gives.shape[1]:
        raise ModelError("gives", "shape", posts.gives.shape)
    if posts.cost.ndim != 1:
        raise ModelError("cost", "shape", posts.cost.shape)
    length("budget", posts.budget, (years,))
    length("most", posts.most, (units // years, years, kinds))
    first("gives", "not_a_number", ~np.isfinite(posts.gives))
    for name in ("cost", "budget", "most"):
        amounts(name, getattr(posts, name))


def _shapes(mix: Mix) -> None:
    for name in ("demand", "hours"):
        array = getattr(mix, name)
        if array.ndim != 2 or len(array) != len(mix.demand):
            raise ModelError(name, "shape", array.shape)
        if not array.size:
            raise ModelError(name, "nothing")
    units, tasks, professions = mix.shape
    if units * tasks * professions > MOST_PAIRS:
        raise ModelError("demand", "too_large", most=MOST_PAIRS, pairs=units * tasks * professions)
    for name in ("may", "speed", "today", "training"):
        length(name, getattr(mix, name), (units, tasks, professions))
    length("wage", mix.wage, (units, professions))
    for name in ("near", "weight"):
        length(name, getattr(mix, name), (tasks,))
