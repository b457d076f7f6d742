"""A publication made safe, and the audit that says so.

What is hidden is searched for, and then attacked anew as a whole by whoever has all of its tables and all earlier
releases. The audit is a plain value to be kept with the release: it says what could still be worked out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from stegvis.engine.disclosure.earlier import Told, together
from stegvis.engine.disclosure.growing import Watch, unwatched
from stegvis.engine.disclosure.intervals import Places
from stegvis.engine.disclosure.protection import System, narrowed, protected, settled, small
from stegvis.engine.disclosure.publication import Bools, Counts, Floats, Publication
from stegvis.engine.disclosure.reach import bounds, told_exactly
from stegvis.engine.disclosure.search import StuckError, cheapest
from stegvis.engine.disclosure.suppress import THRESHOLD

EXACT_UP_TO = 1000
"""Cells that could be hidden. Beyond this, tables are searched one by one, and each round hides to within ``GAP`` of
the least cost that it asks for. What a round has hidden stays so: the whole can be dearer than the least."""

GAP = 0.01


@dataclass(frozen=True)
class Interval:
    """What can be worked out about a hidden cell: at least ``low``, at most ``high`` (None: nothing bounds it).

    ``needed`` is what had to remain possible, None for a cell hidden only beside others. Where so many cells are joined
    that not each can be attacked, ``low`` and ``high`` are ``needed``: that much is possible, and more may be.
    """

    cell: str
    low: int
    high: int | None
    needed: tuple[int, int] | None


@dataclass(frozen=True)
class Audit:
    """What an attacker could work out, who has every table of this release and of ``earlier`` ones.

    ``cells`` are those that the tables have; of them ``small`` were hidden for what they hold and ``beside`` to
    protect those. ``intervals`` are of every hidden cell, in the publication's order, those that no table shows
    (between nested filters) included; where very many are joined, of those with something ``needed``. ``bare`` names
    what could be worked out more closely than it may: nothing, in a release that was made.
    """

    threshold: int
    cells: int
    small: int
    beside: int
    earlier: int
    proven_least: bool
    intervals: tuple[Interval, ...]
    bare: tuple[str, ...]

    @property
    def is_safe(self) -> bool:
        return not self.bare

    def plain(self) -> dict[str, Any]:
        """As lists, numbers and texts only, to be kept as JSON."""
        return {
            "threshold": self.threshold,
            "cells": self.cells,
            "small": self.small,
            "beside": self.beside,
            "earlier": self.earlier,
            "proven_least": self.proven_least,
            "safe": self.is_safe,
            "bare": list(self.bare),
            "intervals": [
                {"cell": one.cell, "low": one.low, "high": one.high, "needed": one.needed and list(one.needed)}
                for one in self.intervals
            ],
        }


@dataclass(frozen=True, eq=False)
class Release:
    """A publication with what is ``hidden`` of it, shape (cells,), and the audit."""

    publication: Publication
    hidden: Bools
    audit: Audit

    @property
    def told(self) -> Told:
        """What a later release has to reckon with."""
        return Told(self.publication, self.hidden)

    def shown(self, table: int = 0) -> npt.NDArray[np.object_]:
        """The table as it may be shown, groups and totals along each axis, ``None`` where withheld."""
        places = self.publication.places[table]
        counts = self.publication.counts[places].astype(object)
        counts[self.hidden[places]] = None
        return counts


def release(
    publication: Publication,
    *,
    threshold: int = THRESHOLD,
    earlier: Sequence[Told] = (),
    exact: bool | None = None,
    watch: Watch = unwatched,
) -> Release:
    """Hide what must be hidden in all tables together, as little as can be, and attack the result.

    ``earlier`` are the releases that readers may have kept, the oldest first. ``exact`` asks for the proven least
    cost or for the quicker search; without it the size decides. The search is deterministic; ``watch`` is called at
    each of its steps.
    Raises ``ArithmeticError`` should the audit find a cell bare.
    """
    outcome = _hide(publication, _system(publication, earlier, threshold), exact, watch)
    found = _audit(publication, outcome, threshold, len(earlier))
    if not found.is_safe:
        raise ArithmeticError(f"a hidden count can be worked out: {found.bare[0]}")
    return Release(publication, outcome.hidden[: publication.size], found)


def audit(
    publication: Publication, hidden: npt.ArrayLike, *, threshold: int = THRESHOLD, earlier: Sequence[Told] = ()
) -> Audit:
    """Attack any choice of hidden cells, however it was made. What is small and shown is bare."""
    system = _system(publication, earlier, threshold)
    chosen, ours = np.asarray(hidden, np.bool_), np.arange(system.counts.size) < publication.size
    unseen = np.concatenate([(chosen | ~publication.published) & ~publication.known, system.must[publication.size :]])
    asked = told_exactly(system, unseen, unseen & ours)
    low, high = bounds(system, unseen, asked)
    bare = np.flatnonzero(_is_bare(system, low, high))
    system = narrowed(system, *_reached(system, ~system.shown, bare))  # what nobody could have hidden is no fault
    return _audit(publication, _Outcome(system, unseen, asked, low, high, False), threshold, len(earlier))


@dataclass(frozen=True, eq=False)
class _Outcome:
    """What was hidden, and the least and the most that each cell can be then."""

    system: System
    hidden: Bools
    asked: Bools
    low: Counts
    high: Floats
    proven: bool


def _system(publication: Publication, earlier: Sequence[Told], threshold: int) -> System:
    everything = together(publication, earlier)
    system = protected(
        everything.relations,
        everything.nested,
        everything.counts,
        costs=everything.costs,
        shown=everything.shown,
        hidden=everything.hidden,
        threshold=threshold,
    )
    return settled(system, np.arange(system.counts.size) >= publication.size)


def _hide(publication: Publication, system: System, exact: bool | None, watch: Watch) -> _Outcome:
    """Search, giving free what tables share and asking for less of what known cells tell, only where it must be."""
    free, ours = ~system.must & ~system.shown, np.arange(system.counts.size) < publication.size
    if exact is None:
        exact = bool(np.count_nonzero(free) <= EXACT_UP_TO)
    among = free.copy()
    if not exact:
        among[: publication.size] &= ~_shared(publication)
    while True:
        try:
            hidden, proven = cheapest(system, among, gap=0.0 if exact else GAP, watch=watch)
        except StuckError as stuck:
            near = _beside(system, stuck.cells) & free & ~among
            if near.any():
                among |= near
            else:
                system = _asking_less(system, stuck.cells)
            continue
        asked = told_exactly(system, hidden, hidden & ours)
        low, high = bounds(system, hidden, asked)
        bare = np.flatnonzero(_is_bare(system, low, high))
        if not bare.size:
            return _Outcome(system, hidden, asked, low, high, proven and exact)
        # Fractions of people protect these cells, and whole people do not.
        exact = False
        more = _one_more(system, hidden, bare)
        system = (
            replace(system, must=system.must | more) if more.any() else narrowed(system, low.astype(np.float64), high)
        )


def _shared(publication: Publication) -> Bools:
    """Cells that stand in more than one table."""
    times = np.zeros(publication.size, np.int64)
    for places in publication.places:
        times[np.unique(places)] += 1
    return times > 1


def _beside(system: System, cells: Places) -> Bools:
    """All that stands in a sum together with one of these cells."""
    ours = np.zeros(system.counts.size)
    ours[cells] = 1
    sums = abs(system.relations)
    return np.asarray(sums.T @ (sums @ ours) > 0)


def _asking_less(system: System, cells: Places) -> System:
    """Ask, of what is guarded among these cells, for no more than hiding everything around them gives."""
    fewer = narrowed(system, *_reached(system, ~system.shown, cells[system.guarded[cells]]))
    if (fewer.low == system.low).all() and (fewer.high == system.high).all():
        raise ArithmeticError("no choice of cells protects what is small")
    return fewer


def _reached(system: System, hidden: Bools, cells: Places) -> tuple[Floats, Floats]:
    """How low and how high these cells can be; of all others anything is said to be possible."""
    asked = np.zeros(system.counts.size, np.bool_)
    asked[cells] = True
    low, high = bounds(system, hidden, asked)
    return np.where(asked, low, 0), np.where(asked, high, np.inf)


def _is_bare(system: System, low: Counts, high: Floats) -> Bools:
    return np.asarray(system.guarded & ((low > system.low) | (high < system.high)))


def _one_more(system: System, hidden: Bools, bare: Places) -> Bools:
    """The cheapest cell beside each that is bare; nothing where all is hidden already."""
    more = np.zeros_like(hidden)
    for cell in bare.tolist():
        left = ~hidden & ~system.shown
        near = np.flatnonzero(_beside(system, np.array([cell])) & left)
        near = near if near.size else np.flatnonzero(left)
        if near.size:
            more[near[np.argmin(system.costs[near])]] = True
    return more


def _audit(publication: Publication, outcome: _Outcome, threshold: int, earlier: int) -> Audit:
    system, hidden, low, high = outcome.system, outcome.hidden, outcome.low, outcome.high
    bare = _is_bare(system, low, high)
    needed = system.guarded & (system.low < system.high)
    seen = publication.published & ~publication.known
    ours = hidden[: publication.size] & seen
    for_itself = ours & small(publication.counts, threshold)
    return Audit(
        threshold=threshold,
        cells=int(seen.sum()),
        small=int(for_itself.sum()),
        beside=int((ours & ~for_itself).sum()),
        earlier=earlier,
        proven_least=outcome.proven,
        intervals=tuple(
            Interval(
                publication.label(cell),
                int(low[cell]),
                None if np.isinf(high[cell]) else int(high[cell]),
                (int(system.low[cell]), int(system.high[cell])) if needed[cell] else None,
            )
            for cell in np.flatnonzero((outcome.asked | (hidden & needed))[: publication.size]).tolist()
        ),
        bare=tuple(_named(publication, cell) for cell in np.flatnonzero(bare).tolist()),
    )


def _named(publication: Publication, cell: int) -> str:
    return publication.label(cell) if cell < publication.size else "a cell of an earlier release, or a change since"
