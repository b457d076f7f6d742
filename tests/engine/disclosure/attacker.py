"""An attacker who knows nothing of the engine: everybody sorted by every variable at once, and what was shown.

The engine reckons with the cells of tables and their sums. This one reckons with the people behind them: one unknown
for each combination of all variables, and each shown cell as the sum of those that meet its conditions. What the
engine's sums had left out would be found here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import product

import numpy as np

from stegvis.engine.disclosure import Key, Publication, Release
from stegvis.engine.disclosure.linked import extremes

Variables = Mapping[str, Sequence[Hashable]]
Meets = Callable[[Mapping[str, Hashable], str, Hashable], bool]


def exactly(one: Mapping[str, Hashable], name: str, value: Hashable) -> bool:
    return one.get(name) == value


def indicators(keys: Sequence[Key], variables: Variables, meets: Meets = exactly) -> np.ndarray:
    """Which combinations each cell counts, shape (cells, combinations)."""
    people = [dict(zip(variables, values, strict=True)) for values in product(*variables.values())]
    return np.array([[all(meets(one, *condition) for condition in key) for one in people] for key in keys], float)


def worked_out(
    found: Release, variables: Variables, meets: Meets = exactly, only: np.ndarray | None = None
) -> dict[Key, tuple[float, float]]:
    """The interval of each hidden cell that a table would show, or ``only`` of some of them."""
    publication = found.publication
    rows = indicators(publication.keys, variables, meets)  # type: ignore[arg-type]
    told = (~found.hidden & publication.published) | publication.known
    hidden = found.hidden & publication.published
    asked = np.flatnonzero(hidden if only is None else hidden & only)
    if not asked.size:
        return {}
    counts = publication.counts[told]
    low, high = extremes(rows[asked], rows[told], counts, counts) if told.any() else (0 * asked, np.inf + 0 * asked)
    return {publication.keys[cell]: pair for cell, pair in zip(asked, zip(low, high, strict=True), strict=True)}  # type: ignore[misc]


def differences(found: Release, variables: Variables, meets: Meets = exactly) -> set[int]:
    """The differences that can be formed between any two shown cells of which one holds the other."""
    publication = found.publication
    rows = indicators(publication.keys, variables, meets)  # type: ignore[arg-type]
    shown = np.flatnonzero(~found.hidden & publication.published)
    return {
        int(publication.counts[wider] - publication.counts[narrower])
        for wider, narrower in product(shown, repeat=2)
        if (rows[wider] >= rows[narrower]).all()
    }


def is_guarded(publication: Publication, intervals: Mapping[Key, tuple[float, float]], threshold: int = 5) -> bool:
    """Whether every small count may be nobody's and may be a large enough group's."""
    small = {
        key
        for key, count in zip(publication.keys, publication.counts.tolist(), strict=True)
        if key in intervals and 0 < count < threshold
    }
    return all(intervals[key][0] < 1e-6 and intervals[key][1] > threshold - 1e-6 for key in small)  # type: ignore[index]
