"""What may be told of one thing asked, by one kind of organisation: counts, None where they are hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np
import numpy.typing as npt

from stegvis.surveys.content.document import Question
from stegvis.surveys.telling.counts import ACTOR, BASE, NO_ANSWER, SAID, TOP, Counts, has_top
from stegvis.surveys.telling.ground import Ground, Share
from stegvis.surveys.telling.microdata import MISSING, Microdata, Sort, Variable
from stegvis.surveys.telling.sums import Sums, Values

Bools = npt.NDArray[np.bool_]
Shown = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Told:
    """All counts as they may be told: ``shown`` has each table of ``counts``, with None for what is withheld.

    Fewer than ``hides_under`` are not told of; 0 where all is. ``sums`` says what may be told that is no count.
    """

    counts: Counts
    shown: Sequence[Shown]
    ground: Ground
    hides_under: int = 0
    sums: Sums = field(default_factory=lambda: Sums(0))

    @property
    def data(self) -> Microdata:
        return self.counts.data

    def cell(self, name: tuple[str, ...], *labels: str) -> int | None:
        """A cell by its label along each axis, ``""`` for the total. None where it is withheld or is not there."""
        if name not in self.counts.place:
            return None
        number = self.counts.place[name]
        axes = self.counts.tables[number].axes
        if len(name) == 1 and axes[0].name != ACTOR:  # kinds are not told apart, or one kind only is asked
            if labels[0] not in {"", *(value for one, value in self.counts.tables[number].where if one == ACTOR)}:
                return None
            labels = labels[1:]
        elif len(name) == 1 and labels[0] == axes[0].total:
            labels = ("", *labels[1:])
        where = []
        for axis, label in zip(axes, labels, strict=True):
            if label and label not in axis.labels:
                return None
            where.append(axis.labels.index(label) if label else len(axis.labels))
        found: Any = self.shown[number][tuple(where)]
        return None if found is None else int(found)

    def answered(self, actor: str = "") -> int | None:
        return self.cell((ACTOR,), actor)

    def is_asked(self, variable: Variable, actor: str) -> bool:
        """And, of a kind of organisation, whether it is told apart."""
        asked = self.counts.asked(variable)
        return (
            bool(asked)
            if not actor
            else (actor in asked and (asked == (actor,) or self.counts.kinds(asked)[actor] == actor))
        )

    def of(self, variable: Variable, actor: str = "") -> Asked:
        return Asked(self, variable, actor)


@dataclass(frozen=True, eq=False)
class Asked:
    """One variable by one kind of organisation (``""``: all who were asked it)."""

    told: Told
    variable: Variable
    actor: str

    def count(self, label: str) -> int | None:
        return self.told.cell((self.variable.key,), self.actor, label)

    @cached_property
    def base(self) -> int | None:
        """How many answered on the scale."""
        if len(self.variable.categories) == 1:
            return self.count(self.variable.categories[0].code)
        return self.count("" if self.variable.sort is Sort.CHOSEN else BASE)

    @cached_property
    def whole(self) -> int | None:
        """What shares are of: those on the scale, or, where their number would tell of the few beside it, all who
        answered."""
        return self.count(SAID) if self.base is None and self.outside else self.base

    @property
    def is_of_said(self) -> bool:
        return self.base is None and self.whole is not None

    @cached_property
    def missing(self) -> int | None:
        if self.variable.sort in {Sort.CHOSEN, Sort.PLACE}:
            return self.told.cell((self.question.code,), self.actor, NO_ANSWER)
        return self.count(NO_ANSWER)

    @cached_property
    def put(self) -> int | None:
        """How many it was put to."""
        name = self.question.code if self.variable.sort in {Sort.CHOSEN, Sort.PLACE} else self.variable.key
        return self.told.cell((name,), self.actor, "")

    @cached_property
    def passed_by(self) -> int | None:
        """How many a route led past it."""
        kinds = [self.actor] if self.actor else self.told.counts.asked(self.variable)
        everybody = [self.told.answered(one) for one in kinds]
        if self.put is None or None in everybody:
            return None
        return sum(one or 0 for one in everybody) - self.put

    @property
    def question(self) -> Question:
        return self.variable.question

    @cached_property
    def scale(self) -> list[str]:
        """The codes of the scale, the lowest first."""
        return [self.variable.categories[at].code for at in self.variable.scale]

    @cached_property
    def on_scale(self) -> list[int | None]:
        return [self.count(one) for one in self.scale]

    @property
    def outside(self) -> list[str]:
        return [one.code for one in self.variable.categories if one.is_outside]

    @cached_property
    def beside(self) -> int | None:
        """How many said that it does not apply to them."""
        return _sum([self.count(one) for one in self.outside])

    @cached_property
    def top(self) -> int | None:
        best = self.scale[-self.question.top :]
        return self.count(TOP if len(best) > 1 else best[0])

    @cached_property
    def silent(self) -> int | None:
        """How many more there are whose answer is not known, by what is told; None where that does not say."""
        kinds = [self.actor] if self.actor else self.told.counts.asked(self.variable)
        asked = self.told.ground.asked
        if self.whole is None or not asked or any(one not in asked for one in kinds):
            return None
        everybody = sum(asked[one] for one in kinds)
        # Those beside the scale and those led past it are no part of whom it is about; where their number is not
        # told, all of them count as silent: the bounds are wider then, and still hold.
        known = (self.whole, 0 if self.is_of_said else self.beside or 0, self.passed_by or 0)
        return max(everybody - sum(known), 0)

    @cached_property
    def domain(self) -> Bools:
        """Those it was put to."""
        kept = self.variable.codes >= MISSING
        return kept & (self.told.data.who.actors == self.actor) if self.actor else kept

    def by_kind(self, values: Sequence[Any] | npt.NDArray[Any]) -> dict[str, Values]:
        """The ``values`` of those who answered, shape (respondents,), counted by kind of organisation."""
        answered = compress(
            zip(self.told.data.who.actors.tolist(), list(values), strict=True), (self.variable.codes >= 0).tolist()
        )
        found: dict[str, Values] = {}
        for (actor, value), size in Counter(answered).items():
            found.setdefault(actor, Counter())[value] = size
        return found

    @cached_property
    def is_weighted(self) -> bool:
        """Whether the sample's weights may go into what is told: of known weights and a weighted sum it can be worked
        out how many in each stratum gave an answer, so there must be nobody or enough who did."""
        ground = self.told.ground
        if ground.design is None:
            return False
        labels = self._told_apart
        kept: dict[str, Values] = {}
        groups = list(zip(ground.groups, self.variable.codes.tolist(), strict=True))
        for kind, values in self.by_kind(groups).items():
            of_kind = kept.setdefault(kind, Counter())
            for (group, code), size in values.items():
                if labels[code]:
                    of_kind[f"{group}|{labels[code]}"] += size
        return self.told.sums.allows(f"~weighted.{self.variable.key}", kept, self.actor, each=True)

    @cached_property
    def _told_apart(self) -> list[str]:
        """Of each category what its share would be part of: itself where it is told, else what is left of the top or
        of the scale. Empty of those beside the scale, which no weighted share is of."""
        best = set(self.scale[-self.question.top :]) if has_top(self.variable) and self.top is not None else set()
        told = {one for one, count in zip(self.scale, self.on_scale, strict=True) if count is not None}
        labels = [
            one.code if one.code in told else "" if one.is_outside else "~top" if one.code in best else "~rest"
            for one in self.variable.categories
        ]
        return [*labels, *[""] * 4]  # those who gave no answer, from the end

    @cached_property
    def shares(self) -> list[Share | None]:
        """The share of each point of the scale, None where its count is withheld or nobody answered."""
        if not self.whole:
            return [None] * len(self.scale)
        ground = self.told.ground
        if self.is_weighted:
            found: list[Share] = ground.sampled_shares(self.variable.on_scale, len(self.scale), self.domain)
        else:
            found = ground.shares_of_all([one or 0 for one in self.on_scale], self.whole, self.silent)
        return [share if count is not None else None for share, count in zip(found, self.on_scale, strict=True)]

    @cached_property
    def top_share(self) -> Share | None:
        if not self.whole or self.top is None:
            return None
        if self.is_weighted:
            return self.told.ground.sampled_share(self.top_chosen, self.domain)
        return self.told.ground.shares_of_all([self.top], self.whole, self.silent)[0]

    @cached_property
    def top_chosen(self) -> npt.NDArray[np.float64]:
        """1 where in the top box, 0 where elsewhere on the scale, ``nan`` beside it."""
        place = self.variable.on_scale
        chosen = (place >= len(self.scale) - self.question.top).astype(np.float64)
        chosen[place < 0] = np.nan
        return chosen

    @cached_property
    def scores(self) -> list[int]:
        return [self.variable.categories[at].score or 0 for at in self.variable.scale]

    @cached_property
    def net(self) -> float | None:
        """The share above the middle of the scale less the share below it; None where a part of it is withheld."""
        if not self.base or None in self.on_scale:
            return None
        middle = (self.scores[0] + self.scores[-1]) / 2
        found = [share.value for share in self.shares if share]
        return sum(float(np.sign(score - middle)) * one for score, one in zip(self.scores, found, strict=True))

    @cached_property
    def mean(self) -> float | None:
        if not self.base or None in self.on_scale:
            return None
        found = [share.value for share in self.shares if share]
        return sum(score * one for score, one in zip(self.scores, found, strict=True))


def _sum(parts: Sequence[int | None]) -> int | None:
    return None if None in parts else sum(one or 0 for one in parts)
