"""What is known about a population, as columns that one vectorised pass can read.

Days are whole days since 1970-01-01 (``day_number``), people are positions ``0 … size - 1``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stegvis.engine.ladder.definition import FactKey

NO_START = -(2**31)
"""``valid_from`` of a fact that has always been valid."""
NO_END = 2**31 - 1
"""``valid_until`` of a fact that never lapses."""
UNNAMED = ""
"""The judge of a fact that no named role has judged; it never counts as demonstrated competence."""

Ints = npt.NDArray[np.int32]
IntsLike = npt.ArrayLike

_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date | int) -> int:
    """Days since 1970-01-01, the unit of every day here and of NumPy's ``datetime64[D]``."""
    return day if isinstance(day, int) else day.toordinal() - _EPOCH


class Fact(NamedTuple):
    """One fact about one person. ``valid_until`` is the last valid day; ``value`` is in the kind's unit."""

    person: int
    key: FactKey
    value: int = 1
    valid_from: int = NO_START
    valid_until: int = NO_END
    judge: str = UNNAMED


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """All facts under one key, sorted by person and then by last valid day. Every array has shape (facts,).

    The order is what lets the evaluator scatter "the last one wins" instead of searching for a maximum.
    """

    person: Ints
    value: Ints
    valid_from: Ints
    valid_until: Ints
    judge: npt.NDArray[np.int16]

    @classmethod
    def of(
        cls,
        person: IntsLike,
        *,
        value: IntsLike = 1,
        valid_from: IntsLike = NO_START,
        valid_until: IntsLike = NO_END,
        judge: IntsLike = 0,
    ) -> Column:
        """Sort what is unsorted; a scalar stands for the whole column and takes no memory.

        ``judge`` holds positions in ``Facts.roles``. Raises ``ValueError`` for a negative value and for
        numbers that are not whole or do not fit.
        """
        people = _fitted(person, np.int32)
        shape = people.shape
        column = cls(
            people,
            np.broadcast_to(_fitted(value, np.int32), shape),
            np.broadcast_to(_fitted(valid_from, np.int32), shape),
            np.broadcast_to(_fitted(valid_until, np.int32), shape),
            np.broadcast_to(_fitted(judge, np.int16), shape),
        )
        if column.value.size and column.value.min() < 0:
            raise ValueError("a fact's value is never negative")
        if column._is_sorted():
            return column
        return column.take(np.lexsort((column.valid_until, column.person)))

    def take(self, where: slice | npt.NDArray[np.intp]) -> Column:
        """The chosen rows; they must keep the order by person and last valid day."""
        return Column(
            self.person[where],
            self.value[where],
            self.valid_from[where],
            self.valid_until[where],
            self.judge[where],
        )

    def rows_of(self, low: int, high: int) -> slice:
        """The rows about people ``low … high - 1``."""
        # of the column's own type, or the search would first convert the whole column
        first, last = np.searchsorted(self.person, np.array([low, high], self.person.dtype))
        return slice(int(first), int(last))

    def _is_sorted(self) -> bool:
        step = np.diff(self.person)
        if (step > 0).all():
            return True
        later = self.valid_until[1:] >= self.valid_until[:-1]
        return bool(((step > 0) | ((step == 0) & later)).all())


class Facts:
    """The facts of ``size`` people, one ``Column`` per key.

    ``roles`` names the judges by position; position 0 is always ``UNNAMED``.
    """

    __slots__ = ("columns", "roles", "size")

    def __init__(self, size: int, columns: Mapping[FactKey, Column], roles: Sequence[str] = (UNNAMED,)):
        """Raise ``ValueError`` where a column names a person or a judge that is not there."""
        if not roles or roles[0] != UNNAMED:
            raise ValueError("the first role is the unnamed one")
        for key, column in columns.items():
            if column.person.size and not (column.person[0] >= 0 and column.person[-1] < size):
                raise ValueError(f"{key}: a fact about a person outside 0 … {size - 1}")
            if column.judge.size and not (column.judge.min() >= 0 and column.judge.max() < len(roles)):
                raise ValueError(f"{key}: a judge outside the named roles")
        self.size = size
        self.columns = dict(columns)
        self.roles = tuple(roles)

    @classmethod
    def from_rows(cls, size: int, rows: Iterable[Fact]) -> Facts:
        """Columns of single facts in any order."""
        keys: dict[FactKey, int] = {}
        roles = {UNNAMED: 0}
        table = [
            (
                person,
                keys.setdefault(key, len(keys)),
                value,
                start,
                end,
                roles.setdefault(judge, len(roles)),
            )
            for person, key, value, start, end, judge in rows
        ]
        person, key, value, valid_from, valid_until, judge = np.array(table, np.int64).reshape(-1, 6).T
        return cls.from_table(
            size,
            tuple(keys),
            person=person,
            key=key,
            value=value,
            valid_from=valid_from,
            valid_until=valid_until,
            judge=judge,
            roles=tuple(roles),
        )

    @classmethod
    def from_table(
        cls,
        size: int,
        keys: Sequence[FactKey],
        *,
        person: IntsLike,
        key: IntsLike,
        value: IntsLike = 1,
        valid_from: IntsLike = NO_START,
        valid_until: IntsLike = NO_END,
        judge: IntsLike = 0,
        roles: Sequence[str] = (UNNAMED,),
    ) -> Facts:
        """Columns of one long table in any order, as one query gives it.

        ``key`` holds positions in ``keys``, ``judge`` positions in ``roles``. Raises as ``Column.of``.
        """
        people, which = np.asarray(person), np.asarray(key)
        ends = np.broadcast_to(valid_until, people.shape)
        order = np.lexsort((ends, people, which))
        edges = np.searchsorted(which[order], np.arange(len(keys) + 1))
        columns = {}
        for position, name in enumerate(keys):
            rows = order[edges[position] : edges[position + 1]]
            columns[name] = Column.of(
                people[rows],
                value=np.broadcast_to(value, people.shape)[rows],
                valid_from=np.broadcast_to(valid_from, people.shape)[rows],
                valid_until=ends[rows],
                judge=np.broadcast_to(judge, people.shape)[rows],
            )
        return cls(size, columns, roles)

    def about(self, person: int, key: FactKey) -> list[Fact]:
        """One person's facts under a key, the soonest to lapse first."""
        column = self.columns.get(key)
        if column is None:
            return []
        rows = column.rows_of(person, person + 1)
        return [
            Fact(
                person,
                key,
                int(column.value[row]),
                int(column.valid_from[row]),
                int(column.valid_until[row]),
                self.roles[column.judge[row]],
            )
            for row in range(rows.start, rows.stop)
        ]


def _fitted(numbers: IntsLike, kind: type[np.signedinteger]) -> npt.NDArray:
    """The numbers as ``kind``, refusing silently wrapped ones; no copy where none is needed."""
    given = np.asarray(numbers)
    if given.dtype == kind:
        return given
    limits = np.iinfo(kind)
    if given.size and not (given.dtype.kind in "iu" and given.min() >= limits.min and given.max() <= limits.max):
        raise ValueError(f"expected whole numbers of {limits.bits} bits")
    return given.astype(kind)
