"""How a gap is closed: least short, then least cost, then least use of levers and moving (SciPy's HiGHS)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from stegvis.engine.capacity.model import Array, Closing, Ints, Lever, Moved, Moving
from stegvis.engine.capacity.moves import brought
from stegvis.engine.capacity.together import best
from stegvis.engine.capacity.weekly import DECIMALS, cheapest
from stegvis.engine.checks import amounts, first, length
from stegvis.engine.forecast.model import ModelError

SHOWN = 4
"""Decimals of the hours short and spare."""
MOST_MOVED = 400
"""Weeks times activities that are moved: seven activities of a year, or fifteen of half a year, take about a second."""


def close(gap: Array, levers: Sequence[Lever], moving: Moving | None = None) -> Closing:
    """What closes as much of the ``gap`` (W, C) hours as can be closed, at the least cost.

    Raises ModelError where a lever contradicts itself.
    """
    _check(gap, levers, moving)
    if moving is None or not (moving.within and len(gap) > 1 and moving.most.any()):
        return _closing(gap, levers, moving, (cheapest(gap, levers), [], 0.0))
    chosen = _heaviest(moving, len(gap))
    used, moved, over = best(gap, levers, _of(moving, chosen))
    moved = [replace(one, activity=int(chosen[one.activity])) for one in moved]
    return replace(_closing(gap, levers, moving, (used, moved, over)), left_out=len(moving.time) - len(chosen))


def _heaviest(moving: Moving, weeks: int) -> Ints:
    """The activities that take the most hours, as many as can be moved in a second."""
    hours = np.broadcast_to(moving.most, (weeks, len(moving.time))).sum(axis=0) * moving.time.sum(axis=1)
    return np.sort(np.argsort(-hours, kind="stable")[: max(1, MOST_MOVED // weeks)])


def _of(moving: Moving, chosen: Ints) -> Moving:
    activities = len(moving.time)
    most = np.broadcast_to(moving.most, (len(moving.most), activities))[:, chosen]
    cost = np.broadcast_to(moving.cost, activities)[chosen]
    return replace(moving, time=moving.time[chosen], most=most, cost=cost)


def _closing(
    gap: Array, levers: Sequence[Lever], moving: Moving | None, found: tuple[Array, list[Moved], float]
) -> Closing:
    used, moved, over = found
    used = np.round(used, DECIMALS) + 0.0
    left = np.round(gap - used.sum(axis=0) + brought(moving, moved, gap.shape), SHOWN) + 0.0
    costs = [float((np.broadcast_to(one.cost, gap.shape) * used[n]).sum()) for n, one in enumerate(levers)]
    each = np.broadcast_to(moving.cost, len(moving.time)) if moving else np.zeros(0)
    return Closing(
        used=used,
        short=np.maximum(left, 0),
        spare=np.maximum(-left, 0),
        cost=np.array([*costs, sum(one.amount * float(each[one.activity]) for one in moved)]),
        moved=moved,
        over=over,
    )


def _check(gap: Array, levers: Sequence[Lever], moving: Moving | None) -> None:
    if gap.ndim != 2 or not gap.size:
        raise ModelError("gap", "shape", gap.shape)
    first("gap", "not_a_number", ~np.isfinite(gap))
    for place, lever in enumerate(levers):
        name = f"levers {place}"
        for array in (lever.most, lever.cost):
            length(name, array, gap.shape)
            amounts(name, array)
        amounts(name, np.asarray(lever.step))
    if moving is not None:
        activities = len(moving.time)
        length("moving", moving.time, (activities, gap.shape[1]), exact=True)
        length("moving", moving.most, (len(gap), activities))
        length("moving", moving.cost, (activities,))
        for array in (moving.time, moving.most, moving.cost, np.asarray(moving.within)):
            amounts("moving", array)
