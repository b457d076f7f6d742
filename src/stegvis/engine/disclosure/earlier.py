"""What earlier releases have told, as further cells and sums.

Whoever has kept yesterday's table subtracts it from today's. So each cell that was there before is joined with the
same cell now by a third one, those who have come in between (or gone), which no table shows and which is guarded as
every cell is: "five answers today and a sixth tomorrow" is a cell of one. What was hidden earlier stays guarded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.disclosure.publication import Bools, Counts, Floats, Publication, Sum, relations_of


@dataclass(frozen=True, eq=False)
class Told:
    """A release as it was made: its cells, and which of them were not shown. Shape of ``hidden`` (cells,)."""

    publication: Publication
    hidden: Bools


@dataclass(frozen=True, eq=False)
class Everything:
    """This publication's cells first, then those of the earlier ones, then the changes between them.

    Arrays as in ``Publication``; ``shown`` is known to the reader whatever is done, ``hidden`` is not and cannot be.
    """

    relations: scipy.sparse.csr_array
    nested: Bools
    counts: Counts
    costs: Floats
    shown: Bools
    hidden: Bools


def together(now: Publication, earlier: Sequence[Told]) -> Everything:
    """All that a reader of these releases, the oldest first, would have. The sum of nothing earlier is ``now``."""
    stages = [*(told.publication for told in earlier), now]
    sizes = [0, now.size, *(stage.size for stage in stages[:-1])]
    starts = [*np.cumsum(sizes).tolist()[1 : len(stages)], 0]
    changes = _Changes(sum(stage.size for stage in stages))
    for stage in range(1, len(stages)):
        changes.between(stages[: stage + 1], starts)
    count, added = sum(stage.size for stage in stages), len(changes.counts)
    order = [now, *stages[:-1]]
    own = scipy.sparse.block_diag([one.relations for one in order], format="csr")
    own = scipy.sparse.csr_array(scipy.sparse.hstack([own, scipy.sparse.csr_array((own.shape[0], added))]))
    further = relations_of(changes.sums, count + added)
    nothing = np.zeros(added, np.bool_)
    return Everything(
        scipy.sparse.csr_array(scipy.sparse.vstack([own, further])),
        np.concatenate([*(one.nested for one in order), np.array(changes.nested, np.bool_)]),
        np.concatenate([*(one.counts for one in order), np.array(changes.counts, np.int64)]),
        np.concatenate([now.costs, np.zeros(count - now.size + added)]),
        np.concatenate([now.known, *(~told.hidden | told.publication.known for told in earlier), nothing]),
        np.concatenate(
            [
                ~now.published & ~now.known,
                *(told.hidden & ~told.publication.known for told in earlier),
                ~nothing,
            ]
        ),
    )


class _Changes:
    """Cells for what changed from one release to the next, and the sums that hold them."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.counts: list[int] = []
        self.sums: list[Sum] = []
        self.nested: list[bool] = []

    def between(self, stages: Sequence[Publication], starts: Sequence[int]) -> None:
        """From the latest release that had each cell of the last stage to that stage."""
        last = len(stages) - 1
        now, start = stages[last], starts[last]
        found: dict[int, tuple[int, int, int]] = {}
        latest: dict[object, tuple[int, int]] = {}
        for stage in range(last):
            latest.update({key: (stage, number) for number, key in enumerate(stages[stage].keys)})
        for number, key in enumerate(now.keys):
            if key not in latest:
                continue
            stage, other = latest[key]
            change = int(now.counts[number]) - int(stages[stage].counts[other])
            cells = start + number, starts[stage] + other
            more, less = cells if change >= 0 else cells[::-1]
            cell = self.first + len(self.counts)
            self.counts.append(abs(change))
            self._add((more, (less, cell)), False)
            found[number] = stage, int(np.sign(change)), cell
        for whole, parts in _sums(now):
            self._follow(found, whole, parts)

    def _follow(self, found: dict[int, tuple[int, int, int]], whole: int, parts: tuple[int, ...]) -> None:
        """What adds up adds up in its changes, where all were there before and have gone the same way."""
        if not all(one in found for one in (whole, *parts)):
            return
        stages, signs, cells = zip(*(found[one] for one in (whole, *parts)), strict=True)
        if len(set(stages)) == 1 and not {1, -1} <= set(signs):
            self._add((cells[0], tuple(cells[1:])), True)

    def _add(self, one: Sum, nested: bool) -> None:
        self.sums.append(one)
        self.nested.append(nested)


def _sums(publication: Publication) -> Iterator[Sum]:
    relations = publication.relations
    for row in range(relations.shape[0]):
        inside = slice(relations.indptr[row], relations.indptr[row + 1])
        cells, values = relations.indices[inside], relations.data[inside]
        yield int(cells[values < 0][0]), tuple(cells[values > 0].tolist())
