"""How low and how high hidden cells can be, as narrowly as it can be worked out and with as few attacks as can be.

One table in which many cells are at nought at once says of all of them that they can be. So such tables are looked
for first, and only what they leave open is attacked cell by cell.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy  # its parts load when first used

from stegvis.engine.disclosure.intervals import (
    AT_ONCE,
    NEAR,
    Places,
    Question,
    attack,
    move_in_whole_numbers,
    parts_joined,
)
from stegvis.engine.disclosure.protection import System, followed
from stegvis.engine.disclosure.publication import Bools, Counts, Floats

MOST_BRANCHES = 1_000
WIDER = 3
"""How far around a fraction of a person others are moved to make it whole, in sums, and for how long."""

MOST_TOLD = 250_000
"""Unknowns attacked to say of a part how far each of its cells can be worked out."""


def told_exactly(system: System, hidden: Bools, among: Bools) -> Bools:
    """Those ``among`` these hidden cells that so few are joined with that each can be asked about by itself."""
    told = np.zeros_like(among)
    for part in parts_joined(system.relations, hidden):
        told[part] = among[part] & (part.size * np.count_nonzero(among[part]) <= MOST_TOLD)
    return told


def bounds(system: System, hidden: Bools, asked: Bools) -> tuple[Counts, Floats]:
    """The least and the most that each cell asked about can be, in whole people; infinity where nothing bounds it.

    Of a guarded cell that is not ``asked`` about it is only said whether it can be as low and as high as it must. A
    cell neither asked about nor guarded has its count as both.
    """
    low, high = system.counts.copy(), system.counts.astype(np.float64)
    guarded = system.guarded & hidden
    parts = parts_joined(system.relations, hidden)
    endless = unbounded(system, hidden) & (asked | guarded)
    high[endless] = np.inf
    least, most = followed(system, hidden)
    questions = []
    for sign, room in (
        (-1.0, np.where(asked, system.counts - least, system.counts - system.low)),
        (1.0, np.where(endless, 0, np.where(asked, most - system.counts, system.high - system.counts))),
    ):
        wanted = (asked | guarded) & (room > 0)
        open_ = left_open(system, parts, wanted, sign, room, whole=True)
        reached = system.counts + sign * room
        (low if sign < 0 else high)[wanted & ~open_] = reached[wanted & ~open_]
        questions += _each(parts, open_, sign)
    part_of = {int(cell): part for part, cells, _signs in questions for cell in cells}
    for found in attack(system.relations, system.counts, questions, beyond=system.beyond):
        moves = np.floor(found.moves + NEAR)
        for which in np.flatnonzero(~found.whole & system.guarded[found.cells]).tolist():
            cell, sign = int(found.cells[which]), float(found.signs[which])
            part = part_of[cell]
            moves[which] = move_in_whole_numbers(
                system.relations, system.counts, part, (cell, sign), beyond=system.beyond
            )
        rises = found.signs > 0
        rising, falling = found.cells[rises], found.cells[~rises]
        high[rising] = system.counts[rising] + moves[rises]
        low[falling] = system.counts[falling] - moves[~rises].astype(np.int64)
    return low, high


def unbounded(system: System, hidden: Bools) -> Bools:
    """The hidden cells that nothing bounds from above: those that can grow, others with them, for ever.

    Ways to grow can be added to one another, so one in which as many cells as can be grow has all that can.
    """
    where = np.flatnonzero(hidden)
    if where.size == 0:
        return np.zeros_like(hidden)
    sums = _touched(system.relations[:, where])
    grows = np.ones(where.size)
    found = scipy.optimize.linprog(
        np.concatenate([np.zeros(where.size), -grows]),
        A_eq=scipy.sparse.hstack([sums, scipy.sparse.csr_array(sums.shape)]),
        b_eq=np.zeros(sums.shape[0]),
        A_ub=scipy.sparse.hstack([-scipy.sparse.eye_array(where.size), scipy.sparse.eye_array(where.size)]),
        b_ub=np.zeros(where.size),
        bounds=np.column_stack([np.zeros(2 * where.size), np.concatenate([grows * np.inf, grows])]),
        method="highs",
    )
    if found.status != 0:
        raise ArithmeticError(f"the attack found no table: {found.message}")
    endless = np.zeros_like(hidden)
    endless[where] = found.x[where.size :] > 0.5
    return endless


def _touched(sums: scipy.sparse.csr_array) -> scipy.sparse.csr_array:
    return sums[np.diff(sums.tocsr().indptr) > 0]


def bare_questions(system: System, parts: list[Places], among: Bools) -> list[Question]:
    """The guarded cells ``among`` these that no table found so far lets reach what they must, by part."""
    questions = []
    for sign, room in ((1.0, system.high - system.counts), (-1.0, system.counts - system.low)):
        open_ = left_open(system, parts, among & system.guarded & (room > 0), sign, room, whole=False)
        questions += _each(parts, open_, sign)
    return questions


def _each(parts: list[Places], cells: Bools, sign: float) -> list[Question]:
    chosen = ((part, part[cells[part]]) for part in parts)
    return [(part, inner, np.full(inner.size, sign)) for part, inner in chosen if inner.size]


def left_open(
    system: System, parts: list[Places], wanted: Bools, sign: float, room: npt.NDArray[Any], *, whole: bool
) -> Bools:
    """Which of the wanted cells no table was found for in which they move as far as ``room``.

    With ``whole``, only tables of whole people count as found.
    """
    open_ = wanted.copy()
    label = np.zeros(wanted.size, np.intp)
    for number, part in enumerate(parts):
        label[part] = number
    trying = np.bincount(label[wanted], minlength=len(parts)) > 0
    if sum(part.size * int(wanted[part].sum()) for part in parts) <= AT_ONCE:
        return open_  # all can be asked about in one call
    while trying.any():
        where = np.concatenate([part for part, tries in zip(parts, trying, strict=True) if tries])
        found = _as_many_as_can(system, where, open_, sign * room)
        if whole:
            found = _made_whole(system, where, found)
        reached = np.zeros_like(open_)
        reached[where] = open_[where] & (sign * found >= room[where] - NEAR)
        if whole:
            split = np.bincount(label[where], np.abs(found - np.rint(found)) > NEAR, len(parts)) > 0
            reached &= ~split[label]
        open_ &= ~reached
        settled, left = (np.bincount(label[one], minlength=len(parts)) for one in (reached, open_))
        trying = (settled > 1) & (left > 1)  # a table that settles one cell is no better than asking about it
    return open_


def _as_many_as_can(system: System, where: Places, open_: Bools, room: npt.NDArray[Any]) -> Floats:
    """How far each cell moves in a table in which the open ones move together as far as they can."""
    low, high = -system.counts[where].astype(np.float64), np.full(where.size, system.beyond)
    asked = open_[where]
    sums = _touched(system.relations[:, where])
    rising = asked & (room[where] > 0)
    high[rising] = room[where][rising]
    low[asked & ~rising] = room[where][asked & ~rising]
    found = scipy.optimize.linprog(
        np.where(asked, -np.sign(room[where]), 0.0),
        A_eq=sums,
        b_eq=np.zeros(sums.shape[0]),
        bounds=np.column_stack([low, high]),
        method="highs",
    )
    if found.status != 0:
        raise ArithmeticError(f"the attack found no table: {found.message}")
    return np.asarray(found.x, np.float64)


def _made_whole(system: System, where: Places, moves: Floats) -> Floats:
    """The table with the fractions of people in it made whole, and what is near them moved as that asks for.

    As it was where that cannot be. Fractions hang together in few places, so that the problem is small.
    """
    sums = system.relations[:, where]
    beside = abs(sums).T @ abs(sums)
    free = np.abs(moves - np.rint(moves)) > NEAR
    for _wider in range(WIDER):
        if not free.any():
            break
        fixed = np.where(free, 0, np.rint(moves))
        among, owed = sums[:, free], sums @ fixed
        touched = np.diff(among.tocsr().indptr) > 0
        found = scipy.optimize.milp(
            np.zeros(among.shape[1]),
            integrality=np.ones(among.shape[1]),
            bounds=scipy.optimize.Bounds(-system.counts[where[free]], system.beyond),
            constraints=scipy.optimize.LinearConstraint(among[touched], -owed[touched], -owed[touched]),
            options={"node_limit": MOST_BRANCHES},
        )
        if found.x is not None:
            fixed[free] = np.rint(found.x)
            return fixed
        free = beside @ free > 0
    return moves
