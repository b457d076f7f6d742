"""Two readings side by side: what is the same, what differs, and how well they agree. Plain values.

A span is a stretch of a text under a code. Spans of one code in one text that touch each other, by whichever coder,
are one matter: either both have marked it alike, or it is a difference to settle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt

from stegvis.engine.statistics import Agreement, agreement

Stretch = tuple[int, int]
Counts = npt.NDArray[np.int64]


class Span(NamedTuple):
    text: UUID
    code: UUID
    begins: int
    ends: int


@dataclass(frozen=True)
class Difference:
    """``begins`` to ``ends`` is all that either has marked of it; one of ``first`` and ``second`` may be empty."""

    text: UUID
    code: UUID
    begins: int
    ends: int
    first: tuple[Stretch, ...]
    second: tuple[Stretch, ...]

    def settled(self, choice: str) -> tuple[Stretch, ...]:
        """What is marked when it is settled: ``first``, ``second``, ``both`` or ``neither``. ValueError for another."""
        match choice:
            case "first":
                return self.first
            case "second":
                return self.second
            case "both":
                return ((self.begins, self.ends),)
            case "neither":
                return ()
        raise ValueError(choice)

    @property
    def choices(self) -> tuple[str, ...]:
        """What would mark something of its own: of what one alone has marked there is only that, or nothing."""
        if not self.first or not self.second:
            return ("first", "neither") if self.first else ("second", "neither")
        hull = ((self.begins, self.ends),)
        return ("first", "second", *(() if hull in (self.first, self.second) else ("both",)), "neither")


def compared(first: Iterable[Span], second: Iterable[Span]) -> tuple[list[Span], list[Difference]]:
    """What both have marked alike, and the rest; each in the order of text, place and code."""
    marks: dict[tuple[UUID, UUID], list[tuple[int, int, int]]] = defaultdict(list)
    for coder, spans in enumerate((first, second)):
        for span in spans:
            marks[span.text, span.code].append((span.begins, span.ends, coder))
    same: list[Span] = []
    differ: list[Difference] = []
    for (text, code), found in marks.items():
        for matter in _touching(sorted(found)):
            by_coder = [tuple((b, e) for b, e, who in matter if who == coder) for coder in (0, 1)]
            if by_coder[0] == by_coder[1]:
                same += [Span(text, code, begins, ends) for begins, ends in by_coder[0]]
            else:
                begins, ends = matter[0][0], max(e for _b, e, _who in matter)
                differ.append(Difference(text, code, begins, ends, by_coder[0], by_coder[1]))
    return sorted(same, key=_place), sorted(differ, key=_place)


def _place(one: Span | Difference) -> tuple[str, int, int, str]:
    return str(one.text), one.begins, one.ends, str(one.code)


def _touching(found: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    matters: list[list[tuple[int, int, int]]] = []
    reaches = -1
    for one in found:
        if one[0] < reaches:
            matters[-1].append(one)
        else:
            matters.append([one])
        reaches = max(reaches, one[1])
    return matters


@dataclass(frozen=True)
class Agreed:
    """How well two coders agree: on whether a text holds the code, and on each of its characters.

    ``texts`` counts texts with the code by both, the first alone and the second alone. Of characters no interval is
    told: those that stand side by side are not independent.
    """

    by_text: Agreement
    by_character: Agreement
    texts: tuple[int, int, int]


def agreements(
    first: Iterable[Span], second: Iterable[Span], lengths: Mapping[UUID, int], codes: Iterable[UUID]
) -> tuple[Agreed, dict[UUID, Agreed]]:
    """Of all codes together, and of each. ``lengths`` are the characters of every text that both have read."""
    covered = [_covered(spans) for spans in (first, second)]
    characters = sum(lengths.values())
    by_text: dict[UUID, Counts] = {}
    by_character: dict[UUID, Counts] = {}
    for code in codes:
        marks = [{text: chars for (text, own), chars in one.items() if own == code} for one in covered]
        by_text[code] = _table(len(lengths), set(marks[0]), set(marks[1]))
        pairs = [{(text, at) for text, chars in one.items() for at in chars} for one in marks]
        by_character[code] = _table(characters, pairs[0], pairs[1])
    each = {code: _agreed(by_text[code], by_character[code]) for code in by_text}
    nothing = np.zeros((2, 2), np.int64)
    together = _agreed(sum(by_text.values(), nothing), sum(by_character.values(), nothing))
    return together, each


def _covered(spans: Iterable[Span]) -> dict[tuple[UUID, UUID], set[int]]:
    found: dict[tuple[UUID, UUID], set[int]] = defaultdict(set)
    for span in spans:
        found[span.text, span.code].update(range(span.begins, span.ends))
    return found


def _table(everything: int, first: set, second: set) -> Counts:
    """Marked or not by the first (rows) and the second."""
    both = len(first & second)
    ones, others = len(first) - both, len(second) - both
    return np.array([[both, ones], [others, everything - both - ones - others]], np.int64)


def _agreed(texts: Counts, characters: Counts) -> Agreed:
    (both, one), (other, _neither) = texts.tolist()
    return Agreed(agreement(texts), agreement(characters), (both, one, other))
