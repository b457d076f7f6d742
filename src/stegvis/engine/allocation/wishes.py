"""What applicants wish, and how the programmes order them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Wishes:
    """Wishes row by row (CSR): those of applicant ``a`` are ``starts[a]:starts[a + 1]``, the dearest first.

    Of each wish: the programme, the applicant's ``priority`` there (any integer, lower goes first, equal ones go by
    lot) and whether the programme takes the applicant at all (``suits``). Raises ``ValueError`` where the arrays do
    not fit together, and for a programme that somebody wishes for twice.
    """

    starts: Ints
    programmes: Ints
    priorities: Ints
    suits: Bools

    def __post_init__(self) -> None:
        count = self.programmes.size
        if not (self.priorities.size == self.suits.size == count):
            raise ValueError("each wish has a programme, a priority and whether it suits")
        if self.starts.size == 0 or self.starts[0] != 0 or self.starts[-1] != count or (np.diff(self.starts) < 0).any():
            raise ValueError("the rows of wishes begin at 0, end with the last wish and never go back")
        if count and self.programmes.min() < 0:
            raise ValueError("programmes are numbered from 0")
        width = int(self.programmes.max(initial=0)) + 1
        pairs = np.sort(self.applicants * width + self.programmes)
        if (pairs[1:] == pairs[:-1]).any():
            raise ValueError("somebody wishes for the same programme twice")

    @classmethod
    def of(cls, lists: Sequence[Sequence[tuple[int, int, bool]]]) -> Wishes:
        """From one list an applicant of (programme, priority, suits), the dearest first."""
        flat = [wish for wishes in lists for wish in wishes]
        return cls(
            np.cumsum([0, *map(len, lists)], dtype=np.int64),
            np.array([programme for programme, _priority, _suits in flat], np.int64),
            np.array([priority for _programme, priority, _suits in flat], np.int64),
            np.array([suits for _programme, _priority, suits in flat], np.bool_),
        )

    def without(self, applicants: Ints) -> Wishes:
        """The same wishes but for those of whoever has withdrawn, whose numbers and lots stay.

        Allocated anew from the same seed, what they leave goes to those who wait, by the same keys and along every
        wish that comes free by it, and nobody else gets less than they had.
        """
        return replace(self, suits=self.suits & ~np.isin(self.applicants, applicants))

    @property
    def size(self) -> int:
        """The number of applicants."""
        return self.starts.size - 1

    @cached_property
    def applicants(self) -> Ints:
        """The applicant of each wish."""
        return np.repeat(np.arange(self.size), np.diff(self.starts))


def draw_lottery(applicants: int, seed: int) -> Ints:
    """The number drawn by each applicant, 1 the best. One lottery for all programmes.

    The generator is NumPy's ``RandomState``, whose stream never changes (NEP 19); seeds are taken modulo 2³².
    """
    return np.random.RandomState(seed % 2**32).permutation(applicants).astype(np.int64) + 1
