"""Which judgements to repeat: a stratified lottery that anybody can draw again from its seed.

The numbers behind the lottery are NumPy's ``RandomState``, whose stream never changes (NEP 19).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def sampling_plan(sizes: Sequence[int], number: int, seed: int) -> list[int]:
    """How many to take of each stratum: in proportion, at least one of each that has any where ``number`` allows.

    Largest remainders, equal ones by lot; where there are more strata than places, the largest strata come first.
    Never more than a stratum holds; in all ``number``, or everything where there is less. Raises ``ValueError`` for
    negative numbers.
    """
    size = np.asarray(sizes, np.int64)
    if number < 0 or (size < 0).any():
        raise ValueError("strata and samples cannot be negative")
    number = min(number, int(size.sum()))
    lot = _lots(size.size, seed)
    filled = np.flatnonzero(size)
    plan = np.zeros(size.size, np.int64)
    if number <= filled.size:
        plan[filled[np.lexsort((lot[filled], -size[filled]))][:number]] = 1
        return plan.tolist()
    small = np.zeros(size.size, np.bool_)
    while True:  # a stratum with less than one by proportion gets one, and the rest share what is left
        rest = np.where(small, 0, size)
        wanted = np.where(small, 1, (number - small.sum()) * rest / max(int(rest.sum()), 1))
        lacking = (size > 0) & (wanted < 1) & ~small
        if not lacking.any():
            break
        small |= lacking
    plan = np.floor(wanted).astype(np.int64)
    order = np.lexsort((lot, plan - wanted))
    plan[order[: number - int(plan.sum())]] += 1
    return plan.tolist()


def sample(strata: Sequence[Hashable], number: int, seed: int) -> list[int]:
    """Positions of those drawn, in order. ``strata`` names the stratum of each; the plan is ``sampling_plan``'s."""
    members: dict[Hashable, list[int]] = {}
    for position, stratum in enumerate(strata):
        members.setdefault(stratum, []).append(position)
    plan = sampling_plan([len(group) for group in members.values()], number, seed)
    lot = _lots(len(strata), seed + 1)
    drawn = [
        sorted(group, key=lambda one: lot[one])[:taken] for group, taken in zip(members.values(), plan, strict=True)
    ]
    return sorted(position for group in drawn for position in group)


def one_of_each(groups: Sequence[Hashable], seed: int) -> list[int]:
    """One position of each group by lot, in order: pairs of one person would not be independent."""
    lot = _lots(len(groups), seed)
    first: dict[Hashable, int] = {}
    for position in np.argsort(lot, kind="stable").tolist():
        first.setdefault(groups[position], position)
    return sorted(first.values())


def _lots(number: int, seed: int) -> npt.NDArray[np.float64]:
    """A lot for each. Seeds are taken modulo 2³², the most that the generator takes."""
    return np.random.RandomState(seed % 2**32).random_sample(number)
