"""Whether shares differ more than chance would have it: a funnel without a test.

Each group's share is given the interval of Wilson (JASA 22, 1927, 209-212). A share is unusual where its interval
leaves out the share of all together, as in a funnel plot (Spiegelhalter, Statistics in Medicine 24, 2005). With
``Z_99`` about one group in a hundred is unusual by chance alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z_99 = 2.5758293035489004


@dataclass(frozen=True)
class Share:
    """``count`` of ``total``; ``low`` and ``high`` bound what may lie behind. ``unusual`` is -1, 0 or 1."""

    count: int
    total: int
    share: float
    low: float
    high: float
    unusual: int


def wilson(count: int, total: int, z: float = Z_99) -> tuple[float, float]:
    """The interval of a share. (0, 1) of nobody. Raises ``ValueError`` for a count outside 0 to total."""
    if not 0 <= count <= total:
        raise ValueError("a count lies between nobody and all")
    if total == 0:
        return 0.0, 1.0
    share, pull = count / total, z * z / total
    middle = (share + pull / 2) / (1 + pull)
    width = z * (share * (1 - share) / total + pull / (4 * total)) ** 0.5 / (1 + pull)
    return min(max(middle - width, 0.0), share), max(min(middle + width, 1.0), share)


def shares(counts: npt.ArrayLike, totals: npt.ArrayLike, overall: float, z: float = Z_99) -> list[Share | None]:
    """Each group's share beside the share of all, ``overall``; None for a group of nobody."""
    pairs = zip(np.asarray(counts).tolist(), np.asarray(totals).tolist(), strict=True)
    return [_share(count, total, overall, z) if total else None for count, total in pairs]


def _share(count: int, total: int, overall: float, z: float) -> Share:
    low, high = wilson(count, total, z)
    unusual = -1 if high < overall else 1 if low > overall else 0
    return Share(count, total, count / total, low, high, unusual)
