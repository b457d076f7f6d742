"""The greedy answer: what closes most comes first, then what was chosen is tried without each of its parts.

Several orders are tried and the best kept. Where nothing but *one occasion an offer* binds, what closes most first is
worth at least half of the best (Fisher, Nemhauser & Wolsey, 1978: greedy over a matroid); where nothing but the budget
binds, the better of it and of what closes most a krona at least (1 − 1/e)/2 (Khuller, Moss & Naor, 1999). Where nothing
binds all that can be closed is.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy

import numpy as np
import numpy.typing as npt

from stegvis.engine.pathway.possible import ALWAYS, NEVER, TINY, free_hours
from stegvis.engine.pathway.question import Bools, Floats, Ints, Offered, Wish

FEW = 3
"""So many ways to what an occasion asks for are tried, the cheapest first."""


class Choosing:
    """What is chosen so far, and what can no longer be beside it."""

    def __init__(self, offered: Offered, wish: Wish, loads: Floats) -> None:
        self.offered, self.wish, self.loads = offered, wish, loads
        self.chosen: list[int] = []
        self.closed = np.zeros(wish.weights.size, np.bool_)
        self.blocked = np.zeros(offered.size, np.bool_)
        self.money, self.hours = wish.budget, free_hours(wish)
        self.since: Ints = np.where(wish.has, ALWAYS, NEVER)

    def copy(self) -> Choosing:
        other = copy(self)
        other.chosen, other.blocked = self.chosen.copy(), self.blocked.copy()
        return other

    @property
    def weight(self) -> float:
        return float(self.wish.weights[self.closed].sum())

    @property
    def key(self) -> tuple[float, float, float]:
        """The higher, the better."""
        money, number = -float(self.offered.price[self.chosen].sum()), -float(len(self.chosen))
        return (round(self.weight, 9), *((money, number) if self.wish.cheapest else (number, money)))

    def is_ready(self, one: int) -> bool:
        needs = self.offered.needs[one]
        return bool((self.since[needs] <= self.offered.starts[one]).all())

    def add(self, one: int) -> None:
        offered = self.offered
        self.chosen.append(one)
        self.closed = self.closed | offered.closes[one]
        self.since = np.where(offered.gives[one], np.minimum(self.since, offered.ends[one]), self.since)
        self.money -= offered.price[one]
        self.hours = self.hours - self.loads[one]
        self.blocked |= offered.offer == offered.offer[one]
        self.blocked |= offered.price > self.money + TINY
        self.blocked |= (self.loads > self.hours + TINY).any(axis=1)
        self.blocked[clashing(offered, one)] = True

    def reach(self, one: int) -> bool:
        """Add the occasion and what has to come before it. Whether it could; if not, some of it may be added."""
        if self.blocked[one]:
            return False
        needs = np.flatnonzero(self.offered.needs[one])
        for piece in needs:
            if self.since[piece] > self.offered.starts[one] and not self._get(int(piece), one):
                return False
        if self.blocked[one] or not self.is_ready(one):
            return False
        self.add(one)
        return True

    def _get(self, piece: int, before: int) -> bool:
        offered = self.offered
        gives = offered.gives[:, piece] & ~self.blocked & (offered.ends <= offered.starts[before])
        for giver in np.flatnonzero(gives)[:FEW].tolist():
            trial = self.copy()
            if trial.reach(giver):
                self.__dict__.update(trial.__dict__)
                return True
        return False

    def fill(self, cost: npt.NDArray[np.floating]) -> Choosing:
        """Add, for as long as something is closed, what closes the most for its cost."""
        worth = self.offered.closes * self.wish.weights
        tried = np.zeros(self.offered.size, np.bool_)
        while True:
            gain = (worth @ ~self.closed) * ~(self.blocked | tried)
            best = int(np.argmax(gain / cost)) if gain.size else 0
            if not gain.size or gain[best] <= TINY:
                return self
            if self.is_ready(best):
                self.add(best)
                continue
            trial = self.copy()
            if trial.reach(best):
                self.__dict__.update(trial.__dict__)
            else:
                tried[best] = True


def clashing(offered: Offered, one: int) -> Ints:
    """The occasions that have a session at the same time as one of the occasion's, itself among them."""
    whose, starts, ends = offered.sessions.T
    mine = whose == one
    at_once = (starts < ends[mine][:, None]) & (starts[mine][:, None] < ends)
    return np.unique(whose[at_once.any(axis=0)])


def chosen_greedily(offered: Offered, wish: Wish, loads: Floats) -> Choosing:
    """The best of three orders, and of what comes of leaving out each part of it and filling up again."""
    orders = [np.ones(offered.size), 1.0 + offered.price, 1.0 + offered.hours]
    found = [without_idle(Choosing(offered, wish, loads).fill(cost)) for cost in orders]
    best = max(found, key=lambda one: one.key)
    closable = float(wish.weights[offered.closes.any(axis=0)].sum())
    if best.weight >= closable - TINY:
        return best
    for left_out in list(best.chosen):
        other = Choosing(offered, wish, loads)
        other.blocked[offered.offer == offered.offer[left_out]] = True
        _take_over(other, (one for one in best.chosen if one != left_out))
        best = max(best, without_idle(other.fill(orders[0])), key=lambda one: one.key)
    return best


def _take_over(choosing: Choosing, chosen: Iterable[int]) -> None:
    """Those of the chosen that can still be; what asked for one that is gone falls away."""
    for one in chosen:
        if not choosing.blocked[one] and choosing.is_ready(one):
            choosing.add(one)


def without_idle(found: Choosing) -> Choosing:
    """Without the occasions that neither close nor give anything that the others do not, the dearest first."""
    offered, wish = found.offered, found.wish
    kept = sorted(found.chosen, key=lambda one: (-offered.price[one], -offered.hours[one], one))
    for one in list(kept):
        rest = [other for other in kept if other != one]
        if _holds(offered, wish, rest, found.closed & (wish.weights > 0)):
            kept = rest
    slim = Choosing(offered, wish, found.loads)
    for one in sorted(kept, key=lambda each: (offered.starts[each], each)):
        slim.add(one)
    return slim


def _holds(offered: Offered, wish: Wish, chosen: list[int], closed: Bools) -> bool:
    """Whether these close all of it and each has what it asks for."""
    if (closed & ~offered.closes[chosen].any(axis=0)).any():
        return False
    gives, ends, starts = offered.gives[chosen], offered.ends[chosen], offered.starts[chosen]
    since = np.where(gives, ends[:, None], NEVER).min(axis=0, initial=NEVER)
    return not (offered.needs[chosen] & ~wish.has & (since > starts[:, None])).any()
