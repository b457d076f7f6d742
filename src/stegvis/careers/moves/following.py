"""What became of an earlier version's requirements and levels in a later one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from stegvis.engine.ladder import CompiledLadder, CompiledLevel
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.relations.composing import mapping_between

Successors = Mapping[str, tuple[str, ...]]
"""Requirement of the earlier version → what took its place in the later one; nothing where it is gone."""


def successors_between(earlier: FrameworkVersion, later: FrameworkVersion) -> Successors | None:
    """What the requirements have become, over the versions between. ``None`` without a mapping. One query."""
    entries = mapping_between(later, earlier)
    if entries is None:
        return None
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        for code in entry.from_codes:
            found[code] = (*found.get(code, ()), *entry.to_codes)
    return found


def successor_matrix(successors: Successors, old: CompiledLadder, new: CompiledLadder) -> npt.NDArray[np.bool_]:
    """Which leaves follow on which, shape (old leaves, new leaves)."""
    place = {leaf.requirement.code: leaf.index for leaf in new.leaves}
    result = np.zeros((len(old.leaves), len(new.leaves)), np.bool_)
    for leaf in old.leaves:
        for code in successors.get(leaf.requirement.code, ()):
            result[leaf.index, place[code]] = True
    return result


def level_counterparts(old: Sequence[CompiledLevel], new: Sequence[CompiledLevel]) -> list[int]:
    """How many levels of the later version stand for having reached 0, 1, 2 … of the earlier one.

    A level is the same by its code; else by its order, where the later version's level there is a new one; else it
    is gone and what stands for it is what stands for the level below.
    """
    by_code = {level.code: number for number, level in enumerate(new, 1)}
    by_order = {level.order: number for number, level in enumerate(new, 1) if level.code not in _codes(old)}
    found = [0]
    for level in old:
        found.append(by_code.get(level.code) or by_order.get(level.order) or found[-1])
    return found


def _codes(levels: Iterable[CompiledLevel]) -> set[str]:
    return {level.code for level in levels}
