"""Say why: what one person has met, by which facts and until when, and exactly what the next level takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stegvis.engine.ladder.compile import Group, Leaf, Source
from stegvis.engine.ladder.definition import Requirement
from stegvis.engine.ladder.evaluate import FOREVER, NOT_REACHED, Evaluation
from stegvis.engine.ladder.facts import NO_END, Fact, Facts


@dataclass(frozen=True, slots=True)
class RequirementState:
    """One requirement for one person. ``until`` is its last day, ``NO_END`` for good, ``None`` if not met.

    ``held`` is how much counts today, in the kind's unit, so that ``requirement.minimum - held`` is left
    to go. ``by`` holds the facts behind that: where met, those that carry it to ``until``; otherwise all
    that count.
    """

    requirement: Requirement
    until: int | None
    held: int
    by: tuple[Fact, ...]

    @property
    def met(self) -> bool:
        return self.until is not None


@dataclass(frozen=True, slots=True)
class GroupState:
    """Met when at least ``need`` of the children are. ``track`` names a track, else it is ``""``."""

    need: int
    children: tuple[RequirementState | GroupState, ...]
    until: int | None
    track: str = ""

    @property
    def met(self) -> bool:
        return self.until is not None


@dataclass(frozen=True, slots=True)
class LevelState:
    """A level by itself, whatever those below it; ``whole`` holds its requirements and its tracks."""

    code: str
    order: int
    whole: GroupState

    @property
    def met(self) -> bool:
        return self.whole.met


@dataclass(frozen=True, slots=True)
class Option:
    """One way out of a ``Choice``: everything in ``missing`` has to be met."""

    missing: tuple[Missing, ...]
    track: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """``need`` more of these options have to be met; with fewer options than that it cannot be."""

    need: int
    options: tuple[Option, ...]


Missing = RequirementState | Choice


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where one person stands on ``day``, and why.

    ``level`` and ``next_level`` are codes: ``None`` below the first and above the last level.
    ``level_until`` is the last day on the level, ``None`` where none is reached. All of ``missing`` stands
    in the way of the next level and nothing else does. ``levels`` go from the lowest to the highest.
    """

    person: int
    day: int
    level: str | None
    level_until: int | None
    next_level: str | None
    missing: tuple[Missing, ...]
    levels: tuple[LevelState, ...]

    def requirements(self) -> Iterator[RequirementState]:
        """Every requirement in the order of the compiled ladder's leaves."""
        for level in self.levels:
            yield from _requirements(level.whole)

    def lapsing(self, within: int) -> tuple[RequirementState, ...]:
        """What is met now but for no more than ``within`` days after the day, the soonest first."""
        soon = [
            (state.until, position, state)
            for position, state in enumerate(self.requirements())
            if state.until is not None and state.until <= self.day + within
        ]
        return tuple(state for _, _, state in sorted(soon, key=lambda entry: entry[:2]))


def explain(evaluation: Evaluation, person: int) -> Explanation:
    """Explain one person's result. Raises ``IndexError`` for a person outside the population."""
    facts, compiled = evaluation.facts, evaluation.compiled
    if not 0 <= person < facts.size:
        raise IndexError(f"person {person} is outside 0 … {facts.size - 1}")
    counted = {source: _counted(source, facts, person, evaluation.day) for source, _ in compiled.sources}
    leaf_left = evaluation.leaf_left[:, person]
    states = [
        _requirement_state(leaf, counted[leaf.source], int(left), evaluation.day)
        for leaf, left in zip(compiled.leaves, leaf_left, strict=True)
    ]
    levels = tuple(LevelState(level.code, level.order, _group_state(level.whole, states)) for level in compiled.levels)
    reached = int(evaluation.level[person])
    following = levels[reached + 1] if reached + 1 < len(levels) else None
    return Explanation(
        person=person,
        day=evaluation.day,
        level=None if reached == NOT_REACHED else levels[reached].code,
        level_until=_until(int(evaluation.reached_left[person]), evaluation.day),
        next_level=following.code if following else None,
        missing=_missing(following.whole) if following else (),
        levels=levels,
    )


def _until(left: int, day: int) -> int | None:
    if left == 0:
        return None
    return NO_END if left == FOREVER else day + left - 1


def _counted(source: Source, facts: Facts, person: int, day: int) -> list[Fact]:
    """The person's facts that count towards the source on the day."""
    return [
        fact
        for key in source.keys
        for fact in facts.about(person, key)
        if fact.valid_from <= day <= fact.valid_until and source.counts(fact.judge)
    ]


def _requirement_state(leaf: Leaf, counted: list[Fact], left: int, day: int) -> RequirementState:
    amounts = [fact.value for fact in counted]
    held = sum(amounts) if leaf.source.summed else max(amounts, default=0)
    by = counted
    if left:
        by = [fact for fact in counted if fact.valid_until >= day + left - 1]
        if not leaf.source.summed:
            by = [next(fact for fact in by if fact.value >= leaf.requirement.minimum)]
    return RequirementState(leaf.requirement, _until(left, day), held, tuple(by))


def _group_state(group: Group, states: list[RequirementState]) -> GroupState:
    children = tuple(
        states[child.index] if isinstance(child, Leaf) else _group_state(child, states) for child in group.children
    )
    met = sorted((child.until for child in children if child.until is not None), reverse=True)
    if group.need < 1:
        until: int | None = NO_END
    else:
        until = met[group.need - 1] if group.need <= len(met) else None
    return GroupState(group.need, children, until, group.track)


def _missing(state: RequirementState | GroupState) -> tuple[Missing, ...]:
    if state.met:
        return ()
    if isinstance(state, RequirementState):
        return (state,)
    unmet = [child for child in state.children if not child.met]
    need = state.need - (len(state.children) - len(unmet))
    if need == len(unmet):
        return tuple(missing for child in unmet for missing in _missing(child))
    return (Choice(need, tuple(_option(child) for child in unmet)),)


def _option(child: RequirementState | GroupState) -> Option:
    return Option(_missing(child), child.track if isinstance(child, GroupState) else "")


def _requirements(state: RequirementState | GroupState) -> Iterator[RequirementState]:
    if isinstance(state, RequirementState):
        yield state
    else:
        for child in state.children:
            yield from _requirements(child)
