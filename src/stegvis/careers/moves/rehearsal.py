"""The dry run: everybody under the old ladder and the new, in one pass over arrays. No database.

Requirements and levels are counted from the lowest: "2" is two levels reached, whatever their orders are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stegvis.careers.evaluation.evidence import EvidenceTable, Vocabulary, facts_of
from stegvis.careers.evaluation.results import evaluated_by_area, ladders_of, months_in
from stegvis.careers.gaps import in_the_way, levels_met
from stegvis.careers.models import MoveOutcome
from stegvis.careers.moves.following import Successors, level_counterparts, successor_matrix
from stegvis.engine.ladder import CompiledLadder, Evaluation
from stegvis.frameworks.models import FrameworkVersion

Outcome = MoveOutcome.Outcome
Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


class Told(NamedTuple):
    """What the move means for one person (a position) in one area; the rest as ``MoveOutcome`` has it."""

    person: int
    area: str
    outcome: str
    level_before: int
    level_after: int
    level_if_reviewed: int
    kept: int
    to_review: tuple[str, ...]
    lapsed: tuple[str, ...]
    is_primary: bool


@dataclass(frozen=True)
class Rehearsal:
    """A move between two versions, made ready to be tried on any number of people."""

    before: FrameworkVersion
    after: FrameworkVersion
    successors: Successors

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary.of([*ladders_of(self.before).values(), *ladders_of(self.after).values()])

    def tell(self, vocabulary: Vocabulary, table: EvidenceTable, size: int, on: date) -> Iterator[Told]:
        """One row for each area in which each of ``size`` people stands before the move.

        In a version that has the same area they stand in it afterwards, if they have evidence there; otherwise
        wherever they then stand highest.
        """
        facts = facts_of(table, vocabulary, size, on)
        earlier, later = (
            list(evaluated_by_area(version, vocabulary, table.about(_asked(version, vocabulary)), facts, on))
            for version in (self.before, self.after)
        )
        primary = _primary([(here, one.level, months_in(facts, area)) for area, one, here in earlier])
        highest = np.argmax([np.where(here, one.level, -2) for _area, one, here in later], axis=0)
        for number, (area, then, here) in enumerate(earlier):
            target = highest.copy()
            for place, (other, _one, there) in enumerate(later):
                if other == area:
                    target[there] = place
            for place, (_other, now, _there) in enumerate(later):
                who = np.flatnonzero(here & (target == place))
                if who.size:
                    yield from self._told(area, who, then, now, primary[who] == number)

    def _told(
        self, area: str, who: npt.NDArray[np.intp], then: Evaluation, now: Evaluation, primary: Bools
    ) -> Iterator[Told]:
        old, new = then.compiled, now.compiled
        follows = successor_matrix(self.successors, old, new)
        met, met_now = then.met[:, who], now.met[:, who]
        waits = in_the_way(new, met_now)
        review = waits & _any_of(follows.T, met)
        gone = met & ~follows.any(axis=1, keepdims=True)
        kept = met & ~gone & ~_any_of(follows, waits)
        before, after, reviewed = then.level[who] + 1, now.level[who] + 1, levels_met(new, met_now | review)
        falls = reviewed < np.array(level_counterparts(old.levels, new.levels))[before]
        outcome = np.where(falls, Outcome.LAPSED, np.where(review.any(axis=0), Outcome.REVIEW, Outcome.KEPT))
        rows = zip(
            who.tolist(),
            outcome.tolist(),
            _orders(old)[before].tolist(),
            _orders(new)[after].tolist(),
            _orders(new)[reviewed].tolist(),
            kept.sum(axis=0).tolist(),
            _codes(new, review),
            _codes(old, gone),
            primary.tolist(),
            strict=True,
        )
        for person, *rest in rows:
            yield Told(person, area, *rest)


def _asked(version: FrameworkVersion, vocabulary: Vocabulary) -> Bools:
    """Which of the vocabulary's keys the version asks about."""
    own = set(Vocabulary.of(ladders_of(version).values()).keys)
    return np.array([key in own for key in vocabulary.keys], np.bool_)


def _primary(places: list[tuple[Bools, npt.NDArray[np.int16], Counts]]) -> npt.NDArray[np.intp]:
    """Each person's place on the highest level, then with most months: a position among the places."""
    rank = [np.where(here, level.astype(np.int64) * 10_000 + months, -20_000) for here, level, months in places]
    return np.argmax(rank, axis=0)


def _any_of(relation: Bools, marked: Bools) -> Bools:
    """Whether any of a row's relatives is marked: (rows, relatives) and (relatives, people) to (rows, people)."""
    return (relation.astype(np.float32) @ marked.astype(np.float32)) > 0


def _orders(ladder: CompiledLadder) -> Counts:
    """The order of having reached 0, 1, 2 … levels."""
    return np.array([0, *(level.order for level in ladder.levels)])


def _codes(ladder: CompiledLadder, marked: Bools) -> list[tuple[str, ...]]:
    """The marked requirements of each person."""
    codes = np.array([leaf.requirement.code for leaf in ladder.leaves], object)
    return [tuple(codes[column]) for column in marked.T]
