"""What became of an earlier version's requirements and levels in a later one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from stegvis.engine.ladder import CompiledLadder, CompiledLevel
from stegvis.frameworks.format.document import BaseReference
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
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


def successors_across(earlier: FrameworkVersion, later: FrameworkVersion) -> Successors:
    """What the requirements have become where one framework takes another's place.

    What both rest on follows as its versions do; what was added to it is gone. Nothing follows between frameworks
    that rest on nothing in common. Two queries at most.
    """
    shared = shared_layer(earlier, later)
    if shared is None:
        return {}
    old, new = (_version_of(layer) for layer in shared)
    if old == new:
        return {one.code: (one.code,) for one in effective_of(old).document.requirements()}
    if old.version < new.version:
        return successors_between(old, new) or {}
    return _turned(successors_between(new, old) or {})


def shared_layer(earlier: FrameworkVersion, later: FrameworkVersion) -> tuple[BaseReference, BaseReference] | None:
    """The uppermost framework that both rest on, or are, in the version of each; ``None`` for different frameworks."""
    below = {layer.code: layer for layer in effective_of(earlier).layers}
    for layer in reversed(effective_of(later).layers):
        if layer.code in below:
            return below[layer.code], layer
    return None


def _version_of(layer: BaseReference) -> FrameworkVersion:
    return FrameworkVersion.objects.defer("exchange").get(framework__code=layer.code, version=layer.version)


def _turned(successors: Successors) -> Successors:
    found: dict[str, tuple[str, ...]] = {}
    for old, news in successors.items():
        for new in news:
            found[new] = (*found.get(new, ()), old)
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
