"""What came of it, with the reason of each wish."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from stegvis.engine.allocation.wishes import Bools, Ints, Wishes

NOWHERE = -1


class Reason(IntEnum):
    """What became of a wish."""

    PLACED = 0
    DEARER = 1  # a dearer wish was met
    UNSUITED = 2  # the programme does not take the applicant
    BEHIND = 3  # its places went to those before: the key against the last admitted key is the reason
    NO_PLACES = 4  # it took nobody


@dataclass(frozen=True)
class Outcome:
    """``places`` is the programme of each applicant, or ``NOWHERE``; ``reasons`` a ``Reason`` for each wish.

    ``keys`` holds each wish's (priority, lottery number) and ``cut_offs`` the last admitted key of each programme that
    refused somebody who suits, else (-1, -1): whoever is behind it was refused for that, and nobody before it was.
    """

    places: Ints
    reasons: npt.NDArray[np.int8]
    keys: Ints
    cut_offs: Ints
    lottery: Ints


def outcome_of(wishes: Wishes, held: Ints, lottery: Ints, programmes: int) -> Outcome:
    """``held`` is the wish that each applicant has in the end, or ``NOWHERE``."""
    places = np.where(held >= 0, wishes.programmes[held], NOWHERE) if wishes.programmes.size else held
    keys = np.stack([wishes.priorities, lottery[wishes.applicants]], axis=1)
    is_met = np.zeros(wishes.programmes.size, np.bool_)
    is_met[held[held >= 0]] = True
    reasons = _reasons(wishes, held, is_met)
    return Outcome(places, reasons, keys, _cut_offs(wishes, keys, is_met, reasons, programmes), lottery)


def _reasons(wishes: Wishes, held: Ints, is_met: Bools) -> npt.NDArray[np.int8]:
    takes = np.isin(wishes.programmes, wishes.programmes[is_met])
    reasons = np.where(takes, Reason.BEHIND, Reason.NO_PLACES)
    reasons[~wishes.suits] = Reason.UNSUITED
    met = held[wishes.applicants]
    reasons[(met >= 0) & (np.arange(reasons.size) > met)] = Reason.DEARER
    reasons[is_met] = Reason.PLACED
    return reasons.astype(np.int8)


def _cut_offs(wishes: Wishes, keys: Ints, is_met: Bools, reasons: npt.NDArray[np.int8], programmes: int) -> Ints:
    found = np.full((programmes, 2), -1, np.int64)
    taken = np.flatnonzero(is_met)
    ordered = taken[np.lexsort((keys[taken, 1], keys[taken, 0]))]
    found[wishes.programmes[ordered]] = keys[ordered]  # the last written is the last admitted
    has_refused = np.isin(np.arange(programmes), wishes.programmes[reasons == Reason.BEHIND])
    found[~has_refused] = -1
    return found
