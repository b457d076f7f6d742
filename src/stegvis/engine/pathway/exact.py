"""The exact answer by mixed-integer programming: first the most weight, then the fewest or the cheapest of it."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.pathway.possible import free_hours
from stegvis.engine.pathway.question import Floats, Offered, Wish

ALIKE = 1e-3
"""Sums of weights that differ by less than this share of the least weight are taken as equal."""
NONE_SUCH = 2
"""HiGHS's word, by SciPy, for that no choice keeps the rules: here, that what was known cannot be bettered."""


@dataclass(frozen=True)
class Found:
    """``chosen`` is None where nothing better than what was known is found; ``bound`` is a weight none is above.

    ``is_exact``: what is chosen, or what was known where nothing is, has the most weight at the least cost.
    """

    chosen: list[int] | None
    bound: float
    is_exact: bool


def chosen_exactly(
    offered: Offered, wish: Wish, loads: Floats, *, known: list[int], known_weight: float, seconds: float
) -> Found:
    """What is better than a choice known already. Raises nothing where time runs out."""
    rule = scipy.optimize.LinearConstraint  # loaded before the clock is started, which takes a second the first time
    until = monotonic() + seconds
    closable = offered.closes.any(axis=0) & (wish.weights > 0)
    weights, closes = wish.weights[closable], offered.closes[:, closable]
    bound = float(weights.sum())
    rules = _rules(offered, wish, loads, closes)
    size, asked = closes.shape
    alike = ALIKE * float(weights.min())
    if known_weight < bound - alike:
        most = _solved(np.r_[np.zeros(size), -weights], rules, until - monotonic())
        if most.status != 0:
            return Found(_choice(most, size), _bound(most, bound), False)
        bound = float(weights[closes[_choice(most, size)].any(axis=0)].sum())
    rules.append(rule(np.r_[np.zeros(size), weights][None], bound - alike, np.inf))
    cost = (offered.price if wish.cheapest else np.ones(size)).astype(np.float64)
    if known_weight >= bound - alike:  # to be better, it has to cost a krona or an occasion less
        rules.append(rule(np.r_[cost, np.zeros(asked)][None], -np.inf, float(cost[known].sum()) - 1))
    thrifty = _solved(np.r_[cost, np.zeros(asked)], rules, until - monotonic())
    return Found(_choice(thrifty, size), bound, thrifty.status in (0, NONE_SUCH))


def _solved(objective: Floats, rules: list[Any], seconds: float) -> Any:
    return scipy.optimize.milp(
        objective,
        integrality=np.ones(objective.size),
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=rules,
        options={"time_limit": max(seconds, 0.001), "mip_rel_gap": 0.0},
    )


def _choice(solved: Any, size: int) -> list[int] | None:
    return None if solved.x is None else np.flatnonzero(solved.x[:size] > 0.5).tolist()


def _bound(solved: Any, otherwise: float) -> float:
    known = solved.mip_dual_bound
    return min(-known, otherwise) if known is not None and np.isfinite(known) else otherwise


def _rules(offered: Offered, wish: Wish, loads: Floats, closes: Any) -> list[Any]:
    """Rows over the occasions and then the requirements, which are closed by what is chosen alone."""
    sparse, rule = scipy.sparse, scipy.optimize.LinearConstraint
    asked = closes.shape[1]
    rules = [rule(sparse.hstack([-sparse.csr_array(closes.T.astype(float)), sparse.eye_array(asked)]), -np.inf, 0)]
    rows: list[tuple[Any, float | Floats]] = [(_at_most_one(offered), 1.0)]
    if offered.price.sum() > wish.budget:
        rows.append((sparse.csr_array(offered.price[None]), wish.budget))
    free = free_hours(wish)
    full = loads.sum(axis=0) > free
    if full.any():
        rows.append((sparse.csr_array(loads[:, full].T), free[full]))
    rows.append((_asked_before(offered, wish), 0.0))
    for matrix, most in rows:
        if matrix.shape[0]:
            beside = sparse.csr_array((matrix.shape[0], asked))
            rules.append(rule(sparse.hstack([matrix, beside]), -np.inf, most))
    return rules


def _at_most_one(offered: Offered) -> Any:
    """A row for each offer with several occasions, and for each moment at which several have a session.

    Sessions that share a time all share the moment at which the last of them begins, so these rows say all clashes.
    """
    whose, starts, ends = offered.sessions.T
    moments = np.unique(starts)
    moment, session = np.nonzero((starts <= moments[:, None]) & (ends > moments[:, None]))
    at_once = np.zeros((moments.size, offered.size), np.bool_)
    at_once[moment, whose[session]] = True
    rows = np.vstack([offered.offer == np.unique(offered.offer)[:, None], at_once])
    rows = np.unique(rows[rows.sum(axis=1) > 1], axis=0)
    return scipy.sparse.csr_array(rows.astype(float))


def _asked_before(offered: Offered, wish: Wish) -> Any:
    """A row for each occasion and piece of evidence asked for: the occasion, less all that give it in time."""
    lacks = offered.needs & ~wish.has
    ones, pieces = np.nonzero(lacks)
    gives = offered.gives[:, pieces].T & (offered.ends <= offered.starts[ones][:, None])
    rows = -gives.astype(np.float64)
    rows[np.arange(ones.size), ones] += 1
    return scipy.sparse.csr_array(rows)
