"""What several plans of different members let out together: sums that are solved for each other's parts.

The plans last shown are taken as they are, and what members tell alone is subtracted from what they tell together.
Silent members that stand in the same plans are one cell, since nothing tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from stegvis.engine.disclosure import THRESHOLD
from stegvis.engine.disclosure.linked import most

NEAR = 1e-5
"""Full-time equivalents that rounding may add."""

Members = frozenset[int]
Cornered = frozenset[tuple[int | None, int]]
"""Who could work out of whom that they are few; None is anybody."""


def cornered(joint: Mapping[Members, float], told: Mapping[int, float], known: Mapping[int, float]) -> Cornered:
    """``joint`` is what is told of members together, ``told`` of each alone, and ``known`` what only they know."""
    facts = [(members - told.keys(), value - _sum(members, told)) for members, value in joint.items()]
    facts = [(members, value) for members, value in facts if members]
    if len(facts) < 2:
        return frozenset()  # one sum is subtracted from, and nothing else
    cells = _cells([members for members, _value in facts])
    room = _Room(
        np.array([[float(cell <= members) for cell in cells] for members, _value in facts]),
        np.array([value for _members, value in facts]),
    )
    readers: list[tuple[int | None, int, float]] = [(None, 0, 0.0)]
    readers += [(one, at, known[one]) for at, cell in enumerate(cells) for one in cell if one in known]
    return frozenset(
        (reader, member)
        for reader, at, value in readers
        for target in room.few_to(at, value, is_alone=cells[at] == {reader})
        for member in cells[target] - {reader}
    )


class _Room:
    """How many there can be in each cell at the most, ``ends``; ``tables`` has for each the cells when it is so."""

    def __init__(self, told: np.ndarray, values: np.ndarray) -> None:
        self.told, self.values = told, values
        self.ends, self.tables = most(told, values, self._within())

    def _within(self) -> np.ndarray:
        return np.tile([0.0, np.inf], (self.told.shape[1], 1))

    def few_to(self, at: int, value: float, *, is_alone: bool) -> list[int]:
        """Cells of few or none, to who knows that there are so many of their own in the cell ``at``, and no others if
        they are alone in it.

        Most are cleared by a table that is known already: it holds the reader's own, and many in the cell.
        """
        own = self.tables[:, at]
        holds = np.abs(own - value) <= NEAR if is_alone else own >= value - NEAR
        is_clear = np.max(self.tables[holds], axis=0, initial=0.0) >= THRESHOLD - NEAR
        np.put(is_clear, at, is_alone or self.ends[at] - value >= THRESHOLD - NEAR)
        if np.all(is_clear):
            return []
        within = self._within()
        within[at] = value, value if is_alone else np.inf
        ends = most(self.told, self.values, within)[0]
        ends[at] = np.inf if is_alone else ends[at] - value
        return np.flatnonzero(ends < THRESHOLD - NEAR).tolist()


def _sum(members: Members, told: Mapping[int, float]) -> float:
    return sum(told[member] for member in members if member in told)


def _cells(facts: Sequence[Members]) -> list[Members]:
    """Members by the facts that they stand in."""
    found: dict[tuple[bool, ...], set[int]] = defaultdict(set)
    for member in frozenset().union(*facts):
        found[tuple(member in one for one in facts)].add(member)
    return [frozenset(one) for one in found.values()]
