"""What came of it, with the reason of each wish."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from stegvis.engine.allocation.quotas import TOP, Quotas
from stegvis.engine.allocation.wishes import Bools, Ints, Wishes

NOWHERE = -1


class Reason(IntEnum):
    """What became of a wish."""

    PLACED = 0
    DEARER = 1  # a dearer wish was met
    UNSUITED = 2  # the programme does not take the applicant
    BEHIND = 3  # the places went to those before: the key against the last admitted key is the reason
    NO_PLACES = 4  # there were none


@dataclass(frozen=True)
class Outcome:
    """``places`` is the programme of each applicant, or ``NOWHERE``; ``reasons`` a ``Reason`` for each wish.

    ``keys`` holds each wish's (priority, lottery number). ``refused_by`` is for each wish the narrowest quota whose
    places all went to those before, or ``NOWHERE``, and ``cut_offs`` for each quota that refused somebody the last
    admitted key, else (-1, -1): whoever it refused is behind that, and nobody it took is. ``waiting`` is each refused
    wish's place in the queue to its programme, from 1, else 0: those refused, by key.
    """

    places: Ints
    reasons: npt.NDArray[np.int8]
    keys: Ints
    cut_offs: Ints
    refused_by: Ints
    waiting: Ints
    lottery: Ints


def outcome_of(wishes: Wishes, quotas: Quotas, held: Ints, rank: Ints, lottery: Ints) -> Outcome:
    """``held`` is the wish that each applicant has in the end, or ``NOWHERE``; ``rank`` each wish's place by key."""
    taken = held[held >= 0]
    places = np.full(wishes.size, NOWHERE, np.int64)
    places[held >= 0] = wishes.programmes[taken]
    met = held[wishes.applicants]
    is_refused = wishes.suits & ((met < 0) | (np.arange(met.size) < met))
    last = _last_admitted(wishes, quotas, taken, rank)
    refused_by = _refused_by(wishes, quotas, np.flatnonzero(is_refused), last, rank)
    reasons = np.full(met.size, Reason.DEARER, np.int8)
    reasons[~wishes.suits & ((met < 0) | (np.arange(met.size) < met))] = Reason.UNSUITED
    reasons[is_refused] = np.where(quotas.limits[refused_by[is_refused]] > 0, Reason.BEHIND, Reason.NO_PLACES)
    reasons[taken] = Reason.PLACED
    keys = np.stack([wishes.priorities, lottery[wishes.applicants]], axis=1)
    cut_offs = _cut_offs(keys, last, refused_by, rank)
    return Outcome(places, reasons, keys, cut_offs, refused_by, _queues(wishes, is_refused, rank), lottery)


def _last_admitted(wishes: Wishes, quotas: Quotas, taken: Ints, rank: Ints) -> Ints:
    """The rank of the last admitted at each node that is full; before all where it has no places, else behind all."""
    count, last = np.zeros((2, quotas.limits.size + 1), np.int64)  # the last entry stands for TOP
    last -= 1
    for level in quotas.paths:
        nodes = level[wishes.programmes[taken]]
        np.add.at(count, nodes, 1)
        np.maximum.at(last, nodes, rank[taken])
    return np.where(count[:-1] >= quotas.limits, last[:-1], rank.size)


def _refused_by(wishes: Wishes, quotas: Quotas, refused: Ints, last: Ints, rank: Ints) -> Ints:
    found = np.full(wishes.programmes.size, NOWHERE, np.int64)
    for level in quotas.paths[::-1]:  # the narrowest is written last
        nodes = level[wishes.programmes[refused]]
        is_by = (nodes != TOP) & (rank[refused] > last[nodes])
        found[refused[is_by]] = nodes[is_by]
    return found


def _cut_offs(keys: Ints, last: Ints, refused_by: Ints, rank: Ints) -> Ints:
    wish_at = np.empty(rank.size, np.int64)
    wish_at[rank] = np.arange(rank.size)
    found = np.full((last.size, 2), -1, np.int64)
    has_refused: Bools = np.zeros(last.size, np.bool_)
    has_refused[refused_by[refused_by >= 0]] = True
    full = np.flatnonzero(has_refused & (last >= 0))
    found[full] = keys[wish_at[last[full]]]
    return found


def _queues(wishes: Wishes, is_refused: Bools, rank: Ints) -> Ints:
    refused = np.flatnonzero(is_refused)
    ordered = refused[np.lexsort((rank[refused], wishes.programmes[refused]))]
    programmes = wishes.programmes[ordered]
    positions = np.zeros(rank.size, np.int64)
    positions[ordered] = np.arange(ordered.size) - np.searchsorted(programmes, programmes) + 1
    return positions
