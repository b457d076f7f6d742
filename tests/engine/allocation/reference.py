"""Deferred acceptance once more, written otherwise: one applicant at a time, with heaps and no arrays."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

Key = tuple[int, int]
Row = Sequence[tuple[int, int, bool]]


def place(rows: Sequence[Row], lot: Sequence[int], limits: Sequence[int], parents: Sequence[int]) -> list[int]:
    """The programme of each applicant, or -1.

    Whoever asks is put on the heap of every quota around the programme, the last in order on top. From the inside out,
    the last of a quota that is over its limit loses their place and asks on.
    """
    asks = [iter([(p, (priority, lot[a])) for p, priority, suits in row if suits]) for a, row in enumerate(rows)]
    heaps: list[list[tuple[int, int, int, int]]] = [[] for _ in limits]
    counts = [0] * len(limits)
    held: dict[int, int] = {}
    free = list(range(len(rows)))
    while free:
        a = free.pop()
        programme, key = next(asks[a], (-1, (0, 0)))
        if programme < 0:
            continue
        held[a] = programme
        for node in _path(programme, parents):
            heappush(heaps[node], (-key[0], -key[1], a, programme))
            counts[node] += 1
        for node in _path(programme, parents):
            if counts[node] > limits[node]:
                loser = _last(heaps[node], held)
                for around in _path(held.pop(loser), parents):
                    counts[around] -= 1
                free.append(loser)
                break  # one came, so one goes
    return [held.get(a, -1) for a in range(len(rows))]


def _path(node: int, parents: Sequence[int]) -> list[int]:
    return [] if node < 0 else [node, *_path(parents[node], parents)]


def _last(heap: list[tuple[int, int, int, int]], held: dict[int, int]) -> int:
    """The last in order who still has the place that they came to the heap with."""
    while True:
        _priority, _lot, a, programme = heappop(heap)
        if held.get(a) == programme:
            return a
