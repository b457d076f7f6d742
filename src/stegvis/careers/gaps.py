"""Which requirements stand in people's way, from what each has met. Plain arrays, no database.

``met`` always has shape (requirements, people), in the order of the compiled ladder's leaves.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stegvis.engine.ladder import CompiledLadder, Group, Leaf

Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


def levels_met(ladder: CompiledLadder, met: Bools) -> Counts:
    """How many levels from the lowest up each person has met, shape (people,)."""
    whole = np.stack([_is_met(level.whole, met) for level in ladder.levels])
    return np.logical_and.accumulate(whole).sum(axis=0)


def in_the_way(ladder: CompiledLadder, met: Bools) -> Bools:
    """Unmet requirements that meeting could help, shape as ``met``: not those beside a choice already made."""
    result = np.zeros_like(met)
    everybody = np.ones(met.shape[1], np.bool_)
    for level in ladder.levels:
        _mark(level.whole, met, everybody, result)
    return result


def fewest_to_next(ladder: CompiledLadder, met: Bools) -> Counts:
    """The fewest requirements that take each person to the next level, shape (people,); 0 on the last.

    -1 where no number of them would.
    """
    reached = levels_met(ladder, met)
    result = np.zeros(met.shape[1], np.int64)
    for position, level in enumerate(ladder.levels):
        here = reached == position
        result[here] = _cost(level.whole, met[:, here])
    return np.where(result >= IMPOSSIBLE, -1, result)


def left_to_next(ladder: CompiledLadder, met: Bools) -> Counts:
    """What every page says is left to the next level, shape (people,): the fewest that would do, 0 where none would."""
    return np.maximum(fewest_to_next(ladder, met), 0)


def smallest_to_next(ladder: CompiledLadder, met: npt.NDArray[np.bool_]) -> list[int]:
    """The leaves of one smallest set that takes one person, ``met`` of shape (requirements,), to the next level.

    The first of several as small; empty on the last level and where no set would.
    """
    reached = int(levels_met(ladder, met[:, None])[0])
    if reached >= len(ladder.levels):
        return []
    found = _smallest(ladder.levels[reached].whole, met)
    return sorted(found) if found is not None else []


def _smallest(node: Group | Leaf, met: npt.NDArray[np.bool_]) -> set[int] | None:
    """Leaves to meet so that the node is met, or None where none would do."""
    if isinstance(node, Leaf):
        return set() if met[node.index] else {node.index}
    ways = sorted((way for child in node.children if (way := _smallest(child, met)) is not None), key=len)
    if len(ways) < node.need:
        return None
    return set().union(*ways[: max(node.need, 0)])


IMPOSSIBLE = 1_000_000


def _is_met(node: Group | Leaf, met: Bools) -> Bools:
    if isinstance(node, Leaf):
        return met[node.index]
    count = np.zeros(met.shape[1], np.int64)
    for child in node.children:
        count += _is_met(child, met)
    return count >= node.need


def _mark(node: Group | Leaf, met: Bools, asked: Bools, result: Bools) -> None:
    open_here = asked & ~_is_met(node, met)
    if isinstance(node, Leaf):
        result[node.index] = open_here
        return
    for child in node.children:
        _mark(child, met, open_here, result)


def _cost(node: Group | Leaf, met: Bools) -> Counts:
    if isinstance(node, Leaf):
        return (~met[node.index]).astype(np.int64)
    people = met.shape[1]
    if node.need < 1:
        return np.zeros(people, np.int64)
    if node.need > len(node.children):
        return np.full(people, IMPOSSIBLE)
    costs = np.stack([_cost(child, met) for child in node.children])
    return np.sort(costs, axis=0)[: node.need].sum(axis=0)
