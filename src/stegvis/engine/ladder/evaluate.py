"""Evaluate a compiled ladder for a whole population in one vectorised pass.

Everything is carried as *days left*: 0 for not met, 1 for met today and lapsing tonight, ``FOREVER`` for
no end. Over that one number all-of is a minimum, any-of a maximum and at-least-n the n-th largest, so that
"is it met" and "until when" are one computation in two bytes a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from stegvis.engine.ladder.compile import CompiledLadder, Group, Leaf, Minima, Source
from stegvis.engine.ladder.facts import NO_END, Column, Facts, Ints, day_number

DaysLeft = npt.NDArray[np.uint16]
Bools = npt.NDArray[np.bool_]

FOREVER = 2**16 - 1
HORIZON = FOREVER - 1
"""What lasts longer than this many days (179 years), today included, counts as having no end."""

NOT_REACHED = -1
CHUNK = 2**17


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What is met on ``day`` as far as the facts valid on that day tell.

    ``leaf_left`` has shape (leaves, people), ``track_left`` (tracks, people) and ``level_left``
    (levels, people): days left, each level and track by itself. ``level`` has shape (people,): the
    position of the highest level reached together with all below it, or ``NOT_REACHED``;
    ``reached_left`` the days it lasts. The other properties are derived from these anew at each access.
    An ``until`` is the last day on which something stays met, ``NO_END`` where it does not lapse; it
    means nothing where it is not met.
    """

    compiled: CompiledLadder
    facts: Facts
    day: int
    leaf_left: DaysLeft
    track_left: DaysLeft
    level_left: DaysLeft
    level: npt.NDArray[np.int16]
    reached_left: DaysLeft

    @property
    def met(self) -> Bools:
        """Shape (leaves, people)."""
        return self.leaf_left > 0

    @property
    def until(self) -> Ints:
        """Shape (leaves, people)."""
        return self._days(self.leaf_left)

    @property
    def tracks_met(self) -> Bools:
        """Shape (tracks, people): the track's own requirements, whatever the rest of its level."""
        return self.track_left > 0

    @property
    def level_met(self) -> Bools:
        """Shape (levels, people): the level's own requirements, whatever those below it."""
        return self.level_left > 0

    @property
    def level_until(self) -> Ints:
        """Shape (people,): the last day on the level reached."""
        return self._days(self.reached_left)

    def _days(self, left: DaysLeft) -> Ints:
        days = left.astype(np.int32)
        days += self.day - 1
        days[left == FOREVER] = NO_END
        return days


def evaluate(
    compiled: CompiledLadder, facts: Facts, on: date | int, *, chunk: int = CHUNK, threads: int = 2
) -> Evaluation:
    """Evaluate everybody as of a day.

    ``chunk`` people at a time, so that their rows stay in the processor's cache; neither it nor
    ``threads`` changes the result.
    """
    people = facts.size
    result = Evaluation(
        compiled,
        facts,
        day_number(on),
        leaf_left=np.zeros((len(compiled.leaves), people), np.uint16),
        track_left=np.empty((len(compiled.tracks), people), np.uint16),
        level_left=np.empty((len(compiled.levels), people), np.uint16),
        level=np.full(people, NOT_REACHED, np.int16),
        reached_left=np.zeros(people, np.uint16),
    )
    starts = range(0, people, chunk)
    if len(starts) > 1 and threads > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda start: _evaluate_chunk(result, start, min(start + chunk, people)), starts))
    else:
        for start in starts:
            _evaluate_chunk(result, start, min(start + chunk, people))
    return result


def _evaluate_chunk(result: Evaluation, low: int, high: int) -> None:
    leaf_left = result.leaf_left[:, low:high]
    for source, minima in result.compiled.sources:
        _fill_leaves(result, source, minima, low, high)
    reached = np.full(leaf_left.shape[1], FOREVER, np.uint16)
    tracks = iter(result.track_left[:, low:high])
    for position, level in enumerate(result.compiled.levels):
        left = _days_left(level.requires, leaf_left)
        if level.tracks:
            rows = [_keep(next(tracks), _days_left(track, leaf_left)) for track in level.tracks]
            left = np.minimum(left, np.maximum.reduce(rows))
        result.level_left[position, low:high] = left
        reached = np.minimum(reached, left)
        here = reached > 0
        result.level[low:high][here] = position
        result.reached_left[low:high][here] = reached[here]


def _keep(row: DaysLeft, left: DaysLeft) -> DaysLeft:
    row[:] = left
    return row


def _fill_leaves(result: Evaluation, source: Source, minima: Minima, low: int, high: int) -> None:
    """Write the days left of every leaf that reads this source.

    Rows come sorted by person and days left, and an assignment with repeated positions leaves the last
    value behind: of the rows that meet the minimum, each person keeps the one that lasts longest.
    Rows are picked by position, which NumPy does several times faster than by mask.
    """
    columns = list(_valid_columns(source, result.facts, result.day, low, high))
    if not columns:
        return
    person = np.concatenate([column.person for column in columns]).astype(np.intp) - low
    left = np.concatenate([_left_of(column, result.day) for column in columns])
    amount = np.concatenate([column.value for column in columns])
    if len(columns) > 1:
        order = np.argsort((person << 16) | left, kind="stable")
        person, left, amount = person[order], left[order], amount[order]
    if source.summed:
        amount = _remaining_sums(person, amount)
    leaf_left = result.leaf_left[:, low:high]
    for minimum, (first, *others) in minima:
        enough = np.flatnonzero(amount >= minimum)
        if enough.size < amount.size:
            person, left, amount = person[enough], left[enough], amount[enough]
        leaf_left[first, person] = left
        leaf_left[others] = leaf_left[first]


def _valid_columns(source: Source, facts: Facts, day: int, low: int, high: int) -> Iterator[Column]:
    """The source's facts about people ``low … high - 1`` that are valid on the day and rightly judged."""
    judges = np.array([source.counts(role) for role in facts.roles])
    for key in source.keys:
        column = facts.columns.get(key)
        if column is None:
            continue
        rows = column.take(column.rows_of(low, high))
        counted = (rows.valid_until >= day) & (rows.valid_from <= day)
        if not judges.all():
            counted &= judges[rows.judge]
        if counted.all():
            yield rows
        elif counted.any():
            yield rows.take(np.flatnonzero(counted))


def _left_of(column: Column, day: int) -> DaysLeft:
    """Days left of facts that are valid on the day."""
    return (np.minimum(column.valid_until, day + HORIZON) - np.int32(day - 1)).astype(np.uint16)


def _remaining_sums(person: npt.NDArray[np.intp], amount: Ints) -> npt.NDArray[np.int64]:
    """Each row's amount and the person's following ones: what still counts on the row's last day."""
    sums = amount[::-1].cumsum(dtype=np.int64)[::-1]
    starts = np.flatnonzero(np.diff(person)) + 1
    rows = np.diff(starts, prepend=0, append=person.size)
    return sums - np.repeat(np.append(sums[starts], 0), rows)


def _days_left(node: Group | Leaf, leaf_left: DaysLeft) -> DaysLeft:
    """Days left of a requirement or group, shape (people,): the ``need``-th largest of its children."""
    if isinstance(node, Leaf):
        return leaf_left[node.index]
    people = leaf_left.shape[1]
    if node.need < 1:
        return np.full(people, FOREVER, np.uint16)
    if node.need > len(node.children):
        return np.zeros(people, np.uint16)
    rows = [_days_left(child, leaf_left) for child in node.children]
    if node.need == len(rows):
        return np.minimum.reduce(rows)
    return _nth_largest(node.need, rows)


def _nth_largest(n: int, rows: list[DaysLeft]) -> DaysLeft:
    """Keep the n largest so far, in order, and let each row sink to its place."""
    largest: list[DaysLeft] = [np.zeros_like(rows[0]) for _ in range(n)]
    for row in rows:
        sinking = row
        for place, kept in enumerate(largest):
            largest[place], sinking = np.maximum(kept, sinking), np.minimum(kept, sinking)
    return largest[-1]
