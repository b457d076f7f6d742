"""Study posts over years and places: which to begin where and when, so that least is short in all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from stegvis.engine.skillmix import Mix, Plan, Posts, one_more, plan, solve
from stegvis.planning.mix.ahead import Ahead, Path, Year
from stegvis.planning.mix.content import Content
from stegvis.planning.mix.solving import WEEKS, Move, mix_of, moves_of, naming_tasks

MOST_AT_ONCE = 15_000
"""Of ``size_of``, while somebody waits: about a second on one core."""


@dataclass(frozen=True)
class OneMore:
    """A whole post more: the numbers of its year and kind, and what it ``gives`` in weighted hours, as ``worth`` has
    them; not a number where there are not the hours that it takes."""

    year: int
    kind: int
    gives: float


@dataclass(frozen=True)
class Planned:
    """Axes, in this order: place ``R``, year ``Y`` and kind of study post ``K``, each as ``Ahead`` has them.

    ``short`` and ``short_without`` (R, Y): hours a week that are not done with the posts, and without any. ``cost``
    (R, Y) kronor a week for wages and training, the posts apart. ``begun`` (R, Y, K) posts that begin. ``moves``: a
    list for each place, and in it for each year, of what moves from today's division of its hours.

    ``worth`` (R, Y, K): what the first hours of one post more take away, counted for a whole one; not a number where
    nobody could be taken for it. Its unit is no plain hour: it is hours a week of shortage, each by how grave it is
    (``content.WEIGHTS``: 1, 3 or 10), less what is short meanwhile, and summed over all the years. ``more``: of each
    place the post that is worth most, None where there is none. ``free`` (Y,) kronor of the budget that are left.
    """

    short: np.ndarray
    short_without: np.ndarray
    cost: np.ndarray
    begun: np.ndarray
    worth: np.ndarray
    more: list[OneMore | None]
    free: np.ndarray
    moves: list[list[list[Move]]]


def size_of(content: Content, ahead: Ahead) -> int:
    """How much there is to choose between: who may do what, and which posts begin, in each place and year."""
    pairs = sum(len(one.doers) for one in content.tasks)
    return len(ahead.years) * (pairs + len(ahead.paths))


def planned(content: Content, ahead: Ahead) -> Planned:
    """Of a content and its years without faults. Raises NobodyMayError, and ModelError for more than the engine takes.

    Kronor are a week's; what is paid once is spread over the weeks of its year.
    """
    mix = _mix(content, ahead)
    shape = len(ahead.places), len(ahead.numbers)
    budget = np.array([ahead.budget(number) for number in ahead.numbers])
    with naming_tasks(content):
        without = split = solve(mix)
        begun = worth = np.zeros((*shape, len(ahead.paths)))
        more: list[OneMore | None] = [None] * shape[0]
        if ahead.paths:
            posts = _posts(content, ahead, budget)
            found = plan(mix, posts, shape[1])
            split, begun, worth = found.split, found.begun, found.post.short
            more = _more(mix, posts, found)
    moves = iter(moves_of(content, mix, split))
    return Planned(
        split.short.sum(axis=1).reshape(shape),
        without.short.sum(axis=1).reshape(shape),
        split.cost.reshape(shape),
        begun,
        worth,
        more,
        budget - np.einsum("ryk,k->y", begun, [one.cost for one in ahead.paths]),
        [[next(moves) for _year in ahead.numbers] for _place in ahead.places],
    )


def _more(mix: Mix, posts: Posts, found: Plan) -> list[OneMore | None]:
    """Of each place, all of them solved at once."""
    worth = found.post.short.reshape(len(found.begun), -1)
    is_any = np.any(~np.isnan(worth), axis=1).tolist()
    year, kind = np.divmod(np.where(np.isnan(worth), -np.inf, worth).argmax(axis=1), posts.kinds)
    gives = one_more(mix, posts, found, year, kind)
    return [
        OneMore(*one) if here else None
        for here, *one in zip(is_any, year.tolist(), kind.tolist(), gives.tolist(), strict=True)
    ]


def _mix(content: Content, ahead: Ahead) -> Mix:
    """A unit for each place and year. Today's division is of the hours that there are then."""
    plain, years = mix_of(content), ahead.in_order()
    hours = np.array([_hours(content, ahead, one) for one in years])
    had = plain.hours[0]
    share = np.divide(hours, had, out=np.zeros_like(hours), where=had > 0)
    return replace(
        plain,
        demand=np.array([plain.demand[0] * one.need for one in years]),
        hours=hours,
        today=plain.today[0] * share[:, None, :],
    )


def _hours(content: Content, ahead: Ahead, year: Year) -> list[float]:
    own = {one.role: one.hours for one in ahead.staff if one.place == year.place}
    return [own.get(one.role, one.hours) * year.staff for one in content.staff]


def _posts(content: Content, ahead: Ahead, budget: np.ndarray) -> Posts:
    return Posts(
        gives=_gives(content, ahead.paths),
        cost=np.array([one.cost for one in ahead.paths]) / WEEKS,
        budget=budget / WEEKS,
        most=np.array(
            [[[one.most if one.place in ("", here) else 0.0 for one in ahead.paths]] for here in ahead.places]
        ),
    )


def _gives(content: Content, paths: Sequence[Path]) -> np.ndarray:
    """(K, L, P) hours a week that a post adds in its first year, the next, …; the last stands for all later."""
    roles = content.roles
    found = np.zeros((len(paths), max(one.years for one in paths) + 1, len(roles)))
    for number, one in enumerate(paths):
        source, target = roles.index(one.source), roles.index(one.target)
        found[number, : one.years, source] = -content.post_hours * (1 - one.works)
        found[number, one.years :, source] = -content.post_hours
        found[number, one.years :, target] += content.post_hours
    return found
