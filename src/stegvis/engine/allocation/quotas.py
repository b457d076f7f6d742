"""How many may have a place: quotas within quotas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stegvis.engine.allocation.wishes import Ints

TOP = -1
"""The parent of a quota that lies within no other."""
UNLIMITED = 2**31
"""A limit that is none."""


@dataclass(frozen=True)
class Quotas:
    """A forest of quotas: seat group within offer within employer within region, or any other nesting.

    ``limits`` says how many places each node has, ``parents`` the node it lies within, or ``TOP``. The first
    ``programmes`` nodes are what is wished for; no node lies within one of them. Where places do not suffice they go
    to the first in order of key, at every node, which is what keeps the outcome stable and honest: it is so for nested
    quotas and for no others (Kamada and Kojima 2018). Whoever has different keys for two programmes within one quota
    is there in competition with themselves as well: they are let in where their better key is. Raises ``ValueError``
    for what ``problems`` would list.
    """

    programmes: int
    limits: Ints
    parents: Ints

    def __post_init__(self) -> None:
        nodes = self.limits.size
        if (self.limits < 0).any():
            raise ValueError("places cannot be negative")
        if self.parents.size != nodes or not 0 <= self.programmes <= nodes:
            raise ValueError("each quota has a limit and a parent, the programmes first")
        inner = (self.parents == TOP) | ((self.parents >= self.programmes) & (self.parents < nodes))
        if not inner.all():
            raise ValueError("a quota lies within one that is there and is no programme")
        if len(self._upwards(np.arange(nodes))) > nodes:
            raise ValueError("quotas lie within one another in a circle")

    @classmethod
    def of_places(cls, places: Ints) -> Quotas:
        """So many places in each programme, and no quota above them."""
        return cls(places.size, places.astype(np.int64), np.full(places.size, TOP, np.int64))

    @cached_property
    def paths(self) -> Ints:
        """Shape (depth, programmes): the nodes that each programme lies within, itself among them, the innermost first.

        Each node stands in the row of its own depth and nowhere else; ``TOP`` fills the rows of the less deep.
        """
        upwards = self._upwards(np.arange(self.programmes))
        aligned = np.full((len(upwards), self.programmes), TOP, np.int64)
        first = np.full(self.programmes, len(upwards)) - sum((nodes != TOP).astype(np.int64) for nodes in upwards)
        for step, nodes in enumerate(upwards):
            inside = np.flatnonzero(nodes != TOP)
            aligned[first[inside] + step, inside] = nodes[inside]
        return aligned

    def _upwards(self, nodes: Ints) -> list[Ints]:
        """The nodes, their parents and so on, until all are at the top, or one has been met that was met before."""
        above = np.append(self.parents, TOP)  # above[TOP] is TOP
        rows: list[Ints] = []
        while (nodes != TOP).any() and len(rows) <= self.limits.size:
            rows.append(nodes)
            nodes = above[nodes]
        return rows


@dataclass(frozen=True)
class Quota:
    """A quota by name, as a round is set up. ``within`` names those it lies in: none or one."""

    code: str
    limit: int
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """``code`` is a machine word, ``path`` names the quotas concerned."""

    code: str
    path: tuple[str, ...]
    message: str


def problems(quotas: Iterable[Quota], programmes: Iterable[str]) -> tuple[Problem, ...]:
    """Everything wrong with a tree of quotas over the programmes; empty for a sound one."""
    return tuple(_problems(tuple(quotas), tuple(programmes)))


def compile_quotas(quotas: Iterable[Quota], programmes: Sequence[str]) -> Quotas:
    """The quotas as arrays, the programmes numbered as they are given. Raises ``ValueError`` where there are problems.

    After the programmes stand the other quotas, in the order they are given.
    """
    given = tuple(quotas)
    if found := problems(given, programmes):
        raise ValueError("; ".join(one.message for one in found))
    known = {one.code: one for one in given}
    wished = set(programmes)
    codes = [*programmes, *(one.code for one in given if one.code not in wished)]
    number = {code: n for n, code in enumerate(codes)}
    within = [known[code].within for code in codes]
    return Quotas(
        len(programmes),
        np.array([known[code].limit for code in codes], np.int64),
        np.array([number[above[0]] if above else TOP for above in within], np.int64),
    )


def _problems(quotas: tuple[Quota, ...], programmes: tuple[str, ...]) -> Iterator[Problem]:
    known = {one.code: one for one in quotas}
    for code in _repeated(one.code for one in quotas):
        yield Problem("duplicate-quota", (code,), f"Two quotas are called {code}.")
    for code in _repeated(programmes):
        yield Problem("duplicate-programme", (code,), f"The programme {code} is listed twice.")
    for code in programmes:
        if code not in known:
            yield Problem("no-quota", (code,), f"The programme {code} has no quota.")
    wished = set(programmes)
    for one in quotas:
        if one.limit < 0:
            yield Problem("negative-limit", (one.code,), f"{one.code} has {one.limit} places.")
        if len(one.within) > 1:
            named = ", ".join(one.within)
            yield Problem("several-parents", (one.code, *one.within), f"{one.code} lies within {named}: only one may.")
        for above in one.within:
            if above not in known:
                yield Problem(
                    "unknown-parent", (one.code, above), f"{one.code} lies within {above}, which is not there."
                )
            elif above in wished:
                yield Problem("within-programme", (one.code, above), f"{one.code} lies within {above}, a programme.")
    yield from _circles(known)


def _circles(known: dict[str, Quota]) -> Iterator[Problem]:
    """Each circle once, from the quota of it that comes first."""
    done: set[str] = set()
    for start in known:
        trail: list[str] = []
        code: str | None = start
        while code in known and code not in done and code not in trail:
            trail.append(code)
            code = known[code].within[0] if known[code].within else None
        if code in trail:
            circle = tuple(trail[trail.index(code) :])
            yield Problem("circle", circle, f"Quotas lie within one another in a circle: {', '.join(circle)}.")
        done.update(trail)


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(codes).items() if count > 1]
