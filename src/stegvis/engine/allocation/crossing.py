"""Rules that cross one another: a second engine, openly another kind than deferred acceptance.

Where caps between pairs of employers, a least number of participants or company on the journey are asked for, no
outcome is sure to be free of envy and no method to be safe for who wishes as they want. So an integer programme
(SciPy's HiGHS) looks for the best outcome by an order that is said: as many placed as can be, then those who go first
by the published key, then as dear wishes as can be, then the lot. Whoever wishes for less than they would take may
gain by it: say so wherever it is chosen.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.allocation.outcome import NOWHERE
from stegvis.engine.allocation.quotas import Quotas
from stegvis.engine.allocation.wishes import Ints, Wishes, draw_lottery

TINY = 0.5


class NoOutcomeError(ArithmeticError):
    """No best outcome was found in the time there was."""


@dataclass(frozen=True)
class Crossing:
    """``senders`` is the employer of each applicant, ``hosts`` of each programme, as numbers.

    ``caps`` says how many may go from a sender to a host, ``fewest`` with how many applicants a programme takes place
    (or with none), and ``together`` which applicants go to the same programme or nowhere.
    """

    senders: Ints
    hosts: Ints
    caps: Mapping[tuple[int, int], int] = field(default_factory=dict)
    fewest: Mapping[int, int] = field(default_factory=dict)
    together: Sequence[Sequence[int]] = ()


@dataclass(frozen=True)
class Found:
    """``places`` is the programme of each applicant, or ``NOWHERE``. ``passed_by`` counts the wishes refused although
    somebody behind by key has a place there: with rules that cross it need not be none."""

    places: Ints
    lottery: Ints
    passed_by: int


def allocate_crossing(wishes: Wishes, quotas: Quotas, rules: Crossing, *, seed: int, seconds: float = 20.0) -> Found:
    """The best outcome by the order above. Raises ``NoOutcomeError`` where ``seconds`` do not suffice to prove it."""
    lottery = draw_lottery(wishes.size, seed)
    programme = _Programme(wishes, quotas, rules)
    _, classes = np.unique(wishes.priorities, return_inverse=True)
    position = np.arange(wishes.programmes.size) - wishes.starts[wishes.applicants]
    until = time.monotonic() + seconds
    objectives = (-np.ones(wishes.programmes.size), classes, position, lottery[wishes.applicants])
    chosen = programme.best([np.asarray(one, np.float64) for one in objectives], until)
    places = np.full(wishes.size, NOWHERE, np.int64)
    places[wishes.applicants[chosen]] = wishes.programmes[chosen]
    return Found(places, lottery, _passed_by(wishes, places, lottery))


class _Programme:
    """One variable a wish, 1 where it is met, and one a programme with a least number, 1 where it takes place."""

    def __init__(self, wishes: Wishes, quotas: Quotas, rules: Crossing) -> None:
        self.wishes, self.count = wishes, wishes.programmes.size
        self.runs = {programme: self.count + n for n, programme in enumerate(sorted(rules.fewest))}
        self.size = self.count + len(self.runs)
        self.rows: list[tuple[dict[int, float], float, float]] = []  # (coefficients, least, most)
        for applicant in range(wishes.size):
            self._at_most(range(wishes.starts[applicant], wishes.starts[applicant + 1]), 1)
        self._add_quotas(quotas)
        self._add_caps(rules)
        self._add_fewest(rules, quotas)
        self._add_company(rules)

    def best(self, objectives: list[np.ndarray], until: float) -> np.ndarray:
        """The wishes met, minimising one objective after the other, none at the cost of an earlier one."""
        found = np.zeros(self.size)
        for objective in objectives if self.count else []:
            costs = np.append(objective, np.zeros(len(self.runs)))
            found = np.rint(self._solve(costs, until))
            least = float(costs @ found)
            self.rows.append(({int(n): costs[n] for n in np.flatnonzero(costs)}, -np.inf, least + TINY))
        return np.flatnonzero(found[: self.count] > TINY)

    def _solve(self, costs: np.ndarray, until: float) -> np.ndarray:
        left = until - time.monotonic()
        matrix = scipy.sparse.lil_array((len(self.rows), self.size))
        for n, (row, _least, _most) in enumerate(self.rows):
            for column, value in row.items():
                matrix[n, column] = value
        low, high = ([row[end] for row in self.rows] for end in (1, 2))
        suits = np.append(self.wishes.suits.astype(np.float64), np.ones(len(self.runs)))
        found = scipy.optimize.milp(
            costs,
            integrality=np.ones(self.size),
            bounds=scipy.optimize.Bounds(0, suits),
            constraints=scipy.optimize.LinearConstraint(matrix.tocsr(), low, high),
            options={"time_limit": max(left, 0.01), "mip_rel_gap": 0},
        )
        if found.status != 0:
            raise NoOutcomeError("the time did not suffice to find the best outcome")
        solved: np.ndarray = found.x
        return solved

    def _at_most(self, columns: Sequence[int] | range | np.ndarray, most: float) -> None:
        self.rows.append(({int(n): 1.0 for n in columns}, -np.inf, most))

    def _add_quotas(self, quotas: Quotas) -> None:
        for level in quotas.paths:
            nodes = level[self.wishes.programmes]
            for node in np.unique(nodes[nodes >= 0]):
                self._at_most(np.flatnonzero(nodes == node), float(quotas.limits[node]))

    def _add_caps(self, rules: Crossing) -> None:
        senders, hosts = rules.senders[self.wishes.applicants], rules.hosts[self.wishes.programmes]
        for (sender, host), most in rules.caps.items():
            self._at_most(np.flatnonzero((senders == sender) & (hosts == host)), most)

    def _add_fewest(self, rules: Crossing, quotas: Quotas) -> None:
        for programme, fewest in rules.fewest.items():
            asked = np.flatnonzero(self.wishes.programmes == programme)
            row = {int(n): 1.0 for n in asked}
            runs = self.runs[programme]
            self.rows.append((row | {runs: -float(fewest)}, 0.0, np.inf))
            self.rows.append((row | {runs: -float(quotas.limits[programme])}, -np.inf, 0.0))

    def _add_company(self, rules: Crossing) -> None:
        """Of two who go together each has a programme exactly where the other has; what one lacks neither gets."""
        for group in rules.together:
            met = [self._by_programme(applicant) for applicant in group]
            for first, second in itertools.pairwise(met):
                for programme in first.keys() | second.keys():
                    one, other = first.get(programme), second.get(programme)
                    row = ({one: 1.0} if one is not None else {}) | ({other: -1.0} if other is not None else {})
                    self.rows.append((row, 0.0, 0.0))

    def _by_programme(self, applicant: int) -> dict[int, int]:
        rows = range(int(self.wishes.starts[applicant]), int(self.wishes.starts[applicant + 1]))
        return {int(self.wishes.programmes[n]): n for n in rows}


def _passed_by(wishes: Wishes, places: Ints, lottery: Ints) -> int:
    behind: dict[int, tuple[int, int]] = {}
    met = wishes.programmes == places[wishes.applicants]
    keys = list(zip(wishes.priorities.tolist(), lottery[wishes.applicants].tolist(), strict=True))
    for n in np.flatnonzero(met):
        programme = int(wishes.programmes[n])
        behind[programme] = max(behind.get(programme, keys[n]), keys[n])
    first_met = np.full(wishes.size, wishes.programmes.size)
    first_met[wishes.applicants[met]] = np.flatnonzero(met)
    refused = np.flatnonzero(wishes.suits & (np.arange(met.size) < first_met[wishes.applicants]))
    return sum(int(wishes.programmes[n]) in behind and keys[n] < behind[int(wishes.programmes[n])] for n in refused)
