"""What the tables of a move may tell beside each other, so that no small group can be subtracted out between them.

Each table is suppressed by itself first. Then one after another is told, the most useful first, while nobody who knows
all of it could work out a small count (``stegvis.engine.disclosure.linked``); what does not fit is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from stegvis.careers.queries.disclosed import Cell, Line, shown_lines, suppressed
from stegvis.engine.disclosure import Suppressed
from stegvis.engine.disclosure.linked import extremes, is_guarded

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Rows = tuple[tuple[int, ...], ...]
Fact = tuple[Floats, float, float]
"""Weights of the cells, and the least and the most that they sum up to."""

KEPT, REVIEW, LAPSED = range(3)


@dataclass(frozen=True)
class Telling:
    """The lines of units and of levels, the totals' last and labelled by number, and the people of each requirement."""

    units: tuple[Line, ...]
    levels: tuple[Line, ...]
    reviews: tuple[Cell, ...]


@lru_cache(maxsize=256)
def told_together(units: Rows, levels: Rows, falls: tuple[tuple[bool, ...], ...], reviews: tuple[int, ...]) -> Telling:
    """What may be told of the same people counted three times.

    ``units`` are people by unit × kept, review, lapsed; ``levels`` by level before × level after, and ``falls`` where
    the level is a lower one; ``reviews`` how many are to be judged anew in each requirement. How many work in a unit is
    known anyway, how many stand on a level is not: only that somebody does, as it has a row. Kept by content: it takes
    longer than a page may.
    """
    lines, level_lines = _lines(units), _level_lines(levels)
    try:
        return (
            _told(_Cells(units, falls, len(reviews)), units, levels, reviews)
            if units
            else Telling(lines, level_lines, ())
        )
    except ArithmeticError:  # no people can be counted so: somebody was saved between two of the counts
        return Telling(_hidden(lines), _hidden(level_lines), (None,) * len(reviews))


def _told(cells: _Cells, units: Rows, levels: Rows, reviews: tuple[int, ...]) -> Telling:
    lines, level_lines = _lines(units), _level_lines(levels)
    everybody = sum(map(sum, units))
    pairs = tuple(((people, everybody - people),) for people in reviews)
    alone = [shown_lines(pair, ("", ""))[0].cells[0] for pair in pairs]
    audit = _Audit(cells.always(units))
    audit.guard(cells.of_units, suppressed(units).needed)
    if levels:  # one narrower: a level with a row has somebody, so that none is no answer
        audit.guard(cells.of_levels, _unknown_rows(levels).needed - 1)
    for part, pair in zip(cells.of_reviews, pairs, strict=True):
        audit.guard([part], suppressed(pair).needed)
    if not audit.tell(_facts(cells.of_units, lines)):
        lines = _hidden(lines)
    if not audit.tell(_facts(cells.of_levels, level_lines)):
        level_lines = _hidden(level_lines)
    return Telling(lines, level_lines, _reviews(audit, cells, alone))


def _lines(rows: Rows) -> tuple[Line, ...]:
    return tuple(shown_lines(rows, tuple(map(str, range(len(rows) + 1)))))


def _level_lines(rows: Rows) -> tuple[Line, ...]:
    """Of a row with few people not even that is said: some such words beside a total would tell how many."""
    if not rows:
        return _lines(rows)
    shown = _unknown_rows(rows).shown()
    return tuple(Line(str(number), tuple(row[:-1]), row[-1], False) for number, row in enumerate(shown))


def _unknown_rows(rows: Rows) -> Suppressed:
    return suppressed(rows, rows_are_known=False)


def _hidden(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, cells=(None,) * len(line.cells), total=None) for line in lines)


def _reviews(audit: _Audit, cells: _Cells, alone: Sequence[Cell]) -> tuple[Cell, ...]:
    """All that may be told of each alone, else the largest one by one until one does not fit."""
    known = sorted((at for at, people in enumerate(alone) if people is not None), key=lambda at: -(alone[at] or 0))
    facts = {at: [_exactly(cells.of_reviews[at][0], alone[at] or 0)] for at in known}
    if audit.tell([fact for at in known for fact in facts[at]]):
        return tuple(alone)
    told = []
    for at in known:
        if not audit.tell(facts[at]):
            break
        told.append(at)
    return tuple(people if at in told else None for at, people in enumerate(alone))


def _facts(parts: Sequence[Sequence[Floats]], lines: Sequence[Line]) -> list[Fact]:
    """What the shown cells and totals say."""
    return [
        _exactly(part, value)
        for row, line in zip(_with_totals(parts), lines, strict=True)
        for part, value in zip(row, (*line.cells, line.total), strict=True)
        if value is not None and not line.too_few
    ]


def _exactly(part: Floats, people: int) -> Fact:
    return part, float(people), float(people)


def _with_totals(parts: Sequence[Sequence[Floats]]) -> list[list[Floats]]:
    rows = [[*row, np.sum(row, axis=0)] for row in parts]
    return [*rows, [np.sum(column, axis=0) for column in zip(*rows, strict=True)]]


class _Cells:
    """Whom the tables count: people by unit and outcome, by outcome and level before and after, by requirement.

    A part is weights of them all. Of levels and outcomes only what can go together is a cell: what is kept does not
    fall, what lapses does.
    """

    def __init__(self, units: Rows, falls: tuple[tuple[bool, ...], ...], requirements: int) -> None:
        pairs = [(row, column) for row, line in enumerate(falls) for column in range(len(line))]
        self.steps = [
            (outcome, pair)
            for outcome in (KEPT, REVIEW, LAPSED)
            for pair in pairs
            if outcome == REVIEW or falls[pair[0]][pair[1]] == (outcome == LAPSED)
        ]
        self.first_step = len(units) * 3
        self.first_review = self.first_step + len(self.steps)
        self.requirements = requirements
        self.size = self.first_review + 2 * requirements + 1
        self.of_units = [[self._at(row * 3 + outcome) for outcome in range(3)] for row in range(len(units))]
        self.of_levels = [[self._step(pair=(row, at)) for at in range(len(line))] for row, line in enumerate(falls)]
        everybody = self._outcomes(KEPT, REVIEW, LAPSED)
        self.of_reviews = [(z, everybody - z) for z in map(self._at, self._places(0))]

    def always(self, units: Rows) -> list[Fact]:
        """How the tables hang together, how many work in each unit, and that each level with a row has somebody."""
        facts = [_exactly(self._outcomes(one) - self._step(outcome=one), 0) for one in (KEPT, REVIEW, LAPSED)]
        waiting = [self._at(place) for place in self._places(0)]
        for asked, spare in zip(waiting, self._places(1), strict=True):  # nobody is judged anew who keeps all
            facts.append(_exactly(asked + self._at(spare) - self._outcomes(REVIEW, LAPSED), 0))
        if waiting:  # and whoever needs review is judged anew in something
            facts.append(_exactly(np.sum(waiting, axis=0) - self._at(self.size - 1) - self._outcomes(REVIEW), 0))
        facts += [_exactly(np.sum(row, axis=0), sum(units[at])) for at, row in enumerate(self.of_units)]
        return facts + [(np.sum(row, axis=0), 1.0, float(sum(map(sum, units)))) for row in self.of_levels]

    def _places(self, group: int) -> range:
        first = self.first_review + group * self.requirements
        return range(first, first + self.requirements)

    def _at(self, place: int) -> Floats:
        part = np.zeros(self.size)
        part[place] = 1
        return part

    def _outcomes(self, *outcomes: int) -> Floats:
        part = np.zeros(self.size)
        for outcome in outcomes:
            part[outcome : self.first_step : 3] = 1
        return part

    def _step(self, *, outcome: int | None = None, pair: tuple[int, int] | None = None) -> Floats:
        part = np.zeros(self.size)
        for at, (one, two) in enumerate(self.steps, self.first_step):
            part[at] = outcome in (None, one) and pair in (None, two)
        return part


class _Audit:
    """Facts told one after another while no sensitive sum is laid bare that was not bare before."""

    def __init__(self, facts: list[Fact]) -> None:
        self.facts = facts
        self.sensitive: list[tuple[Floats, float]] = []

    def guard(self, parts: Sequence[Sequence[Floats]], needed: Counts) -> None:
        """Keep the small counts of the table as wide as they have to be, or as what is always known leaves them."""
        wide = [
            (part, float(width))
            for row, widths in zip(_with_totals(parts), needed, strict=True)
            for part, width in zip(row, widths, strict=True)
            if width > 0
        ]
        if wide:
            least, most = extremes([part for part, _width in wide], *self._known())
            self.sensitive += [
                (part, min(width, left)) for (part, width), left in zip(wide, most - least, strict=True) if left > 0
            ]

    def tell(self, facts: list[Fact]) -> bool:
        """Whether the facts may be told beside those told before; then they are."""
        told, low, high = self._known(facts)
        parts, widths = [part for part, _width in self.sensitive], [width for _part, width in self.sensitive]
        if not is_guarded(parts, told, low, high, widths):
            return False
        self.facts += facts
        return True

    def _known(self, more: Sequence[Fact] = ()) -> tuple[Floats, Floats, Floats]:
        """What is told, with its least and its most."""
        parts, least, most = zip(*self.facts, *more, strict=True)
        return np.array(parts), np.array(least), np.array(most)
