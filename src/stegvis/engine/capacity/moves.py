"""Production that is moved to other weeks: what leaves and what comes by week, and which goes where.

What leaves first comes first. Then nothing has further to go than it must, and whether all of it can come within so
many weeks is told by sums alone: no column is needed for each pair of weeks.
Source: Rachev and Rüschendorf 1998, Mass Transportation Problems I, section 3.1 (the line).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.capacity.model import Array, Moved, Moving

SMALL = 1e-5
"""Of an amount that is no more than rounding."""
DECIMALS = 5


def rows(moving: Moving, weeks: int) -> tuple[scipy.sparse.csr_array, Array]:
    """(R, 2·W·A) and (R,) of *at most*, on what has left and what has come by the end of each week: both only grow, no
    more leaves a week than may, and what has left one week has come, and the reverse, ``within`` weeks later."""
    activities = len(moving.time)
    each = scipy.sparse.eye_array(weeks * activities)
    grows = _by_activity(scipy.sparse.eye_array(weeks) - scipy.sparse.eye_array(weeks, k=-1), activities)
    latest = np.minimum(np.arange(weeks) + moving.within, weeks - 1)
    later = scipy.sparse.csr_array((np.ones(weeks), (np.arange(weeks), latest)), shape=(weeks, weeks))
    later = _by_activity(later, activities)
    blocks = [[-grows, None], [grows, None], [None, -grows], [each, -later], [-later, each]]
    none = np.zeros(weeks * activities)
    limits = [none, np.broadcast_to(moving.most, (weeks, activities)).ravel(), none, none, none]
    return scipy.sparse.block_array(blocks, format="csr"), np.concatenate(limits)


def hours(moving: Moving, weeks: int) -> scipy.sparse.csr_array:
    """(W·C, 2·W·A) hours that a week gets by what has left and what has come."""
    grows = scipy.sparse.eye_array(weeks) - scipy.sparse.eye_array(weeks, k=-1)
    found = scipy.sparse.kron(grows, scipy.sparse.csr_array(moving.time.T))
    return scipy.sparse.hstack([-found, found], format="csr")


def cost(moving: Moving, weeks: int) -> Array:
    """(2·W·A,) kronor: for each that has left when the weeks end."""
    found = np.zeros((2, weeks, len(moving.time)))
    found[0, -1] = moving.cost
    return found.ravel()


def read(moving: Moving, sums: Array) -> list[Moved]:
    """From (2·W·A,) what has left and what has come."""
    left, come = np.diff(sums.reshape(2, -1, len(moving.time)), axis=1, prepend=0)
    return [
        Moved(activity, source, target, amount)
        for activity in range(len(moving.time))
        for source, target, amount in _in_turn(left[:, activity], come[:, activity])
    ]


def brought(moving: Moving | None, moved: Sequence[Moved], shape: tuple[int, ...]) -> Array:
    """(W, C) hours that moving adds to each week."""
    found = np.zeros(shape)
    for one in moved:
        assert moving is not None  # noqa: S101 - nothing is moved without it
        found[one.target] += one.amount * moving.time[one.activity]
        found[one.source] -= one.amount * moving.time[one.activity]
    return found


def _by_activity(weeks: scipy.sparse.sparray, activities: int) -> scipy.sparse.sparray:
    return scipy.sparse.kron(weeks, scipy.sparse.eye_array(activities))


def _in_turn(left: Array, come: Array) -> Iterator[tuple[int, int, float]]:
    """The first that left is the first to come. What would come to the week it leaves stays there."""
    source = target = 0
    leaves, comes = np.maximum(left, 0), np.maximum(come, 0)
    while source < len(leaves) and target < len(comes):
        amount = float(min(leaves[source], comes[target]))
        if source != target and amount > SMALL:
            yield source, target, round(amount, DECIMALS)
        leaves[source] -= amount
        comes[target] -= amount
        if leaves[source] <= comes[target]:
            source += 1
        else:
            target += 1
