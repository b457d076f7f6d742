"""What can be chosen at all, and the little of it that has to be looked at."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from stegvis.engine.pathway.question import A_WEEK, Bools, Floats, Ints, Offered, Wish

TINY = 1e-9
NEVER = np.iinfo(np.int64).max
ALWAYS = np.iinfo(np.int64).min


class Why(IntEnum):
    """Why a requirement stays open; the further down, the closer it came."""

    CLOSED = 0
    NOT_OFFERED = 1  # nothing closes it
    OUTSIDE = 2  # only before or after the window
    NEEDS = 3  # only after something else that cannot be had in time
    BUSY = 4  # only when the person is booked
    TOO_LONG = 5  # more hours in a week than are left
    TOO_DEAR = 6  # more than the whole budget
    NOT_TOGETHER = 7  # could be had alone, but not beside the rest


def loads_of(offered: Offered, wish: Wish) -> Floats:
    """Hours of each occasion in each week of the window, shape (N, weeks). A session counts where it begins."""
    first, weeks = _weeks(wish)
    whose, starts, ends = offered.sessions.T
    loads = np.zeros((offered.size, weeks))
    np.add.at(loads, (whose, np.clip(starts // A_WEEK - first, 0, weeks - 1)), np.maximum(ends - starts, 1))
    alone = ~np.isin(np.arange(offered.size), whose)
    loads[alone] = _minutes_by_week(offered.starts[alone], offered.ends[alone], first, weeks)
    total = loads.sum(axis=1)
    return loads * (offered.hours / np.where(total > 0, total, 1))[:, None]


def free_hours(wish: Wish) -> Floats:
    """Hours left in each week of the window beside what the person is booked for, shape (weeks,), none negative."""
    first, weeks = _weeks(wish)
    starts, ends, hours = wish.booked.T
    minutes = _minutes_by_week(starts, ends, first, weeks)
    spent = (minutes * (hours / np.maximum(ends - starts, 1))[:, None]).sum(axis=0)
    return np.maximum(wish.hours_a_week - spent, 0)


def _weeks(wish: Wish) -> tuple[int, int]:
    """The first week of the window, and how many it touches. An end at a Monday's midnight is of the week before."""
    first = wish.first // A_WEEK
    return first, max((wish.last - 1) // A_WEEK - first + 1, 1)


def _minutes_by_week(starts: npt.NDArray, ends: npt.NDArray, first: int, weeks: int) -> Floats:
    """How much of each stretch lies in each week, shape (stretches, weeks). One without length is a minute."""
    begins = (np.arange(weeks) + first) * A_WEEK
    stops = np.maximum(ends, starts + 1)[:, None]
    return np.clip(np.minimum(stops, begins + A_WEEK) - np.maximum(starts[:, None], begins), 0, None).astype(np.float64)


def hinders(offered: Offered, wish: Wish, loads: Floats) -> Ints:
    """For each occasion by itself what stands in its way, ``Why.CLOSED`` where nothing does. Shape (N,)."""
    found = np.full(offered.size, int(Why.CLOSED), np.int64)
    found[offered.price > wish.budget + TINY] = Why.TOO_DEAR
    found[(loads > free_hours(wish) + TINY).any(axis=1)] = Why.TOO_LONG
    whose, starts, ends = offered.sessions.T
    for begins, stops in wish.busy:
        found[whose[(starts < stops) & (begins < ends)]] = Why.BUSY
    in_time = (offered.starts >= wish.first) & (offered.ends <= wish.last)
    after_all = _can_follow(offered, wish, (found == Why.CLOSED) & in_time)
    found[(found == Why.CLOSED) & ~after_all] = Why.NEEDS
    found[~in_time] = Why.OUTSIDE
    return found


def _can_follow(offered: Offered, wish: Wish, base: Bools) -> Bools:
    """Those of ``base`` before which all that they ask for can be had, by what is in ``base`` too."""
    lacks = offered.needs & ~wish.has
    found = base & ~lacks.any(axis=1)
    while True:
        earliest = np.where(offered.gives & found[:, None], offered.ends[:, None], NEVER).min(axis=0, initial=NEVER)
        more = base & ~(lacks & (earliest > offered.starts[:, None])).any(axis=1)
        if (more == found).all():
            return found
        found = more


def worth_looking_at(offered: Offered, wish: Wish, can: Bools) -> Ints:
    """Of those that can be chosen, those that close something or give what such a one asks for; the cheapest first."""
    lacks = offered.needs & ~wish.has
    kept = can & (offered.closes & (wish.weights > 0)).any(axis=1)
    while True:
        asked = lacks[kept].any(axis=0)
        more = kept | (can & (offered.gives & asked).any(axis=1))
        if (more == kept).all():
            break
        kept = more
    rows = np.flatnonzero(kept)
    return rows[np.lexsort((rows, offered.ends[rows], offered.hours[rows], offered.price[rows]))]
