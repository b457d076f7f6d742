"""All tables of a publication as one set of cells, and everything that adds up among them.

A cell is known by its conditions, a set of (variable, value): the cell "regions that say urgent" is the same in
whichever table it stands, and a total is the cell with fewer conditions. So tables that share margins are linked of
themselves. A filter and the filter narrowed differ by a cell that no table shows; it is added, and guarded as the
others are, for whoever subtracts the one from the other reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import numpy.typing as npt
import scipy  # its parts load when first used

Counts = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

Condition = tuple[str, Hashable]
Key = frozenset[Condition]
Sum = tuple[int, tuple[int, ...]]
"""A cell, and those that add up to it, by their numbers."""

TOTAL_COST = 10.0
"""How many times dearer a total is to hide than a cell inside, for each margin that it is on."""
DEAREST = 1000.0

REST = "(rest)"
"""The value of those whom no table shows: the narrower filter subtracted from the wider."""


@dataclass(frozen=True)
class Axis:
    """One variable of a table. Everybody counted in the table has exactly one of the ``values``.

    ``groups`` names subtotals and what each holds, values or other groups ("on the scale", a county of
    municipalities). The total drops the variable from the cell's conditions; give ``total`` a name where the table
    counts only some of those who would be counted without the variable (those who answered the item).
    """

    name: str
    values: tuple[Hashable, ...]
    groups: Mapping[Hashable, tuple[Hashable, ...]] = field(default_factory=dict)
    total: Hashable | None = None

    @property
    def labels(self) -> tuple[Hashable, ...]:
        """What stands along the axis: values, then groups; the total comes after them, last."""
        return (*self.values, *self.groups)

    def condition(self, place: int) -> Key:
        """The condition of a place along the axis, the total last."""
        label = self.labels[place] if place < len(self.labels) else self.total
        return frozenset() if label is None else frozenset({(self.name, label)})

    def sums(self) -> list[Sum]:
        """What adds up along the axis, by place."""
        where = {label: place for place, label in enumerate(self.labels)}
        found = [(where[group], tuple(where[one] for one in held)) for group, held in self.groups.items()]
        inner = {place for _group, held in found for place in held}
        return [*found, (len(where), tuple(place for place in range(len(where)) if place not in inner))]

    def contained(self) -> Iterator[tuple[Hashable, Hashable]]:
        """Each group, the named total too, with everything that lies within it."""
        for group in self.groups:
            waiting = list(self.groups[group])
            while waiting:
                one = waiting.pop()
                waiting.extend(self.groups.get(one, ()))
                yield group, one
        if self.total is not None:
            yield from ((self.total, one) for one in self.labels)

    def members(self) -> Counts:
        """Which values each label holds, the total last. Shape (labels + 1, values)."""
        found = np.zeros((len(self.labels) + 1, len(self.values)), np.int64)
        found[: len(self.values)] = np.eye(len(self.values), dtype=np.int64)
        found[-1] = 1
        sums = self.sums()[:-1]
        for _depth in sums:  # a group of groups is right once those within it are
            for place, held in sums:
                found[place] = found[list(held)].sum(axis=0)
        if found.max(initial=0) > 1:
            raise ValueError("a value is in a group twice")
        return found


@dataclass(frozen=True, eq=False)
class Table:
    """Counts of people by one or more variables, without totals; ``where`` is the filter, empty for everybody.

    Raises ``ValueError`` for counts that are not whole, negative or of another shape than the axes.
    """

    counts: npt.ArrayLike
    axes: tuple[Axis, ...]
    where: Key = frozenset()

    def __post_init__(self) -> None:
        counts = np.asarray(self.counts)
        if counts.shape != tuple(len(axis.values) for axis in self.axes):
            raise ValueError("a table has as many counts along each axis as the axis has values")
        if counts.size and (counts.dtype.kind not in "iu" or counts.min() < 0):
            raise ValueError("expected whole numbers, none negative")

    def with_totals(self) -> Counts:
        """The counts with groups and the total added along each axis."""
        counts = np.asarray(self.counts, np.int64)
        for place, axis in enumerate(self.axes):
            counts = np.moveaxis(np.tensordot(axis.members(), counts, (1, place)), 0, place)
        return counts


@dataclass(frozen=True, eq=False)
class Publication:
    """Cells and what adds up among them. Arrays have the shape (cells,); ``relations`` @ ``counts`` is 0.

    Each row of ``relations`` (sums, cells) has -1 for the sum and 1 for what adds up to it. ``published`` cells are
    those that a table would show; ``known`` ones the reader has whatever is done. ``costs`` says what it costs to
    hide a cell. ``places`` gives, for each table in order, the cell at each place, groups and totals included.
    ``nested`` says of each row whether the sum is a group of people and the parts its subgroups.
    """

    keys: tuple[Hashable, ...]
    counts: Counts
    relations: scipy.sparse.csr_array
    published: Bools
    known: Bools
    costs: Floats
    places: tuple[npt.NDArray[np.intp], ...]
    nested: Bools

    @property
    def size(self) -> int:
        return self.counts.size

    def label(self, cell: int) -> str:
        """The cell's conditions as one line of text."""
        key = self.keys[cell]
        return ", ".join(sorted(f"{one[0]}={one[1]}" for one in key)) if isinstance(key, frozenset) else str(key)


def gather(
    tables: Sequence[Table],
    *,
    known: Iterable[Key] = (),
    unpublished: Iterable[Key] = (),
    cost: Callable[[Key, int], float] | None = None,
) -> Publication:
    """All cells of these tables, each once, with their totals and with what lies between nested filters.

    ``known`` names cells that readers have from elsewhere (how many were invited); ``unpublished`` cells that the
    tables have and will not show. ``cost`` says what it costs to hide a cell, given its conditions and its count;
    without it, 1 and a little for the people in it, ten times that for each margin.
    Raises ``ValueError`` where two tables count the same cell differently.
    """
    cells = _Cells()
    places = tuple(cells.place(table) for table in tables)
    shown = len(cells.counts)
    cells.narrow()
    counts = np.array(cells.counts, np.int64)
    published = np.arange(counts.size) < shown
    published[[cells.number[key] for key in unpublished if key in cells.number]] = False
    given = np.zeros(counts.size, np.bool_)
    given[[cells.number[key] for key in known if key in cells.number]] = True
    if cost is None:
        costs = np.array(cells.dearness) * (1 + counts / max(int(counts.max(initial=0)), 1))
    else:
        costs = np.array([cost(key, count) for key, count in zip(cells.keys, counts.tolist(), strict=True)], np.float64)
    relations = relations_of(list(cells.sums), counts.size)
    nested = np.ones(relations.shape[0], np.bool_)
    return Publication(tuple(cells.keys), counts, relations, published, given, costs, places, nested)


def relations_of(sums: Collection[Sum], size: int) -> scipy.sparse.csr_array:
    """What adds up, as a matrix of shape (sums, cells)."""
    lengths = np.array([1 + len(parts) for _whole, parts in sums], np.int64)
    columns = np.array([cell for whole, parts in sums for cell in (whole, *parts)], np.int64)
    values = np.ones(columns.size)
    values[np.cumsum(lengths) - lengths] = -1
    rows = np.repeat(np.arange(lengths.size), lengths)
    return scipy.sparse.csr_array(scipy.sparse.coo_array((values, (rows, columns)), shape=(lengths.size, size)))


class _Cells:
    """Cells as they are gathered: numbered in the order in which they are met."""

    def __init__(self) -> None:
        self.number: dict[Key, int] = {}
        self.keys: list[Key] = []
        self.counts: list[int] = []
        self.dearness: list[float] = []
        self.sums: dict[Sum, None] = {}
        self.covered: dict[tuple[Key, str], set[Hashable]] = {}
        self.within: dict[Condition, set[Hashable]] = {}

    def cell(self, key: Key, count: int, dearness: float) -> int:
        found = self.number.setdefault(key, len(self.keys))
        if found == len(self.keys):
            self.keys.append(key)
            self.counts.append(count)
            self.dearness.append(dearness)
        elif self.counts[found] != count:
            raise ValueError(f"counted {count} in one table and {self.counts[found]} in another: {sorted(key)}")
        self.dearness[found] = max(self.dearness[found], dearness)
        return found

    def place(self, table: Table) -> npt.NDArray[np.intp]:
        """Put in a table's cells and what adds up among them."""
        counts = table.with_totals()
        conditions = [[axis.condition(place) for place in range(len(axis.labels) + 1)] for axis in table.axes]
        found = np.empty(counts.shape, np.intp)
        for where, count in np.ndenumerate(counts):
            key = table.where.union(*(row[place] for row, place in zip(conditions, where, strict=True)))
            margins = sum(place >= len(axis.values) for axis, place in zip(table.axes, where, strict=True))
            found[where] = self.cell(key, int(count), min(TOTAL_COST**margins, DEAREST))
        for which, axis in enumerate(table.axes):
            for group, one in axis.contained():
                self.within.setdefault((axis.name, one), set()).add(group)
            lines = np.moveaxis(found, which, -1).reshape(-1, found.shape[which]).tolist()
            self._add_up(axis, lines)
        return found

    def _add_up(self, axis: Axis, lines: list[list[int]]) -> None:
        for place, held in axis.sums():
            for line in lines:
                self.sums[line[place], tuple(line[one] for one in held)] = None
        if axis.total is None:
            for line in lines:
                self.covered.setdefault((self.keys[line[-1]], axis.name), set()).update(axis.labels)

    def narrow(self) -> None:
        """Add what lies between a filter and that filter narrowed, where no table's own sums do."""
        beside: dict[tuple[Key, str], list[tuple[Hashable, int]]] = {}
        for number, key in enumerate(list(self.keys)):
            for wider in self._wider(key):
                more = key - wider
                name, value = next(iter(more))
                if len(more) > 1:
                    self._rest(self.number[wider], [number], wider | {(REST, key)})
                elif value not in self.covered.get((wider, name), ()):
                    beside.setdefault((wider, name), []).append((value, number))
        for (wider, name), narrower in beside.items():
            values = {value for value, _number in narrower}
            apart = [number for value, number in narrower if not self.within.get((name, value), set()) & values]
            whole = self.number[wider]
            if sum(self.counts[one] for one in apart) <= self.counts[whole]:
                self._rest(whole, apart, wider | {(name, REST)})
            else:  # one may have several of these values, so each differs from the whole by itself
                for one in apart:
                    self._rest(whole, [one], wider | {(REST, self.keys[one])})

    def _wider(self, key: Key) -> Iterator[Key]:
        """The narrowest of the cells that hold this one by fewer conditions."""
        found: list[Key] = []
        for fewer in range(len(key) - 1, -1, -1):
            for chosen in combinations(key, fewer):
                wider = frozenset(chosen)
                if wider in self.number and not any(wider < one for one in found):
                    found.append(wider)
                    yield wider

    def _rest(self, whole: int, parts: list[int], key: Key) -> None:
        count = self.counts[whole] - sum(self.counts[one] for one in parts)
        if count < 0:
            raise ValueError(f"more in a part than in the whole: {sorted(self.keys[whole])}")
        self.sums[whole, (*parts, self.cell(key, count, 0.0))] = None
