"""What of the counts may be told: no count of fewer than five, and none that can be worked out from the totals.

A cell is one employer's count of one thing. One below five is told as that it is below five, also where it is none; a
total of a collaboration is told where whoever knows all that is told cannot narrow any such cell. The totals of all
collaborations are weighed together in one order, whoever asks, so that two that differ by an employer say nothing of
it. What is told is rounded down to whole fives, so that one more tomorrow does not tell of that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from stegvis.engine.disclosure import THRESHOLD
from stegvis.engine.disclosure.linked import is_guarded

FEW = THRESHOLD - 1
Members = tuple[tuple[int, tuple[int, ...]], ...]
"""Collaborations and their employers, in the order in which their totals are weighed."""


@dataclass(frozen=True)
class Told:
    """``cells`` by employer and ``totals`` by collaboration, in whole fives; what is not there is hidden."""

    cells: Mapping[int, int]
    totals: Mapping[int, int]


def told_of(counts: Mapping[int, int], members: Members) -> Told:
    """``counts`` has an employer's count; one that is not there has none."""
    return _told(tuple(sorted((one, n) for one, n in counts.items() if n)), members)


@lru_cache(maxsize=4096)
def _told(counts: tuple[tuple[int, int], ...], members: Members) -> Told:
    """Kept by content, for the attack takes longer than a page may."""
    known = dict(counts)
    cells = {one: n for one, n in counts if n >= THRESHOLD}
    small = sorted({one for _key, employers in members for one in employers if one not in cells})
    facts: list[tuple[frozenset[int], int]] = []
    totals: dict[int, int] = {}
    for key, employers in members:
        hidden = frozenset(employers) & frozenset(small)
        total = sum(known.get(one, 0) for one in hidden)
        if hidden and (total < THRESHOLD or not _keeps(small, [*facts, (hidden, total)])):
            continue
        if hidden:
            facts.append((hidden, total))
        totals[key] = sum(known.get(one, 0) for one in employers)
    return Told(_in_fives(cells), _in_fives(totals))


def _in_fives(counts: Mapping[int, int]) -> dict[int, int]:
    return {key: n // THRESHOLD * THRESHOLD for key, n in counts.items()}


def _keeps(small: list[int], facts: list[tuple[frozenset[int], int]]) -> bool:
    """Whether each small cell can still be anything from none to four."""
    if len({hidden for hidden, _total in facts}) == 1 or _are_apart(facts):
        return all(total <= FEW * (len(hidden) - 1) for hidden, total in facts)
    one_each = np.eye(len(small))
    sums = [np.isin(small, list(hidden)).astype(float) for hidden, _total in facts]
    totals = [float(total) for _hidden, total in facts]
    told = np.vstack([one_each, *sums])
    low, high = [0.0] * len(small) + totals, [float(FEW)] * len(small) + totals
    return is_guarded(one_each, told, low, high, FEW)


def _are_apart(facts: list[tuple[frozenset[int], int]]) -> bool:
    """Whether no two of the sums share a cell."""
    return sum(len(hidden) for hidden, _total in facts) == len(frozenset().union(*(hidden for hidden, _ in facts)))
