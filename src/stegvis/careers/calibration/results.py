"""What a closed round may tell: figures of how the two judges agree, none of which gives a person away.

Each judgement drawn is another person's, so a count of pairs is a count of people. What is told is added piece by
piece, the most useful first, and only while nobody who knows all of it could work out a small count
(``stegvis.engine.disclosure.linked``). What does not fit is left out and said to be hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from stegvis.careers.queries.disclosed import Line, shown_lines
from stegvis.engine.disclosure import THRESHOLD, Suppressed, suppress
from stegvis.engine.disclosure.linked import is_guarded
from stegvis.engine.statistics import LEAST_PAIRS, Agreement, agreement, cross_table

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

HALF_OF_LAST_DIGIT = 0.05
"""Kappas and differences are told with one decimal: more would claim more than the pairs hold."""

BANDS = ((-1.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0))
"""Kappas that are called the same in words."""

MOST_TALKED_ABOUT = 3
OTHERS = ""
"""Stands for all competences that have too few pairs for a line of their own."""
ALL = "*"
"""Stands for all competences together. No code looks like it."""


def result_of(pairs: Sequence[tuple[str, int, int]], *, sampled: int, scale: Sequence[int]) -> dict[str, Any]:
    """Pairs are (competence, first rating, second rating). The answer is plain values, as ``CalibrationRound.result``.

    ``agreement``   the ``band`` of kappa; ``kappa`` with ``low`` and ``high``; ``why`` there is none; the shares
                    ``exact`` and ``within_one``
    ``mean_difference``  the second rating less the first
    ``lines``       a competence each: how many pairs were the same, one step apart and more (or the same and not),
                    ``total``, ``band``
    ``total``       the same of them all
    ``table``       first ratings × second (or × lower, the same, higher), with totals
    ``talk_about``  the competences in which ratings differ most often, of those whose lines tell it
    ``problem``     a machine word for why there is nothing more

    None stands for what is hidden or cannot be said.
    """
    if len(pairs) < THRESHOLD:
        return {"problem": "too_few_pairs", "sampled": sampled}
    codes, cube = _cube(pairs, scale)
    told = _told(cube)
    counts = told.steps.found.table[:-1, :-1].tolist() if told.steps else []
    lines = shown_lines(tuple(map(tuple, counts)), (*codes, ALL))
    return {
        "pairs": len(pairs),
        "sampled": sampled,
        "scale": list(scale),
        "agreement": _summary(told),
        "mean_difference": told.mean_difference,
        "lines": [
            {
                "code": line.label,
                "cells": list(line.cells),
                "total": line.total,
                "too_few": line.too_few,
                "band": told.bands.get(row),
            }
            for row, line in enumerate(lines[:-1])
        ],
        "total": list(lines[-1].cells),
        "table": told.table.found.shown() if told.table else None,
        "talk_about": _most_apart(lines),
    }


def _cube(pairs: Sequence[tuple[str, int, int]], scale: Sequence[int]) -> tuple[list[str], Counts]:
    """Competences with enough pairs, and the others as one; for each its first × second ratings."""
    number = Counter(code for code, _first, _second in pairs)
    row_of = {code: code if number[code] >= LEAST_PAIRS else OTHERS for code in number}
    codes = sorted(set(row_of.values()), key=lambda code: (code == OTHERS, code))
    grouped = [[one for one in pairs if row_of[one[0]] == code] for code in codes]
    return codes, np.stack(
        [cross_table([first for _, first, _ in group], [second for *_, second in group], scale) for group in grouped]
    )


@dataclass(frozen=True)
class _Table:
    """Counts by some of the cube's rows × columns, what of them may be shown, and the sums that its cells are."""

    found: Suppressed
    parts: list[Floats]

    @property
    def shown(self) -> list[Floats]:
        return [part for part, hidden in zip(self.parts, self.found.hidden.ravel(), strict=True) if not hidden]

    @property
    def sensitive(self) -> list[tuple[Floats, int]]:
        widths = self.found.needed.ravel().tolist()
        return [(part, width) for part, width in zip(self.parts, widths, strict=True) if width]


def _table(cube: Counts, rows: Sequence[Floats], columns: Sequence[Floats], *, rows_are_known: bool) -> _Table:
    counts = np.array([[(cube * row * column).sum() for column in columns] for row in rows], np.int64)
    found = suppress(counts, rows_are_known=rows_are_known)
    parts = [row * column for row in [*rows, sum(rows)] for column in [*columns, sum(columns)]]
    return _Table(found, [np.asarray(part) for part in parts])


@dataclass
class _Told:
    why: str = ""
    band: int | None = None
    kappa: Agreement | None = None
    steps: _Table | None = None
    table: _Table | None = None
    mean_difference: float | None = None
    bands: dict[int, int] = field(default_factory=dict)


class _Audit:
    """Facts about the cells of a cube, told one after another while no sensitive sum is laid bare."""

    def __init__(self, cube: Counts) -> None:
        self.cube = cube
        self.facts: list[tuple[Floats, float, float]] = []
        self.sensitive: list[tuple[Floats, int]] = []

    def guard(self, table: _Table) -> None:
        self.sensitive += table.sensitive

    def tell(self, facts: Sequence[tuple[Floats, float, float]]) -> bool:
        """Whether the facts may be told beside those told before; then they are."""
        weights, low, high = zip(*self.facts, *facts, strict=True)
        parts, widths = [part.ravel() for part, _width in self.sensitive], [width for _part, width in self.sensitive]
        if not is_guarded(parts, [one.ravel() for one in weights], low, high, widths):
            return False
        self.facts += facts
        return True

    def exactly(self, parts: Sequence[Floats]) -> list[tuple[Floats, float, float]]:
        return [(part, value, value) for part in parts for value in [float((part * self.cube).sum())]]

    def about(self, part: Floats, slack: float) -> tuple[Floats, float, float]:
        value = float((part * self.cube).sum())
        return part, value - slack, value + slack


def _told(cube: Counts) -> _Told:
    """What may be told, the most useful first; a table that cannot be told whole is told coarser, if that can be."""
    told, audit = _Told(), _Audit(cube)
    number, size = cube.shape[:2]
    competences = [_part(cube, row, 1) for row in range(number)]
    first = [_part(cube, None, np.arange(size)[:, None] == value) for value in range(size)]
    second = [_part(cube, None, np.arange(size)[None] == value) for value in range(size)]
    step = -np.subtract.outer(np.arange(size), np.arange(size))
    apart = [
        _part(cube, None, np.abs(step) == 0),
        _part(cube, None, np.abs(step) == 1),
        _part(cube, None, abs(step) > 1),
    ]
    steps = [
        _table(cube, competences, columns, rows_are_known=True) for columns in (apart, [apart[0], apart[1] + apart[2]])
    ]
    way = [_part(cube, None, np.sign(step) == sign) for sign in (-1, 0, 1)]
    tables = [_table(cube, first, columns, rows_are_known=False) for columns in (second, way)]
    for table in (*steps, *tables):
        audit.guard(table)
    audit.tell(audit.exactly(competences))
    overall = agreement(cube.sum(axis=0))
    told.why = overall.why
    if overall.kappa is not None and audit.tell([_kappa_fact(audit, None, *BANDS[band_of(overall.kappa)])]):
        told.band = band_of(overall.kappa)
    told.steps = next((one for one in steps if audit.tell(audit.exactly(one.shown))), None)
    told.table = next((one for one in tables if audit.tell(audit.exactly(one.shown))), None)
    if overall.kappa is not None and audit.tell([_kappa_fact(audit, None, *_around(overall.kappa))]):
        told.kappa = overall
    if audit.tell([audit.about(_part(cube, None, step), HALF_OF_LAST_DIGIT * cube.sum())]):
        told.mean_difference = round(overall.mean_difference or 0.0, 1) + 0.0
    for row in range(number) if told.steps else ():
        kappa = agreement(cube[row]).kappa
        if kappa is not None and audit.tell([_kappa_fact(audit, row, *BANDS[band_of(kappa)])]):
            told.bands[row] = band_of(kappa)
    return told


def _part(cube: Counts, competence: int | None, weight: npt.ArrayLike) -> Floats:
    """Weights of all cells that pick out, or weigh, those of one competence or of all."""
    part = np.zeros(cube.shape)
    part[slice(None) if competence is None else competence] = weight
    return part


def band_of(kappa: float) -> int:
    """Which of the ``BANDS`` a kappa falls in."""
    return next(n for n, (low, _high) in reversed(list(enumerate(BANDS))) if kappa >= low)


def _around(kappa: float) -> tuple[float, float]:
    middle = round(kappa, 1)
    return middle - HALF_OF_LAST_DIGIT, middle + HALF_OF_LAST_DIGIT


def _kappa_fact(audit: _Audit, competence: int | None, low: float, high: float) -> tuple[Floats, float, float]:
    """What a kappa between two values tells: the weighted disagreement, to whom knows what chance would give."""
    cube = audit.cube
    counts = cube.sum(axis=0) if competence is None else cube[competence]
    weight = np.subtract.outer(np.arange(len(counts)), np.arange(len(counts))) ** 2
    by_chance = float(counts.sum(axis=1) @ weight @ counts.sum(axis=0)) / int(counts.sum())
    return _part(cube, competence, weight), (1 - high) * by_chance, (1 - low) * by_chance


def _summary(told: _Told) -> dict[str, Any]:
    found = told.kappa
    total = told.steps.found.shown()[-1] if told.steps else []
    *cells, pairs = total or [None]
    exact, one = cells[0] if cells else None, cells[1] if len(cells) == 3 else None
    return {
        "band": told.band,
        "kappa": _rounded(found.kappa) if found else None,
        "low": _rounded(found.low) if found else None,
        "high": _rounded(found.high) if found else None,
        "why": told.why or ("hidden" if told.band is None else ""),
        "exact": exact / pairs if exact is not None and pairs else None,
        "within_one": (exact + one) / pairs if exact is not None and one is not None and pairs else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1) + 0.0


def _most_apart(lines: Sequence[Line]) -> list[str]:
    """The competences that differ more often than all together, the most first, by what the lines tell alone."""
    apart = {line.label: 1 - line.cells[0] / line.total for line in lines if line.total and line.cells[0] is not None}
    usual = apart.pop(ALL, 1.0)
    apart.pop(OTHERS, None)
    return sorted((code for code in apart if apart[code] > usual), key=lambda code: (-apart[code], code))[
        :MOST_TALKED_ABOUT
    ]
