"""Deferred acceptance: everybody asks for their dearest wish, and asks on for as long as they are refused."""

from __future__ import annotations

import numpy as np

from stegvis.engine.allocation.outcome import NOWHERE, Outcome, outcome_of
from stegvis.engine.allocation.quotas import Quotas
from stegvis.engine.allocation.wishes import Ints, Wishes, draw_lottery

NOBODY_YET = np.iinfo(np.int64).max


def allocate(wishes: Wishes, quotas: Quotas, *, seed: int) -> Outcome:
    """The stable outcome that is best for every applicant; the same for the same seed.

    Priorities are made strict by one lottery drawn from ``seed``. In each round those without a place ask for their
    next wish that is not hopeless; then each quota, the innermost first, keeps the first in order of key. Raises
    ``ValueError`` for a wish outside the programmes.
    """
    if wishes.programmes.size and wishes.programmes.max() >= quotas.programmes:
        raise ValueError("somebody wishes for a programme that there is not")
    lottery = draw_lottery(wishes.size, seed)
    rank = _strict_order(wishes, lottery)
    rounds = _Rounds(wishes, quotas, rank)
    while (asking := rounds.ask()).size:
        rounds.choose(asking)
    return outcome_of(wishes, quotas, rounds.held, rank, lottery)


def _strict_order(wishes: Wishes, lottery: Ints) -> Ints:
    """Each wish's place when all are ordered by priority and lot. One applicant's own wishes never meet."""
    order = np.lexsort((lottery[wishes.applicants], wishes.priorities))
    places = np.empty(order.size, np.int64)
    places[order] = np.arange(order.size)
    return places


class _Rounds:
    """``held`` is the wish that each applicant has for now; ``last_in`` what a wish has to be before, at each node.

    A node that has once refused somebody is full from then on, and takes only those before its last admitted. So a
    wish that is behind is behind for ever, and is passed over without being asked for.
    """

    def __init__(self, wishes: Wishes, quotas: Quotas, rank: Ints) -> None:
        suited = np.flatnonzero(wishes.suits)  # what cannot be had is never asked for
        ends = np.searchsorted(suited, wishes.starts)
        self.suited, self.upcoming, self.ends = suited, ends[:-1].copy(), ends[1:]
        self.programmes, self.paths, self.rank = wishes.programmes, quotas.paths, rank
        self.limits = np.append(quotas.limits, 0)  # TOP is looked up as the last, and never counted
        self.held = np.full(wishes.size, NOWHERE, np.int64)
        self.last_in = np.full(quotas.limits.size + 1, NOBODY_YET, np.int64)
        self.last_in[:-1][quotas.limits == 0] = -1
        self.free = np.arange(wishes.size)

    def ask(self) -> Ints:
        """Those without a place ask for their next wish that may be met; returns who asks."""
        searching = self.free[self.held[self.free] < 0]
        found = []
        while searching.size:
            searching = searching[self.upcoming[searching] < self.ends[searching]]
            wish = self.suited[self.upcoming[searching]]
            self.upcoming[searching] += 1
            may = np.ones(wish.size, np.bool_)
            for level in self.paths:
                may &= self.rank[wish] < self.last_in[level[self.programmes[wish]]]
            self.held[searching[may]] = wish[may]
            found.append(searching[may])
            searching = searching[~may]
        return np.concatenate(found) if found else searching

    def choose(self, asking: Ints) -> None:
        """Each quota that is asked for more than it has keeps the first in order."""
        refused = []
        for level in self.paths:
            holders = np.flatnonzero(self.held >= 0)
            nodes = level[self.programmes[self.held[holders]]]
            is_over = np.bincount(nodes + 1, minlength=self.limits.size)[1:] > self.limits[:-1]
            concerned = np.append(is_over, False)[nodes]
            if concerned.any():
                refused.append(self._keep_first(holders[concerned], nodes[concerned]))
        self.free = np.concatenate(refused) if refused else asking[:0]

    def _keep_first(self, who: Ints, nodes: Ints) -> Ints:
        """Refuse those of ``who`` that are behind the limits of their nodes; returns them."""
        rank = self.rank[self.held[who]]
        order = np.lexsort((rank, nodes))
        who, nodes, rank = who[order], nodes[order], rank[order]
        place = np.arange(nodes.size) - np.searchsorted(nodes, nodes)
        limit = self.limits[nodes]
        is_last = place == limit - 1
        self.last_in[nodes[is_last]] = rank[is_last]
        behind = who[place >= limit]
        self.held[behind] = NOWHERE
        return behind
