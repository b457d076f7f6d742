"""Two versions compared, as their page shows them: what is recorded, what follows from it, and what is suggested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.comparison import Codes, Coverage, LevelPair, compare, coverage, total
from stegvis.frameworks.format.document import FrameworkDocument, Level, Requirement
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.policies import owns
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.equivalences import Recorded, counted, equivalences_between
from stegvis.frameworks.relations.recognition import recognition
from stegvis.frameworks.relations.suggesting import Suggestion, suggest

SUGGESTIONS_SHOWN = 100


@dataclass(frozen=True)
class RecordedLine:
    """A recorded equivalence with its requirements. ``is_disputed``: others say that the two stand otherwise.

    ``is_of_others``: it was recorded for other versions than those compared.
    """

    recorded: Recorded
    left: Requirement
    right: Requirement
    is_disputed: bool
    is_of_others: bool
    may_withdraw: bool


@dataclass(frozen=True)
class RecognisedLine:
    """A level of the left framework, the right one that it makes, and what the next of the right asks for further."""

    level: Level
    reaches: Level | None
    remaining: tuple[Requirement, ...]


@dataclass(frozen=True)
class CoverageTable:
    """How much of ``document`` has a counterpart in ``other``, level by level and in all."""

    document: FrameworkDocument
    other: FrameworkDocument
    levels: list[tuple[Level, Coverage]]
    total: Coverage


class Comparison:
    """``left`` and ``right`` as the actor sees them. At most three queries; all else is computed when asked for."""

    def __init__(self, actor: Actor, left: FrameworkVersion, right: FrameworkVersion) -> None:
        self.actor = actor
        self.left, self.right = left, right
        self.ours, self.theirs = effective_of(left).document, effective_of(right).document
        self.are_two = left.framework_id != right.framework_id
        self.recorded = equivalences_between(actor, left, right) if self.are_two else []
        self.said: set[Codes] = {one.codes for one in self.recorded if one.holds}

    @cached_property
    def levels(self) -> tuple[LevelPair, ...]:
        return compare(self.ours, self.theirs, self.said)

    @cached_property
    def coverage(self) -> tuple[CoverageTable, CoverageTable]:
        turned = {(right, left) for left, right in self.said}
        return _covered(self.ours, self.theirs, self.said), _covered(self.theirs, self.ours, turned)

    @cached_property
    def recognised(self) -> list[RecognisedLine]:
        levels = {level.code: level for level in self.ours.levels}
        theirs = {level.code: level for level in self.theirs.levels}
        asked = _by_code(self.theirs)
        return [
            RecognisedLine(levels[one.level], theirs.get(one.reaches), tuple(asked[code] for code in one.remaining))
            for one in recognition(self.ours, self.theirs, counted(self.recorded))
        ]

    @cached_property
    def current(self) -> list[RecordedLine]:
        """What holds for these versions."""
        return list(self._lines(one for one in self.recorded if one.holds))

    @cached_property
    def of_other_versions(self) -> list[RecordedLine]:
        """What has to be looked at anew: a requirement is another now, and the owner has not said anything since."""
        said = {(one.owner, one.codes) for one in self.recorded if one.holds}
        return list(
            self._lines(
                one
                for one in self.recorded
                if not one.holds and one.withdrawn_on is None and (one.owner, one.codes) not in said
            )
        )

    @cached_property
    def withdrawn(self) -> list[RecordedLine]:
        return list(self._lines(one for one in self.recorded if one.withdrawn_on is not None))

    @cached_property
    def suggested(self) -> list[Suggestion]:
        return suggest(self.ours, self.theirs, self.said) if self.are_two else []

    @property
    def suggestions(self) -> list[Suggestion]:
        return self.suggested[:SUGGESTIONS_SHOWN]

    def line_of(self, pk: int) -> RecordedLine | None:
        return next(self._lines(one for one in self.recorded if one.pk == pk), None)

    def _lines(self, recorded: Iterator[Recorded]) -> Iterator[RecordedLine]:
        ours, theirs = _by_code(self.ours), _by_code(self.theirs)
        relations = {(one.codes, one.relation) for one in self.recorded if one.holds}
        for one in recorded:
            differing = {relation for codes, relation in relations if codes == one.codes} - {one.relation}
            left, right = (ours, theirs) if one.is_there else map(_by_code, map(_document, one.between))
            yield RecordedLine(
                one,
                left[one.left_code],
                right[one.right_code],
                is_disputed=one.holds and bool(differing),
                is_of_others=one.between != (self.left, self.right),
                may_withdraw=one.withdrawn_on is None and owns(self.actor, one.owner),
            )


def _covered(document: FrameworkDocument, other: FrameworkDocument, said: set[Codes]) -> CoverageTable:
    levels = coverage(document, other, said)
    return CoverageTable(document, other, levels, total(part for _level, part in levels))


def _by_code(document: FrameworkDocument) -> dict[str, Requirement]:
    return {requirement.code: requirement for requirement in document.requirements()}


def _document(version: FrameworkVersion) -> FrameworkDocument:
    return effective_of(version).document
