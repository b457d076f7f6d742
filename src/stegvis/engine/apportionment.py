"""Divide whole units, such as kronor, by weights so that the parts add up exactly: largest remainder (Hamilton).

Integers throughout, so that no rounding of floats moves a krona.
"""

from __future__ import annotations

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of ``total`` in the order of ``weights``; each is its exact share rounded down or up.

    Units left over go to the largest remainders, of equal ones to the first. Raises ValueError for a negative total
    or weight, or where there is something to divide and no weight.
    """
    whole = sum(weights)
    if total < 0 or min(weights, default=0) < 0 or (total and not whole):
        raise ValueError("expected a total and weights that are not negative, and some weight")
    if not whole:
        return [0] * len(weights)
    shares = [divmod(total * weight, whole) for weight in weights]
    parts = [part for part, _rest in shares]
    by_remainder = sorted(range(len(weights)), key=lambda at: -shares[at][1])
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
