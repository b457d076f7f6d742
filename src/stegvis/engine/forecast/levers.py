"""Levers: what can be decided, as plain values that turn one scene into a changed one.

``from_year`` is the first year that a lever holds, from 1, the first, to the workforce's last; no professions or
programmes named means all. A share is of what there was at the ``start``, before any lever, so that several add up. A
lever that cannot be pulled raises ModelError with its name as ``field`` and its number as ``at``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from stegvis.engine.forecast.check import STRONGEST
from stegvis.engine.forecast.model import Array, Feedback, ModelError, Moves
from stegvis.engine.forecast.moves import attraction, gravity
from stegvis.engine.forecast.study import Study
from stegvis.engine.forecast.workforce import Programme, Workforce

Numbers = tuple[int, ...]
CLOSE = 1e-9


@dataclass(frozen=True)
class Scene:
    """A workforce, and the ``demand`` (T + 1, R, P) for it in full-time equivalents, if that is asked about."""

    workforce: Workforce
    demand: Array | None = None


@dataclass(frozen=True)
class RetireLater:
    """People retire so many ``months`` later, or earlier where below 0: the chances move up in age."""

    months: float
    professions: Numbers = ()
    from_year: int = 1

    def pull(self, scene: Scene, start: Scene) -> Scene:
        workforce, which = scene.workforce, _which(scene, self.professions)
        _must(abs(self.months) <= 240, "outside")
        ages = np.arange(workforce.stock.shape[2])
        changed = workforce.retiring.copy()
        for profession in which:
            for row in changed[:, profession]:
                row[:] = np.interp(ages - self.months / 12, ages, row)
        return _changed(scene, "retiring", self.from_year, changed)


@dataclass(frozen=True)
class LongerWeeks:
    """Who works part time works so many ``hours`` more a week, but never more than full time."""

    hours: float
    professions: Numbers = ()
    from_year: int = 1

    def pull(self, scene: Scene, start: Scene) -> Scene:
        workforce, which = scene.workforce, list(_which(scene, self.professions))
        _must(abs(self.hours) <= workforce.full_week, "outside")
        changed = workforce.hours.copy()
        part = workforce.part_time[which]
        # Whoever works full time gives 1, so the others give what is left, and have that much to go to full time.
        room = np.maximum(1 - changed[:, which], 0) if self.hours > 0 else changed[:, which]
        step = np.minimum(part * abs(self.hours) / workforce.full_week, room)
        changed[:, which] += np.sign(self.hours) * step
        return _changed(scene, "hours", self.from_year, changed)


@dataclass(frozen=True)
class MoreGraduates:
    """``share`` more seats, as 0.1 for a tenth, for those who graduate from a year on."""

    share: float
    programmes: Numbers = ()
    from_year: int = 1

    def pull(self, scene: Scene, start: Scene) -> Scene:
        share = self.share * _on(scene.workforce.years, self.from_year)

        def more(one: Programme, first: Programme) -> Programme:
            return replace(one, seats=_whole(one.seats + share * first.seats))

        return _programmes(scene, start, self.programmes, more)


@dataclass(frozen=True)
class Completion:
    """More of those who begin graduate: ``points`` as 0.05 for five percentage points."""

    points: float
    programmes: Numbers = ()
    from_year: int = 1

    def pull(self, scene: Scene, start: Scene) -> Scene:
        points = self.points * _on(scene.workforce.years, self.from_year)

        def more(one: Programme, _: Programme) -> Programme:
            return replace(one, completion=_chance(one.completion + points))

        return _programmes(scene, start, self.programmes, more)


@dataclass(frozen=True)
class FirstYear:
    """More of the new are there after their first year: ``points`` as 0.05."""

    points: float
    professions: Numbers = ()

    def pull(self, scene: Scene, start: Scene) -> Scene:
        changed = scene.workforce.retention.copy()
        for profession in _which(scene, self.professions):
            changed[profession] = _chance(changed[profession] + self.points)
        return replace(scene, workforce=replace(scene.workforce, retention=changed))


@dataclass(frozen=True)
class FewerLeave:
    """Of the ``ages`` (from, to but not with), the ``share`` fewer leave; those who retire or die are as many."""

    share: float
    ages: tuple[int, int] = (0, 200)
    professions: Numbers = ()
    from_year: int = 1

    def pull(self, scene: Scene, start: Scene) -> Scene:
        workforce, which = scene.workforce, _which(scene, self.professions)
        ages = np.arange(workforce.stock.shape[2]) + workforce.first_age
        meant = (ages >= self.ages[0]) & (ages < self.ages[1])
        _must(bool(meant.any()), "outside")
        share = np.zeros(workforce.stock.shape[1:])
        share[list(which)] = self.share * meant
        changed = _chance(_whole(workforce.leaving - share * start.workforce.leaving))
        return _changed(scene, "leaving", self.from_year, changed)


@dataclass(frozen=True)
class StudyPosts:
    """Study posts beside those there are: seats, time off and who replaces."""

    study: Study

    def pull(self, scene: Scene, start: Scene) -> Scene:
        workforce = scene.workforce
        return replace(scene, workforce=replace(workforce, studies=(*workforce.studies, self.study)))


@dataclass(frozen=True)
class MoveMore:
    """``within`` and ``across`` times as many move; below 1 fewer."""

    within: float = 1.0
    across: float = 1.0
    professions: Numbers = ()

    def pull(self, scene: Scene, start: Scene) -> Scene:
        moves, first = scene.workforce.moves, start.workforce.moves
        if not isinstance(moves, Moves) or not isinstance(first, Moves):
            raise ModelError("", "contradicts")
        more = np.zeros((2, scene.workforce.stock.shape[1]))
        more[:, list(_which(scene, self.professions))] = [[self.within - 1], [self.across - 1]]
        within, across = _whole(moves.within + first.within * more[0]), _whole(moves.across + first.across * more[1])
        _must(bool((within + across <= 1).all()), "more_than_all")
        moved = replace(moves, within=within, across=across)
        return replace(scene, workforce=replace(scene.workforce, moves=moved))


@dataclass(frozen=True)
class FromAbroad:
    """So many ``persons`` more a year come from abroad, to the places by ``shares`` (R,) that sum to 1."""

    persons: float
    profession: int
    shares: tuple[float, ...]
    from_year: int = 1

    def pull(self, scene: Scene, start: Scene) -> Scene:
        workforce = scene.workforce
        changed = workforce.abroad.copy()
        years = _on(workforce.years, self.from_year)
        changed[..., _which(scene, (self.profession,))[0]] += (
            self.persons * years[:, None] * _shares(scene, self.shares)
        )
        return replace(scene, workforce=replace(workforce, abroad=_whole(changed)))


@dataclass(frozen=True)
class HireAgency:
    """So many full-time equivalents more are bought in, or fewer where below 0, from a year on and to another."""

    fte: float
    profession: int
    shares: tuple[float, ...]
    from_year: int = 1
    to_year: int | None = None

    def pull(self, scene: Scene, start: Scene) -> Scene:
        workforce = scene.workforce
        _which(scene, (self.profession,))
        _must(self.to_year is None or self.to_year >= self.from_year, "contradicts")
        years = np.concatenate([[0.0], _on(workforce.years, self.from_year)])
        if self.to_year is not None:
            _within(self.to_year, workforce.years)
            years[self.to_year + 1 :] = 0
        changed = workforce.agency.copy()
        changed[..., self.profession] += self.fte * years[:, None] * _shares(scene, self.shares)
        return replace(scene, workforce=replace(workforce, agency=_whole(changed)))


@dataclass(frozen=True)
class TaskShift:
    """The ``share`` of the demand for one profession goes over to another, who does it at ``speed``."""

    source: int
    target: int
    share: float
    speed: float = 1.0
    from_year: int = 1

    def pull(self, scene: Scene, start: Scene) -> Scene:
        if scene.demand is None or start.demand is None or self.source == self.target:
            raise ModelError("", "contradicts")
        _which(scene, (self.source, self.target))
        _chance(np.array([self.share]))
        _must(self.speed > 0, "below_zero")
        _within(self.from_year, scene.workforce.years)
        changed = scene.demand.copy()
        given = start.demand[self.from_year :, :, self.source] * self.share
        changed[self.from_year :, :, self.source] -= given
        changed[self.from_year :, :, self.target] += given / self.speed
        return replace(scene, demand=changed)


@dataclass(frozen=True, eq=False)
class ByDistance:
    """Of who moves, more go near and fewer far: the pull halves every ``half`` metres between the ``centroids`` (R, 2),
    ``inside`` (R,) metres within each (``gravity``). As many move, and the places keep what they have."""

    centroids: Array
    inside: Array
    half: float

    def pull(self, scene: Scene, start: Scene) -> Scene:
        moves = scene.workforce.moves
        if not isinstance(moves, Moves):
            raise ModelError("", "contradicts")
        where: dict[str, Any] = {"half": self.half, "inside": self.inside}
        mass = attraction(self.centroids, moves.share, **where)
        leaves = (moves.within + moves.across)[0, 0, :, None]
        return replace(
            scene,
            workforce=replace(scene.workforce, moves=gravity(self.centroids, mass, leaves=leaves, **where)),
        )


@dataclass(frozen=True)
class Loop:
    """Last year's shortage of the scene's demand makes more leave: ``strength`` as of ``Feedback``."""

    strength: float

    def pull(self, scene: Scene, start: Scene) -> Scene:
        if scene.demand is None:
            raise ModelError("", "contradicts")
        before = scene.workforce.feedback
        strength = self.strength + (before.strength if before else 0)
        _must(0 <= strength <= STRONGEST, "outside")
        return replace(scene, workforce=replace(scene.workforce, feedback=Feedback(scene.demand, strength)))


LAST = (ByDistance, Loop)
"""These stand on what the others have made of moves and demand, and are pulled after them."""
Lever = (
    RetireLater
    | LongerWeeks
    | MoreGraduates
    | Completion
    | FirstYear
    | FewerLeave
    | StudyPosts
    | MoveMore
    | FromAbroad
    | HireAgency
    | TaskShift
    | ByDistance
    | Loop
)


def _must(holds: bool, code: str) -> None:
    if not holds:
        raise ModelError("", code)


def _whole(array: Array) -> Array:
    """Not below zero, but for what rounding takes."""
    _must(bool((array >= -CLOSE).all()), "below_zero")
    return np.maximum(array, 0)


def _chance(array: Array) -> Array:
    _must(bool((array <= 1 + CLOSE).all()), "above_one")
    return np.minimum(_whole(array), 1)


def _which(scene: Scene, professions: Numbers) -> Numbers:
    every = tuple(range(scene.workforce.stock.shape[1]))
    _must(set(professions) <= set(every), "professions")
    return professions or every


def _on(years: int, from_year: int) -> Array:
    """(T,) 1 in the years that it holds, the first of which is 1."""
    _within(from_year, years)
    return (np.arange(1, years + 1) >= from_year).astype(float)


def _within(from_year: int, years: int) -> None:
    _must(isinstance(from_year, int | np.integer) and 1 <= from_year <= years, "outside")


def _shares(scene: Scene, shares: tuple[float, ...]) -> Array:
    found = np.array(shares)
    _must(found.shape == (scene.workforce.stock.shape[0],), "shape")
    _must(bool((found >= 0).all()), "below_zero")
    _must(abs(found.sum() - 1) < 1e-6, "does_not_sum_to_one")
    return found


def _programmes(
    scene: Scene, start: Scene, numbers: Numbers, change: Callable[[Programme, Programme], Programme]
) -> Scene:
    """With each of the programmes changed, told also what it was at the start."""
    old = scene.workforce.programmes
    _must(set(numbers) <= set(range(len(old))), "professions")
    changed = tuple(
        change(one, first) if not numbers or number in numbers else one
        for number, (one, first) in enumerate(zip(old, start.workforce.programmes, strict=True))
    )
    return replace(scene, workforce=replace(scene.workforce, programmes=changed))


def _changed(scene: Scene, cause: str, from_year: int, changed: Array) -> Scene:
    """With the cause as it was until the year, and as changed from it on. Today's hours are today's."""
    workforce = scene.workforce
    _within(from_year, workforce.years)
    parts: dict[str, Any] = {cause: changed}
    begins = from_year if cause == "hours" else from_year - 1
    if begins:
        shape = (workforce.years + (cause == "hours"), *changed.shape[1:])
        whole = np.broadcast_to(getattr(workforce, cause), shape).copy()
        whole[begins:] = np.broadcast_to(changed, shape)[begins:]
        parts = {cause: whole}
    return replace(scene, workforce=replace(workforce, **parts))
