"""Which cells must be hidden, and what nobody may work out about them.

Sensitive is a count from 1 to ``threshold - 1``. Whoever sees the rest must find possible that nobody is there, and
that there are ``threshold`` or more: the interval that can be worked out must reach from 0 to ``threshold``. It
follows that no sum or difference that anybody can form of what is shown is such a small group: it would bound the
sensitive cell in it more closely.

A zero is shown, for it stands for nobody; but not under a group that is small itself, for then it tells what the few
have said. It must then be possible that it is more than zero. A zero that everybody knows to be one, because it
cannot be otherwise, is no cell for a table: leave it out, or name it as known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.disclosure.publication import Bools, Counts, Floats

ROUNDS = 50
"""What follows from known cells is followed this far; the attack follows the rest."""


@dataclass(frozen=True, eq=False)
class System:
    """Cells to hide or show. Arrays have the shape (cells,); ``relations`` (sums, cells) @ ``counts`` is 0.

    ``must`` are hidden and ``shown`` are not, whatever is done. ``low`` and ``high`` bound the interval that must be
    possible for a ``guarded`` cell.
    """

    relations: scipy.sparse.csr_array
    counts: Counts
    costs: Floats
    must: Bools
    shown: Bools
    guarded: Bools
    low: Counts
    high: Counts

    @property
    def beyond(self) -> float:
        """Further than any cell moves that something stops."""
        return float(2 * self.counts.max(initial=0) + 1000)


def small(counts: Counts, threshold: int) -> Bools:
    """Counts of at least one and fewer than ``threshold``."""
    return (counts > 0) & (counts < threshold)


def protected(
    relations: scipy.sparse.csr_array,
    nested: Bools,
    counts: Counts,
    *,
    costs: Floats,
    shown: Bools,
    hidden: Bools,
    threshold: int,
) -> System:
    """The system with what must be hidden and how wide each interval has to be.

    ``shown`` is known to the reader and ``hidden`` to nobody whatever is done. What is known may make the full
    interval impossible; then as much of it is asked for as there is when all else is hidden.
    """
    sensitive = small(counts, threshold) & ~shown
    beneath = _beneath_the_small(relations[nested], sensitive) & ~shown
    high = np.where(sensitive, threshold, np.where(beneath & (counts == 0), 1, counts))
    low = np.where(sensitive, 0, counts)
    must = sensitive | beneath | hidden
    guarded = sensitive | (beneath & (counts == 0))
    system = System(relations, counts, costs, must, shown, guarded, low, high)
    return narrowed(system, *followed(system, ~shown)) if shown.any() else system


def _beneath_the_small(nested: scipy.sparse.csr_array, sensitive: Bools) -> Bools:
    """The parts of small groups, and the parts of those parts."""
    whole, part = (nested < 0).astype(np.int64), (nested > 0).astype(np.int64)
    beneath = np.zeros(sensitive.shape, np.bool_)
    while True:
        further = (part.T @ (whole @ (sensitive | beneath).astype(np.int64))) > 0
        if (further == beneath).all():
            return beneath
        beneath = further


def followed(system: System, hidden: Bools) -> tuple[Floats, Floats]:
    """Bounds of each cell that follow from single sums, one after another. What can be worked out lies within them."""
    least = np.where(hidden, 0, system.counts).astype(np.float64)
    most = np.where(hidden, system.beyond, system.counts).astype(np.float64)
    sums = system.relations.tocoo()
    is_part = sums.data > 0
    row, part = sums.row[is_part], sums.col[is_part]
    whole = np.zeros(system.relations.shape[0], np.intp)
    whole[sums.row[~is_part]] = sums.col[~is_part]
    for _round in range(ROUNDS):
        before = most.sum() - least.sum()
        all_least, all_most = (np.bincount(row, bound[part], whole.size) for bound in (least, most))
        np.maximum.at(least, whole, all_least)
        np.minimum.at(most, whole, all_most)
        np.maximum.at(least, part, least[whole[row]] - (all_most[row] - most[part]))
        np.minimum.at(most, part, most[whole[row]] - (all_least[row] - least[part]))
        if most.sum() - least.sum() == before:
            break
    return least, most


def narrowed(system: System, least: Floats, most: Floats) -> System:
    """The same system, asking for no more of each cell than the interval from ``least`` to ``most``."""
    low = np.maximum(system.low, np.minimum(least, system.counts).astype(np.int64))
    high = np.minimum(system.high, np.maximum(np.minimum(most, system.beyond), system.counts).astype(np.int64))
    return replace(system, low=low, high=high)


def settled(system: System, among: Bools) -> System:
    """The same system, with those ``among`` the cells that known cells already tell held to be known too.

    Nothing protects them, and they hold together what could else be searched apart: how many more have answered since
    the last release joins every table of both. Nor is there use in hiding what need not be hidden and is told already,
    such as a count of the last release when nobody has answered since.
    """
    least, most = followed(system, ~system.shown)
    told = (among | ~system.must) & (least == most)
    return replace(system, must=system.must & ~told, shown=system.shown | told, guarded=system.guarded & ~told)
