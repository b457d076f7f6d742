"""What closes a gap when nothing is moved: each week by itself, exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.capacity.model import Array, Lever

FEW = 1e-6
"""Of a step that counts as a whole one, and of hours that may give way to rounding."""
DECIMALS = 5
TIDY = 1e-4
"""Kronor that an hour used, or moved a week, weighs where costs are alike."""


def most_of(lever: Lever, shape: tuple[int, ...]) -> Array:
    """(W, C) hours at most, in whole steps where there are."""
    most: Array = np.broadcast_to(lever.most, shape)
    return np.floor(most / lever.step + FEW) * lever.step if lever.step > 0 else most


def cheapest(gap: Array, levers: Sequence[Lever]) -> Array:
    """(N, W, C) hours, the cheapest that leave the least short of the ``gap`` (W, C)."""
    shape = (len(levers), *gap.shape)
    most = np.array([most_of(lever, gap.shape) for lever in levers]).reshape(shape)
    cost = np.array([np.broadcast_to(lever.cost, gap.shape) for lever in levers]).reshape(shape)
    steps = np.array([lever.step for lever in levers])
    wanted, used = np.minimum(np.maximum(gap, 0), most.sum(axis=0)), np.zeros(shape)
    for week in np.flatnonzero((wanted > FEW).any(axis=1)):
        used[:, week] = _week(wanted[week], most[:, week], cost[:, week], steps)
    return used


def _week(wanted: Array, most: Array, cost: Array, steps: Array) -> Array:
    """(N, C) hours of a week, of which (C,) are ``wanted``."""
    count = len(wanted)
    whole = np.repeat(steps > 0, count)
    unit = np.where(whole, np.repeat(steps, count), 1.0)
    covers = scipy.sparse.hstack([scipy.sparse.eye_array(count)] * len(steps)) @ scipy.sparse.diags_array(unit)
    found = scipy.optimize.milp(
        (cost.ravel() + TIDY) * unit,
        integrality=whole,
        bounds=scipy.optimize.Bounds(0, np.where(whole, np.rint(most.ravel() / unit), most.ravel())),
        constraints=scipy.optimize.LinearConstraint(covers, lb=wanted - FEW),
        options={"mip_rel_gap": 0},
    )
    if found.x is None:
        return _in_turn(wanted, most, cost, steps)
    point = np.where(whole, np.rint(found.x), found.x)
    return np.asarray(point * unit).reshape(most.shape)


def _in_turn(wanted: Array, most: Array, cost: Array, steps: Array) -> Array:
    """(N, C) hours, where the solver gives up: the cheapest lever first."""
    used, columns = np.zeros(most.shape), np.arange(len(wanted))
    for levers in np.argsort(cost, axis=0, kind="stable"):
        left, step = np.maximum(wanted - used.sum(axis=0), 0), steps[levers]
        whole = np.where(step > 0, np.ceil(left / np.where(step > 0, step, 1) - FEW) * step, left)
        used[levers, columns] = np.minimum(whole, most[levers, columns])
    return used
