"""Evidence rows as the ladder engine's facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zlib import crc32

import numpy as np
import numpy.typing as npt

from stegvis.careers.evaluation.months import months_by_group
from stegvis.engine.ladder import NO_END, NO_START, UNNAMED, CompiledLadder, FactKey, Facts, Kind, day_number
from stegvis.people.models import Evidence

Ints = npt.NDArray[np.int64]

OTHER_JUDGE = "?"
"""Stands for every judging role that the framework does not name."""


@dataclass(frozen=True)
class Vocabulary:
    """What a framework's ladder can ask about; positions in the tuples stand for the words.

    ``roles`` begins with nobody and ends with ``OTHER_JUDGE``.
    """

    keys: tuple[tuple[str, str], ...]  # (kind, code)
    areas: tuple[str, ...]
    roles: tuple[str, ...]

    @classmethod
    def of(cls, ladders: Iterable[CompiledLadder]) -> Vocabulary:
        sources = {source for ladder in ladders for source, _leaves in ladder.sources}
        keys = {key for source in sources for key in source.keys}
        return cls(
            keys=tuple(sorted({(str(key.kind), key.code) for key in keys})),
            areas=("", *sorted({key.area for key in keys} - {""})),
            roles=(UNNAMED, *sorted({role for source in sources for role in source.judged_by}), OTHER_JUDGE),
        )


@dataclass(frozen=True)
class EvidenceTable:
    """Evidence in columns, each of shape (rows,), days as the engine counts them.

    ``key``, ``area`` and ``judge`` are positions in the vocabulary's tuples; ``end`` is ``NO_END`` where open;
    ``role`` is a number that is the same for the same judging role, also of those that the vocabulary lacks.
    """

    person: Ints
    key: Ints
    area: Ints
    amount: Ints
    start: Ints
    end: Ints
    judge: Ints
    role: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> EvidenceTable:
        return cls(*np.array(rows, np.int64).reshape(-1, 8).T)

    def about(self, keys: npt.NDArray[np.bool_]) -> EvidenceTable:
        """Only the evidence whose key is marked; shape (keys of the vocabulary,)."""
        rows = keys[self.key]
        return EvidenceTable(
            self.person[rows],
            self.key[rows],
            self.area[rows],
            self.amount[rows],
            self.start[rows],
            self.end[rows],
            self.judge[rows],
            self.role[rows],
        )

    def people_in(self, area: int, size: int) -> npt.NDArray[np.bool_]:
        """Who of ``size`` people has evidence in the area."""
        there = np.zeros(size, np.bool_)
        there[self.person[self.area == area]] = True
        return there


def table_of(evidence: Iterable[Evidence], vocabulary: Vocabulary) -> EvidenceTable:
    """One person's evidence; what the ladder does not ask about is left out."""
    keys, areas, roles = ({word: n for n, word in enumerate(words)} for words in _words(vocabulary))
    other = len(vocabulary.roles) - 1
    rows = [
        (
            0,
            keys[one.kind, one.code],
            areas.get(one.area, 0),
            one.amount,
            day_number(one.valid_from),
            day_number(one.valid_until) if one.valid_until else NO_END,
            roles.get(one.judged_by, other),
            crc32(one.judged_by.encode()),
        )
        for one in evidence
        if (one.kind, one.code) in keys
    ]
    return EvidenceTable.of(rows)


def _words(vocabulary: Vocabulary) -> tuple[tuple, tuple, tuple]:
    return vocabulary.keys, vocabulary.areas, vocabulary.roles


def facts_of(table: EvidenceTable, vocabulary: Vocabulary, size: int, on: date) -> Facts:
    """The facts of ``size`` people as they count on a day.

    Evidence held in an area counts in that area and, like all other, where no area is asked for. Practice becomes
    the months up to the day, which never lapse; a rating holds until the same role judges anew; all else keeps its
    dates.
    """
    table = _until_judged_anew(table, vocabulary)
    areas = len(vocabulary.areas)
    held = np.flatnonzero(table.area)
    row = np.concatenate([np.arange(table.person.size), held])
    asked = table.key[row] * areas
    asked[table.person.size :] += table.area[held]
    used, key = np.unique(asked, return_inverse=True)
    keys = [_fact_key(vocabulary, number // areas, number % areas) for number in used.tolist()]
    is_practice = np.array([one.kind is Kind.PRACTICE for one in keys], np.bool_)[key]
    dated = ~is_practice
    people, practised, months = _practice(table, row[is_practice], key[is_practice], len(keys), day_number(on))
    rest = row[dated]
    return Facts.from_table(
        size,
        keys,
        person=np.concatenate([table.person[rest], people]),
        key=np.concatenate([key[dated], practised]),
        value=np.concatenate([table.amount[rest], months]),
        valid_from=np.concatenate([table.start[rest], np.full(people.size, NO_START)]),
        valid_until=np.concatenate([table.end[rest], np.full(people.size, NO_END)]),
        judge=np.concatenate([table.judge[rest], np.zeros(people.size, np.int64)]),
        roles=vocabulary.roles,
    )


def _until_judged_anew(table: EvidenceTable, vocabulary: Vocabulary) -> EvidenceTable:
    """Ratings end the day before the next of the same competence and area by the same role, if not earlier.

    So what a staff list said does not outlive what was agreed in a talk since.
    """
    is_rating = np.array([kind == Kind.COMPETENCE for kind, _code in vocabulary.keys], np.bool_)
    rows = np.flatnonzero(is_rating[table.key])
    groups = len(vocabulary.keys) * len(vocabulary.areas)
    group = table.person[rows] * groups + table.key[rows] * len(vocabulary.areas) + table.area[rows]
    role = table.role[rows]
    order = np.lexsort((table.start[rows], role, group))
    rows, group, role = rows[order], group[order], role[order]
    is_followed = (group[1:] == group[:-1]) & (role[1:] == role[:-1])
    earlier, later = rows[:-1][is_followed], rows[1:][is_followed]
    end = table.end.copy()
    end[earlier] = np.minimum(end[earlier], table.start[later] - 1)
    return replace(table, end=end)


def _fact_key(vocabulary: Vocabulary, key: int, area: int) -> FactKey:
    kind, code = vocabulary.keys[key]
    return FactKey(Kind(kind), code, vocabulary.areas[area])


def _practice(table: EvidenceTable, row: Ints, key: Ints, keys: int, day: int) -> tuple[Ints, Ints, Ints]:
    """Person, key and months of those that have begun."""
    begun = table.start[row] <= day
    row, key = row[begun], key[begun]
    groups, months = months_by_group(table.person[row] * keys + key, table.start[row], np.minimum(table.end[row], day))
    return groups // keys, groups % keys, months
