"""A text cut into sentences, and into stretches under the same codes. Places are counted in code points."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import pairwise

# After . ! ? … and what closes a quotation, where the next begins with a capital or a digit; and at a line's end.
_ENDS = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“”’(\[]*[A-ZÅÄÖÉÜ0-9])|\s*\n\s*")


@dataclass(frozen=True)
class Sentence:
    begins: int
    ends: int
    words: str


def sentences(text: str) -> list[Sentence]:
    """The sentences in order; what is only space between them belongs to none. A wrong cut costs nothing: several
    sentences can be chosen together."""
    found, begins = [], 0
    for end in _ENDS.finditer(text):
        closing = len(end[0]) - len(end[0].lstrip('"”’)]'))
        found.append((begins, end.start() + closing))
        begins = end.end()
    found.append((begins, len(text)))
    return [Sentence(*stretch, text[slice(*stretch)]) for stretch in (trimmed(text, *one) for one in found) if stretch]


def trimmed(text: str, begins: int, ends: int) -> tuple[int, int] | None:
    """The stretch without space at its ends; None where nothing is left."""
    while begins < ends and text[begins].isspace():
        begins += 1
    while ends > begins and text[ends - 1].isspace():
        ends -= 1
    return (begins, ends) if begins < ends else None


def stretches(text: str, numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The stretches of the sentences with those numbers, from 0; those beside each other as one. Unknown ones are
    passed over."""
    every = sentences(text)
    found: list[tuple[int, int]] = []
    last = -2
    for number in sorted(set(numbers)):
        if not 0 <= number < len(every):
            continue
        if number == last + 1:
            found[-1] = (found[-1][0], every[number].ends)
        else:
            found.append((every[number].begins, every[number].ends))
        last = number
    return found


@dataclass(frozen=True)
class Piece:
    """A stretch of a text under exactly these marks."""

    words: str
    marks: tuple[Hashable, ...]


def pieces(text: str, marks: Iterable[tuple[int, int, Hashable]]) -> list[Piece]:
    """The whole text in order, cut wherever a mark begins or ends. Marks may overlap."""
    marks = list(marks)
    cuts = sorted({0, len(text), *(at for begins, ends, _mark in marks for at in (begins, ends))})
    found = []
    for begins, ends in pairwise(cuts):
        if words := text[begins:ends]:
            found.append(Piece(words, tuple(mark for b, e, mark in marks if b <= begins and ends <= e)))
    return found
