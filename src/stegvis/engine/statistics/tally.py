"""Answers on scales counted: how many chose what, and how many could not, did not or were never asked.

What does not apply is no point on the scale, and neither is silence: both are counted beside it and never within.
Everything is counted for all items and groups in one pass, with weights and without.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
End = Literal["first", "last"]

NOT_APPLICABLE, NO_ANSWER, NOT_ASKED = -1, -2, -3
"""What an answer may be instead of a point on the scale: the first and the second are item by item, the third says
that the item was no part of what this group was asked."""

_BESIDE = 3


@dataclass(frozen=True, eq=False)
class Tally:
    """Answers counted. ``counts`` and ``weighted`` have the shape (groups, items, categories).

    ``counts`` are answers on the scale, never weighted; ``weighted`` their weights summed (the counts again where
    there are no weights) and ``squared`` the squares of those weights summed over the scale, shape (groups, items).
    ``not_applicable``, ``no_answer`` and ``not_asked`` have the shape (groups, items). ``sizes`` says how many
    categories each item has; beyond them all is 0.
    """

    counts: Counts
    weighted: Floats
    squared: Floats
    not_applicable: Counts
    no_answer: Counts
    not_asked: Counts
    sizes: Counts

    @property
    def answered(self) -> Counts:
        """How many chose a point on the scale: the n of every share. Shape (groups, items)."""
        return self.counts.sum(axis=2)

    @property
    def asked(self) -> Counts:
        """How many the item was put to, whatever they did with it."""
        return self.answered + self.not_applicable + self.no_answer

    @property
    def item_response(self) -> Floats:
        """The share of those asked who answered, "not applicable" included, for that is an answer. Not weighted."""
        return _share(self.answered + self.not_applicable, self.asked)

    @property
    def applicable(self) -> Floats:
        """Of those who answered the item, the share to whom it applies. Not weighted."""
        return _share(self.answered, self.answered + self.not_applicable)

    @property
    def effective(self) -> Floats:
        """The effective number of answers (Kish 1965, §11.7): (Σw)² / Σw². At most ``answered``; 0 of nobody."""
        total = self.weighted.sum(axis=2)
        return np.divide(total**2, self.squared, out=np.zeros_like(total), where=self.squared > 0)

    @property
    def shares(self) -> Floats:
        """Each category's share of the answers on the scale, by weight. ``nan`` where nobody answered."""
        return _share(self.weighted, self.weighted.sum(axis=2, keepdims=True))

    @property
    def unweighted(self) -> Tally:
        """The same answers, each counting one."""
        return replace(self, weighted=self.counts.astype(np.float64), squared=self.answered.astype(np.float64))

    def share_on(self, categories: npt.ArrayLike) -> Floats:
        """The share on some categories together: positions, or a mask of shape (items, categories)."""
        chosen = self._mask(categories)
        return _share(np.where(chosen, self.weighted, 0).sum(axis=2), self.weighted.sum(axis=2))

    def number_on(self, categories: npt.ArrayLike) -> Counts:
        """How many answers on some categories together, not weighted."""
        return np.where(self._mask(categories), self.counts, 0).sum(axis=2)

    def top_box(self, best: int, end: End = "last") -> Floats:
        """The share on the ``best`` best categories, which lie at the named end of the scale."""
        return self.share_on(self.box(best, end))

    def box(self, best: int, end: End = "last") -> Bools:
        """Which categories the ``best`` best of each item are. Shape (items, categories)."""
        place = np.arange(self.counts.shape[2])
        return self._inside & (place < best if end == "first" else place >= self.sizes[:, None] - best)

    def net(self, positive: npt.ArrayLike, negative: npt.ArrayLike) -> Floats:
        """The share on the positive categories less the share on the negative ones: from -1 to 1."""
        return self.share_on(positive) - self.share_on(negative)

    def mean(self, values: npt.ArrayLike) -> Floats:
        """The mean where each category stands for a value; ``values`` of shape (categories,) or (items, categories).

        Only for scales whose steps are held to be equally long, which is the caller's to say.
        """
        total = (self.weighted * np.where(self._inside, values, 0)).sum(axis=2)
        return _share(total, self.weighted.sum(axis=2))

    @property
    def _inside(self) -> Bools:
        return np.arange(self.counts.shape[2]) < self.sizes[:, None]

    def _mask(self, categories: npt.ArrayLike) -> Bools:
        chosen = np.asarray(categories)
        if chosen.dtype == np.bool_:
            return chosen & self._inside
        if chosen.size and (chosen.min() < 0 or chosen.max() >= self.counts.shape[2]):
            raise ValueError("a category is not on the scale")
        return np.isin(np.arange(self.counts.shape[2]), chosen) & self._inside


def tally(
    answers: npt.ArrayLike,
    categories: int | npt.ArrayLike,
    *,
    groups: npt.ArrayLike | None = None,
    number_of_groups: int | None = None,
    weights: npt.ArrayLike | None = None,
) -> Tally:
    """Count answers of shape (respondents, items), each a category from 0 or one of the three negative codes.

    ``categories`` is how many each item has, one number or one an item. ``groups`` numbers each respondent's group
    from 0 (all are one group without it); a respondent with a negative group is left out. ``weights`` are finite and
    not negative. Raises ``ValueError`` for anything else.
    """
    codes = np.atleast_2d(np.asarray(answers, np.int64))
    respondents, items = codes.shape
    sizes = np.broadcast_to(np.asarray(categories, np.int64), (items,))
    width = int(sizes.max(initial=1))
    weight = np.ones(respondents) if weights is None else np.asarray(weights, np.float64)
    group = np.zeros(respondents, np.int64) if groups is None else np.asarray(groups, np.int64)
    _check(codes, sizes, weight, group)
    number = int(group.max(initial=0)) + 1 if number_of_groups is None else number_of_groups
    if group.max(initial=-1) >= number:
        raise ValueError("a group has a number beyond the last")
    kept = group >= 0
    codes, weight, group = codes[kept], weight[kept], group[kept]
    row = group[:, None] * items + np.arange(items)
    place = (row * (width + _BESIDE) + codes + _BESIDE).ravel()
    shape = number, items, width + _BESIDE

    def summed(values: Floats | None) -> npt.NDArray:
        each = None if values is None else np.repeat(values, items)
        return np.bincount(place, each, int(np.prod(shape))).reshape(shape)

    counts = summed(None)
    weighted = (counts if weights is None else summed(weight)).astype(np.float64)  # of nobody the sums are whole
    squared = weighted if weights is None else summed(weight**2).astype(np.float64)
    return Tally(
        counts[:, :, _BESIDE:],
        weighted[:, :, _BESIDE:],
        squared[:, :, _BESIDE:].sum(axis=2),
        not_applicable=counts[:, :, NOT_APPLICABLE + _BESIDE],
        no_answer=counts[:, :, NO_ANSWER + _BESIDE],
        not_asked=counts[:, :, NOT_ASKED + _BESIDE],
        sizes=sizes,
    )


def _check(codes: Counts, sizes: Counts, weight: Floats, group: Counts) -> None:
    if codes.size and (codes.min() < NOT_ASKED or (codes >= sizes).any()):
        raise ValueError("an answer is not on the scale")
    if not weight.shape == group.shape == codes.shape[:1]:
        raise ValueError("each respondent has one weight and one group")
    if not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError("weights are finite and not negative")


def _share(part: npt.NDArray, whole: npt.NDArray) -> Floats:
    """``nan`` of nobody."""
    wholes = np.broadcast_to(whole, part.shape)
    return np.divide(part, wholes, out=np.full(part.shape, np.nan), where=wholes > 0)
