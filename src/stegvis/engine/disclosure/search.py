"""The search for cells to hide beside those that must be.

Each choice of cells is put to the attack. Where a cell can be worked out too closely, the attack's dual answer names
the cells that stop it from moving, and of those enough must be hidden too: a cut. The cheapest choice under all cuts
found so far is the next to be tried, and the first that withstands is the cheapest of all (Fischetti and Salazar,
Management Science 47, 2001, 1008-1027).

What no sum joins is searched apart. In a large publication the cells that several tables share are held to be shown,
so that the tables fall apart; only where that leaves no way are they given free.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.disclosure.growing import Watch, grown, unwatched
from stegvis.engine.disclosure.intervals import NEAR, Places, Question, attack, parts_joined
from stegvis.engine.disclosure.protection import System
from stegvis.engine.disclosure.publication import Bools, Floats
from stegvis.engine.disclosure.reach import bare_questions

ROUNDS = 400

MOST_BRANCHES = 10_000
"""A limit that does not depend on the machine, unlike one of time: the same tables always give the same answer."""

MOST_ASKED = 40_000
"""Unknowns that a round of the quicker search attacks in a part. What is hidden for some cells protects others too,
so that not all of a large part need be asked about at once."""

GROWN_FROM = 1_000_000
"""Cells times guarded cells of a part from which on the quicker search begins with what is grown at once."""

PATIENCE = 12
"""Rounds after which the quicker search hides whatever helps a bare cell, rather than the cheapest that does."""


@dataclass(eq=False)
class Part:
    """Cells searched together: ``free`` may be hidden or shown, ``cells`` are those and the ones hidden anyhow.

    Both are in order. ``cuts`` are rows over ``free``: of each, the sum over what is hidden must reach ``least``.
    ``kept`` of the free ones stay hidden.
    """

    cells: Places
    free: Places
    cuts: list[Floats] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    kept: Bools = field(init=False)

    def __post_init__(self) -> None:
        self.kept = np.zeros(self.free.size, np.bool_)

    def keep(self, chosen: Bools) -> None:
        """What fulfils the cuts so far stays hidden, so that they need not be asked again."""
        self.kept = chosen
        self.cuts.clear()
        self.least.clear()


class StuckError(Exception):
    """Hiding everything that is free does not protect some cell of the part."""

    def __init__(self, cells: Places) -> None:
        super().__init__("no choice of cells protects")
        self.cells = cells


def cheapest(system: System, among: Bools, *, gap: float = 0.0, watch: Watch = unwatched) -> tuple[Bools, bool]:
    """What to hide: what must be, and the cheapest of the cells ``among`` that protects all that is guarded.

    With a ``gap`` a choice is never taken back: each round adds the cheapest, to within that share, that the bare
    cells ask for. The last cuts come one by one, and the whole choice is not made anew for each of them. The second
    answer is whether it is proven that nothing cheaper does. ``watch`` is called after each round. Raises
    ``StuckError`` where no choice protects.
    """
    proven = gap == 0
    hidden = system.must.copy()
    parts = [
        Part(cells, cells[~system.must[cells]])
        for cells in parts_joined(system.relations, (among & ~system.shown) | system.must)
        if system.guarded[cells].any()
    ]
    if gap:
        _grow(system, hidden, parts, watch)
    asked = system.guarded
    for number in range(ROUNDS):
        watch()
        parts, bare = _add_cuts(system, hidden, parts, asked, MOST_ASKED if gap else None)
        if not parts:
            return hidden, proven
        cut = [part for part in parts if part.cuts]
        found = _choose(system, cut, gap) if number < PATIENCE or not gap else map(_all_that_helps, cut)
        for part, (chosen, best) in zip(cut, found, strict=True):
            hidden[part.free] = chosen
            proven &= best
            if gap:
                part.keep(chosen)
        if gap:
            asked = bare  # what is protected stays so when more is hidden
    raise ArithmeticError("the search for cells to hide does not end")


def _grow(system: System, hidden: Bools, parts: list[Part], watch: Watch) -> None:
    """Begin the large ones with what is grown at once, where hiding all of it would do."""
    large = [part for part in parts if part.cells.size * np.count_nonzero(system.guarded[part.cells]) > GROWN_FROM]
    everything = hidden.copy()
    for part in large:
        everything[part.cells] = True
    _add_cuts(system, everything, large, system.guarded, MOST_ASKED)
    for part in large:
        hidden[part.cells] = grown(system, hidden, part.cells, watch)
        part.kept = hidden[part.free]


def _add_cuts(
    system: System, hidden: Bools, parts: list[Part], asked: Bools, most: int | None
) -> tuple[list[Part], Bools]:
    """Attack what is hidden now; the parts in which something asked about is bare, with cuts added, and what is.

    With ``most`` unknowns, what was not attacked for want of them counts as bare, and has no cut.
    """
    of_cell = np.full(system.counts.size, -1)
    for number, part in enumerate(parts):
        of_cell[part.cells] = number
    questions = bare_questions(system, parts_joined(system.relations, hidden), (of_cell >= 0) & asked)
    bare = np.zeros_like(hidden)
    if most is not None:
        questions, left = _some(questions, most)
        bare[left] = True
    for found in attack(system.relations, system.counts, questions, beyond=system.beyond):
        bound = np.where(found.signs > 0, system.high[found.cells], system.low[found.cells])
        needed = np.abs(bound - system.counts[found.cells]).astype(np.float64)
        for which in np.flatnonzero(found.moves < needed - NEAR).tolist():
            inside = slice(*found.stops.indptr[which : which + 2])
            part = parts[of_cell[found.cells[which]]]
            _cut(system, part, found.stops.indices[inside], found.stops.data[inside], needed[which])
            bare[found.cells[which]] = True
    return [parts[number] for number in np.unique(of_cell[bare]).tolist()], bare


def _some(questions: list[Question], most: int) -> tuple[list[Question], Places]:
    """Cells spread over the whole of each large question, and those that are left, in one direction or the other."""
    asked, left = [], [np.zeros(0, np.intp)]
    for part, cells, signs in questions:
        taken = np.arange(cells.size) % -(-cells.size * part.size // most) == 0
        asked.append((part, cells[taken], signs[taken]))
        left.append(cells[~taken])
    return asked, np.concatenate(left)


def _cut(system: System, part: Part, cells: Places, stops: Floats, needed: float) -> None:
    """How much each cell would let the bare one move, were it hidden; together they must let it move enough."""
    room = np.where(stops > NEAR, needed, np.where(stops < -NEAR, -stops * system.counts[cells], 0)).round(6)
    left = needed - room[system.must[cells]].sum()
    place = np.searchsorted(part.free, cells).clip(max=max(part.free.size - 1, 0))
    helps = part.free[place] == cells if part.free.size else np.zeros(cells.size, np.bool_)
    row = np.zeros(part.free.size)
    row[place[helps]] = np.minimum(room[helps], left)
    if row.sum() < left - NEAR:
        raise StuckError(part.cells)
    part.cuts.append(row)
    part.least.append(left)


def _choose(system: System, parts: list[Part], gap: float) -> list[tuple[Bools, bool]]:
    """The cheapest choice under the cuts, part by part, or of all parts in one where a gap is allowed."""
    if gap == 0 or len(parts) < 2:
        return [_solve(system.costs[part.free], part.kept, *_rows(part), gap) for part in parts]
    matrices, bounds = zip(*(_rows(part) for part in parts), strict=True)
    costs = np.concatenate([system.costs[part.free] for part in parts])
    kept = np.concatenate([part.kept for part in parts])
    chosen, best = _solve(costs, kept, scipy.sparse.block_diag(matrices, format="csr"), np.concatenate(bounds), gap)
    return [(one, best) for one in np.split(chosen, np.cumsum([part.free.size for part in parts])[:-1])]


def _all_that_helps(part: Part) -> tuple[Bools, bool]:
    return part.kept | np.any(np.array(part.cuts) > 0, axis=0), False


def _rows(part: Part) -> tuple[scipy.sparse.csr_array, Floats]:
    return scipy.sparse.csr_array(np.array(part.cuts)), np.array(part.least)


def _solve(costs: Floats, kept: Bools, rows: scipy.sparse.csr_array, least: Floats, gap: float) -> tuple[Bools, bool]:
    """Whoever branches more often than ``MOST_BRANCHES`` takes the best choice found."""
    optimize = scipy.optimize
    found = optimize.milp(
        costs,
        integrality=np.ones(costs.size),
        bounds=optimize.Bounds(kept, 1),
        constraints=optimize.LinearConstraint(rows, least - NEAR, np.inf),
        options={"mip_rel_gap": gap, "node_limit": MOST_BRANCHES},
    )
    if found.x is None:
        raise ArithmeticError(f"no choice of cells was found: {found.message}")
    return np.asarray(found.x > 0.5), found.status == 0
