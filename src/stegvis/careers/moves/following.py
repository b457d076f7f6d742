"""What became of an earlier version's requirements and levels in a later one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from stegvis.engine.ladder import CompiledLadder, CompiledLevel
from stegvis.frameworks.models import FrameworkVersion, VersionMapping

Successors = Mapping[str, tuple[str, ...]]
"""Requirement of the earlier version → what took its place in the later one; nothing where it is gone."""


def successors_between(earlier: FrameworkVersion, later: FrameworkVersion) -> Successors | None:
    """Follow the mappings from version to version. ``None`` where one is missing on the way. One query."""
    rows = VersionMapping.objects.filter(version__framework=later.framework_id, version__version__lte=later.version)
    steps: dict[int, tuple[int, dict[str, tuple[str, ...]]]] = {}
    for row in rows:
        _before, into = steps.setdefault(row.version_id, (row.earlier_id, {}))
        into.update(dict.fromkeys(row.from_codes, tuple(row.to_codes)))
    return _chained(steps, earlier.pk, later.pk)


def _chained(
    steps: Mapping[int, tuple[int, dict[str, tuple[str, ...]]]], earlier: int, later: int
) -> Successors | None:
    followed: Successors | None = None
    while later != earlier:
        if later not in steps:
            return None
        later, into = steps[later]
        followed = into if followed is None else _through(into, followed)
    return followed


def _through(first: Successors, second: Successors) -> Successors:
    return {
        code: tuple(dict.fromkeys(last for middle in middles for last in second.get(middle, ())))
        for code, middles in first.items()
    }


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
