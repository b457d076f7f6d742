"""The answer: what to choose, how good it is, and why the rest stays open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stegvis.engine.pathway.exact import chosen_exactly
from stegvis.engine.pathway.greedy import Choosing, chosen_greedily, clashing, without_idle
from stegvis.engine.pathway.possible import TINY, Why, free_hours, hinders, loads_of, worth_looking_at
from stegvis.engine.pathway.question import IN_A_CIRCLE, Bools, Offered, Wish, problems


@dataclass(frozen=True)
class Answer:
    """``chosen`` are occasions, the first to begin first; ``closed`` (R,) what they close, worth ``weight``.

    ``is_exact``: nothing closes more, and nothing that closes as much has fewer occasions (or costs less). Otherwise
    the answer is greedy; ``bound`` is a weight that no answer is above, the weight itself where it is known to be the
    most. ``why`` (R,) holds a ``Why`` for each requirement.
    """

    chosen: tuple[int, ...]
    closed: Bools
    weight: float
    bound: float
    is_exact: bool
    why: npt.NDArray[np.int64]


def solve(offered: Offered, wish: Wish, *, seconds: float = 0.4) -> Answer:
    """Exact where it is found within ``seconds``; with 0 the greedy answer is given at once.

    Raises ``ValueError`` for what ``problems`` finds, but for offers in a circle, which are never chosen.
    """
    if wrong := [one for one in problems(offered, wish) if one.what != IN_A_CIRCLE]:
        raise ValueError(", ".join(f"{one.what} ({one.where})" for one in wrong))
    loads = loads_of(offered, wish)
    reasons = hinders(offered, wish, loads)
    kept = worth_looking_at(offered, wish, reasons == Why.CLOSED)
    few, few_loads = offered.only(kept), loads[kept]
    best = chosen_greedily(few, wish, few_loads)
    bound, is_exact = float(wish.weights[few.closes.any(axis=0)].sum()), not kept.size
    if seconds > 0 and not is_exact:
        known, weight = best.chosen, best.weight
        found = chosen_exactly(few, wish, few_loads, known=known, known_weight=weight, seconds=seconds)
        bound = min(bound, found.bound)
        is_exact = found.is_exact
        if found.chosen is not None:
            best = max(best, without_idle(_as_chosen(found.chosen, best)), key=lambda one: one.key)
    chosen = kept[sorted(best.chosen, key=lambda one: (few.starts[one], one))]
    return Answer(tuple(chosen.tolist()), best.closed, best.weight, bound, is_exact, _why(offered, best, reasons))


def _as_chosen(chosen: list[int], like: Choosing) -> Choosing:
    found = Choosing(like.offered, like.wish, like.loads)
    for one in sorted(chosen, key=lambda each: (like.offered.starts[each], each)):
        found.add(one)
    return found


def _why(offered: Offered, best: Choosing, reasons: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The reason that came the closest of all the occasions that would close it."""
    of_each = np.where(reasons == Why.CLOSED, int(Why.NOT_TOGETHER), reasons)
    why = np.where(offered.closes, of_each[:, None], int(Why.NOT_OFFERED)).max(axis=0, initial=int(Why.NOT_OFFERED))
    return np.where(best.closed, int(Why.CLOSED), why)


@dataclass(frozen=True)
class Hindrance:
    """What keeps one more occasion from what is chosen: the chosen that clash with it, the money, the hours."""

    clashes: tuple[int, ...]
    too_dear: bool
    too_long: bool


def hindrance_of(offered: Offered, wish: Wish, chosen: tuple[int, ...], one: int) -> Hindrance:
    """Of an occasion that could be had alone. Other occasions of its own offer count as clashes."""
    loads = loads_of(offered, wish)
    at_once = set(clashing(offered, one).tolist())
    return Hindrance(
        tuple(other for other in chosen if other in at_once or offered.offer[other] == offered.offer[one]),
        bool(offered.price[[*chosen, one]].sum() > wish.budget + TINY),
        bool((loads[[*chosen, one]].sum(axis=0) > free_hours(wish) + TINY).any()),
    )
