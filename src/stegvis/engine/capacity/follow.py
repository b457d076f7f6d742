"""Why the outcome became another than the plan."""

from __future__ import annotations

import numpy as np

from stegvis.engine.capacity.model import Array, Causes, Weeks
from stegvis.engine.checks import amounts, length


def gap_of(weeks: Weeks) -> Array:
    """(W, C) hours that lack when everything is counted."""
    found: Array = _production(weeks) + weeks.beside - weeks.contracted + weeks.away.sum(axis=0)
    return found - weeks.added.sum(axis=0)


def causes(plan: Weeks, outcome: Weeks) -> Causes:
    """The deviation of the gap, outcome less plan, divided without remainder among what caused it.

    Volume and time each multiply, and what they do together is halved between them: each is counted at the mean of the
    other, so neither depends on which is counted first. Source: Bennet 1920, the indicator of quantities and prices.
    """
    _alike(plan, outcome)
    volume = (outcome.volume - plan.volume)[:, :, None] * (plan.time + outcome.time) / 2
    time = (outcome.time - plan.time) * (plan.volume + outcome.volume)[:, :, None] / 2
    return Causes(
        volume=volume.sum(axis=1),
        time=time.sum(axis=1),
        beside=outcome.beside - plan.beside,
        staffing=plan.contracted - outcome.contracted,
        absence=outcome.away - plan.away,
        levers=plan.added - outcome.added,
        deviation=gap_of(outcome) - gap_of(plan),
    )


def _production(weeks: Weeks) -> Array:
    found: Array = (weeks.volume[:, :, None] * weeks.time).sum(axis=1)
    return found


def _alike(plan: Weeks, outcome: Weeks) -> None:
    (weeks, activities), competences = plan.volume.shape, plan.beside.shape[-1]
    wanted = {
        "volume": (weeks, activities),
        "beside": (weeks, competences),
        "contracted": (weeks, competences),
        "away": (len(plan.away), weeks, competences),
        "added": (len(plan.added), weeks, competences),
    }
    for one in (plan, outcome):
        length("time", one.time, (weeks, activities, competences))
        length("time", one.time[0], (activities, competences), exact=True)
        for name, lengths in wanted.items():
            length(name, getattr(one, name), lengths, exact=True)
        for name in ("time", *wanted):
            amounts(name, np.asarray(getattr(one, name)))
