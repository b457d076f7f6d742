"""What became of everybody who was invited, and the rates that follow from it.

Codes and rates are those of AAPOR, Standard Definitions (10th edition, 2023). The rates used are the ones that
suppose least: whoever may have belonged counts as though they did, so none can be made to look better by a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


class Disposition(IntEnum):
    """What became of one invitation. The number is the column in ``Rates.counts``."""

    COMPLETE = 0
    PARTIAL = 1
    REFUSAL = 2
    NO_CONTACT = 3
    OTHER = 4
    UNKNOWN = 5
    """Nobody knows whether they belong to those the survey is about."""
    NOT_ELIGIBLE = 6
    """They do not, and count in no rate."""


@dataclass(frozen=True, eq=False)
class Rates:
    """Rates by group, shape (groups,), ``nan`` for a group of nobody eligible; ``counts`` (groups, dispositions).

    ``rr1`` is complete answers, and ``rr2`` partial ones too, of all who belong or may; ``refusal`` is REF1,
    ``contact`` CON1 of the same. ``cooperation`` is COOP2: answers, partial ones too, of those reached.
    """

    counts: Counts
    rr1: Floats
    rr2: Floats
    refusal: Floats
    contact: Floats
    cooperation: Floats

    @property
    def eligible(self) -> Counts:
        """The denominator of every rate but ``cooperation``: all invited who belong or may."""
        return self.counts[:, : Disposition.NOT_ELIGIBLE].sum(axis=1)


def response_rates(
    dispositions: npt.ArrayLike, groups: npt.ArrayLike | None = None, number_of_groups: int | None = None
) -> Rates:
    """From the disposition and the group (numbered from 0) of each invitation; without groups, all are one.

    Raises ``ValueError`` for numbers that are no dispositions or no groups.
    """
    codes = np.asarray(dispositions, np.int64)
    group = np.zeros(codes.shape, np.int64) if groups is None else np.asarray(groups, np.int64)
    number = int(group.max(initial=0)) + 1 if number_of_groups is None else number_of_groups
    if codes.shape != group.shape or (codes.size and (codes.min() < 0 or codes.max() >= len(Disposition))):
        raise ValueError("each invitation has one disposition")
    if group.size and (group.min() < 0 or group.max() >= number):
        raise ValueError("each invitation has one group")
    counts = np.bincount(group * len(Disposition) + codes, minlength=number * len(Disposition))
    return rates(counts.reshape(number, len(Disposition)))


def rates(counts: npt.ArrayLike) -> Rates:
    """The same from counts of shape (groups, dispositions)."""
    number = np.asarray(counts, np.int64)
    complete, partial, refusal, no_contact, other, unknown, _not_eligible = number.T
    reached = complete + partial + refusal + other
    everybody = reached + no_contact + unknown
    return Rates(
        number,
        rr1=_rate(complete, everybody),
        rr2=_rate(complete + partial, everybody),
        refusal=_rate(refusal, everybody),
        contact=_rate(reached, everybody),
        cooperation=_rate(complete + partial, reached),
    )


def _rate(part: Counts, whole: Counts) -> Floats:
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
