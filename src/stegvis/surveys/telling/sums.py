"""What is told beside counts: means, spreads, mean places, weighted shares.

Such a figure is a sum over people. Whoever knows the sum of all and of all but a few, or of yesterday and of today,
knows the few's own. The tables' attack reckons with counts and finds none of it, so it is ruled out by a simpler rule:
of each kind of organisation, and of everything that has changed since any earlier telling, there must be nobody or
enough. Where that does not hold of each kind, the figure is told of all together; where not of all, of nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Values = Counter[Any]
"""Each value, or each group, with how many people have it."""

Stage = dict[str, dict[str, Values]]
"""What one telling summed up: by figure, by kind of organisation."""


@dataclass(eq=False)
class Sums:
    """``before`` are the earlier tellings, the oldest first; ``told`` becomes this one's. ``fewest`` 0 allows all."""

    fewest: int
    before: Sequence[Stage] = ()
    told: Stage = field(default_factory=dict)

    def allows(self, figure: str, now: Mapping[str, Values], actor: str, *, each: bool = False) -> bool:
        """Whether the figure may be told of one kind, or of all together (``""``). With ``each`` every value must be
        of enough, where the figure would tell how many have it."""
        if not self.fewest:
            return True
        stages = [stage[figure] for stage in self.before if figure in stage]
        if not self._is_enough([_whole(one) for one in (*stages, now)], each):
            return False
        self.told[figure] = {kind: Counter(values) for kind, values in now.items()}
        kinds = {kind for one in (*stages, now) for kind in one}
        empty: Values = Counter()
        by_kind = ([one.get(kind, empty) for one in (*stages, now)] for kind in kinds)
        return not actor or all(self._is_enough(series, each) for series in by_kind)

    def _is_enough(self, series: Sequence[Values], each: bool) -> bool:
        """Of each stage, and of what has come and gone between any two of them."""
        empty: Values = Counter()
        stages = [empty, *series]
        pairs = ((was, now) for at, now in enumerate(stages) for was in stages[:at])
        return all(self._are_enough(was, now, each) for was, now in pairs)

    def _are_enough(self, was: Values, now: Values, each: bool) -> bool:
        come, gone = now - was, was - now
        sizes = [*come.values(), *gone.values()] if each else [max(come.total(), gone.total())]
        return all(size == 0 or size >= self.fewest for size in sizes)


def _whole(stage: Mapping[str, Values]) -> Values:
    return sum(stage.values(), Counter())


def write(told: Stage) -> dict[str, Any]:
    """As plain values, to be kept with the counts."""
    return {
        figure: {kind: [[value, size] for value, size in values.items()] for kind, values in kinds.items()}
        for figure, kinds in told.items()
    }


def read(plain: Iterable[Mapping[str, Any]]) -> list[Stage]:
    """Of every telling kept, what it summed up."""
    return [
        {
            figure: {kind: Counter(dict(map(tuple, values))) for kind, values in kinds.items()}
            for figure, kinds in one.items()
        }
        for one in plain
    ]
