"""Deferred acceptance: everybody asks for their dearest wish, and asks on for as long as they are refused."""

from __future__ import annotations

import numpy as np

from stegvis.engine.allocation.choices import Choice
from stegvis.engine.allocation.outcome import NOWHERE, Outcome, outcome_of
from stegvis.engine.allocation.wishes import Bools, Ints, Wishes, draw_lottery


def allocate(wishes: Wishes, choice: Choice, *, seed: int) -> Outcome:
    """The stable outcome that is best for every applicant; the same for the same seed.

    Priorities are made strict by one lottery drawn from ``seed``. In each round those without a place ask for their
    next wish, and only the groups of programmes that are asked choose anew. Raises ``ValueError`` for a wish outside
    the programmes.
    """
    linked = choice.linked
    if wishes.programmes.size and wishes.programmes.max() >= linked.size:
        raise ValueError("somebody wishes for a programme that there is not")
    lottery = draw_lottery(wishes.size, seed)
    place_in_order = _strict_order(wishes, lottery)
    suited = np.flatnonzero(wishes.suits)  # what cannot be had is never asked for
    row_ends = np.searchsorted(suited, wishes.starts)
    upcoming, last = row_ends[:-1].copy(), row_ends[1:]
    held = np.full(wishes.size, NOWHERE, np.int64)
    while (asking := np.flatnonzero((held < 0) & (upcoming < last))).size:
        held[asking] = suited[upcoming[asking]]
        upcoming[asking] += 1
        concerned = _concerned(wishes, linked, held, asking)
        ordered = concerned[np.argsort(place_in_order[held[concerned]])]
        stays = choice.chosen(wishes.programmes[held[ordered]])
        held[ordered[~stays]] = NOWHERE
    return outcome_of(wishes, held, lottery, linked.size)


def _strict_order(wishes: Wishes, lottery: Ints) -> Ints:
    """Each wish's place when all are ordered by programme, priority and lot."""
    order = np.lexsort((lottery[wishes.applicants], wishes.priorities, wishes.programmes))
    places = np.empty(order.size, np.int64)
    places[order] = np.arange(order.size)
    return places


def _concerned(wishes: Wishes, linked: Ints, held: Ints, asking: Ints) -> Ints:
    """The applicants who ask or have something within the groups that are asked."""
    is_asked: Bools = np.zeros(int(linked.max(initial=-1)) + 1, np.bool_)
    is_asked[linked[wishes.programmes[held[asking]]]] = True
    holders = np.flatnonzero(held >= 0)
    return holders[is_asked[linked[wishes.programmes[held[holders]]]]]
