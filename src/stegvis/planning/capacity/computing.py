"""A plan's content as the engine takes it: need, capacity, gap, what closes it, and why it became another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stegvis.engine.capacity import (
    REASONS,
    Capacity,
    Causes,
    Closing,
    Lever,
    Moving,
    Need,
    Reason,
    Standards,
    Weeks,
    available_hours,
    causes,
    close,
    gap,
    need,
)
from stegvis.planning.capacity.content import LEVERS, Content, LeverUse, Outcome

Array = NDArray[np.float64]
MINUTES = 60


@dataclass(frozen=True)
class Balance:
    """Hours by week and profession (W, C): ``gap`` is before levers, ``left`` after them; above 0 is short.

    ``available`` (1, C) hours a week are what a full-time employee is there, when the absence is taken.
    """

    need: Need
    capacity: Capacity
    available: Array
    added: Array

    @property
    def gap(self) -> Array:
        return gap(self.need, self.capacity)

    @property
    def left(self) -> Array:
        return self.gap - self.added

    @property
    def short(self) -> Array:
        found: Array = np.maximum(np.round(self.left, 4), 0)
        return found


def planned(content: Content) -> Weeks:
    """The plan's weeks, with what is moved moved."""
    found, there = _need(content), _capacity(content)
    return Weeks(
        volume=_volume(content),
        time=_times(content)[None],
        beside=found.support + found.individual,
        contracted=there.contracted,
        away=there.away,
        added=_added(content),
    )


def balance(content: Content) -> Balance:
    there = _capacity(content)
    return Balance(_need(content), there, available_hours(there, content.full_time), _added(content).sum(axis=0))


def suggested(content: Content) -> tuple[Content, Closing]:
    """The content with what closes most of the gap at the least cost, and what it costs. Raises ModelError."""
    content = replace(content.not_moved(), levers=tuple(replace(one, used={}) for one in content.levers))
    found = close(balance(content).gap, [_lever(content, one) for one in content.levers], _moving(content))
    used = [
        replace(one, used={name: tuple(hours[:, at].tolist()) for at, name in enumerate(content.professions)})
        for one, hours in zip(content.levers, found.used, strict=True)
    ]
    moving = content.moving
    if moving is not None:
        keys = [one.key for one in content.activities]
        moves = tuple((keys[one.activity], one.source, one.target, one.amount) for one in found.moved)
        moving = replace(moving, moved=moves)
    return replace(content, levers=tuple(used), moving=moving), found


def cost(content: Content) -> float:
    """Kronor for the levers that are used and what is moved."""
    hours = sum(
        sum(used) * lever.cost.get(profession, 0.0)
        for lever in content.levers
        for profession, used in lever.used.items()
    )
    moving = content.moving
    return hours + (sum(one[3] for one in moving.moved) * moving.cost if moving else 0.0)


def explained(content: Content, outcomes: Sequence[tuple[int, Outcome]]) -> Causes:
    """Why the weeks that are told of (by their places) became other than planned, without remainder."""
    plan = planned(content)
    at = [week for week, _outcome in outcomes]
    part = Weeks(
        volume=plan.volume[at],
        time=plan.time,
        beside=plan.beside[at],
        contracted=plan.contracted[at],
        away=plan.away[:, at],
        added=plan.added[:, at],
    )
    return causes(part, _happened(content, [one for _week, one in outcomes]))


def expected(content: Content, week: int) -> Outcome:
    """A week as it is planned: what an outcome is filled in with before it is changed."""
    weeks, names = planned(content), content.professions
    return Outcome(
        volume={one.key: float(weeks.volume[week, at]) for at, one in enumerate(content.activities)},
        minutes={one.key: dict(one.minutes) for one in content.activities},
        contracted={name: float(weeks.contracted[week, at]) for at, name in enumerate(names)},
        beside={name: float(weeks.beside[week, at]) for at, name in enumerate(names)},
        away={
            name: {reason.value: float(weeks.away[q, week, at]) for q, reason in enumerate(REASONS)}
            for at, name in enumerate(names)
        },
        added={
            kind: {name: float(weeks.added[n, week, at]) for at, name in enumerate(names)}
            for n, kind in enumerate(LEVERS)
        },
    )


def _happened(content: Content, outcomes: Sequence[Outcome]) -> Weeks:
    names, keys = content.professions, [one.key for one in content.activities]
    return Weeks(
        volume=np.array([[one.volume.get(key, 0.0) for key in keys] for one in outcomes]).reshape(-1, len(keys)),
        time=np.array(
            [[[one.minutes.get(key, {}).get(name, 0.0) for name in names] for key in keys] for one in outcomes]
        ).reshape(-1, len(keys), len(names))
        / MINUTES,
        beside=np.array([[one.beside.get(name, 0.0) for name in names] for one in outcomes]),
        contracted=np.array([[one.contracted.get(name, 0.0) for name in names] for one in outcomes]),
        away=np.array(
            [[[one.away.get(name, {}).get(reason, 0.0) for name in names] for one in outcomes] for reason in REASONS]
        ),
        added=np.array(
            [[[one.added.get(kind, {}).get(name, 0.0) for name in names] for one in outcomes] for kind in LEVERS]
        ),
    )


def _times(content: Content) -> Array:
    """(A, C) hours."""
    rows = [[one.minutes.get(name, 0.0) for name in content.professions] for one in content.activities]
    return np.array(rows, dtype=float).reshape(len(content.activities), len(content.professions)) / MINUTES


def _volume(content: Content) -> Array:
    weeks = len(content.competences[0].contracted)
    found = _stack([one.volume for one in content.activities], weeks)
    places = {one.key: at for at, one in enumerate(content.activities)}
    for key, source, target, amount in content.moving.moved if content.moving else ():
        found[source, places[key]] -= amount
        found[target, places[key]] += amount
    return np.maximum(found, 0.0)


def _need(content: Content) -> Need:
    standards = Standards(
        time=_times(content),
        support=np.array([one.support for one in content.competences]),
        individual=np.array([one.individual for one in content.competences]),
    )
    return need(_volume(content), standards, available_hours(_capacity(content), content.full_time))


def _capacity(content: Content) -> Capacity:
    """What is read from the staff list (``capacity.staff``) and what is typed, together."""
    contracted = _stack([one.contracted for one in content.competences])
    return Capacity(contracted, np.stack([_away(content, reason) for reason in REASONS]))


def _away(content: Content, reason: Reason) -> Array:
    none = (0.0,) * len(content.competences[0].contracted)
    booked = _stack([one.booked.get(reason, none) for one in content.competences])
    return booked + _stack([one.typed.get(reason, none) for one in content.competences])


def _added(content: Content) -> Array:
    weeks = len(content.competences[0].contracted)
    none = (0.0,) * weeks
    levers = [content.lever(kind) or LeverUse(kind, {}, {}) for kind in LEVERS]
    return np.stack([_stack([one.used.get(name, none) for name in content.professions]) for one in levers])


def _stack(by_week: Sequence[Sequence[float]], weeks: int = 0) -> Array:
    """(W, n) of n rows by week."""
    return np.array(by_week, dtype=float).reshape(len(by_week), -1).T if by_week else np.zeros((weeks, 0))


def _lever(content: Content, use: LeverUse) -> Lever:
    most = np.array([[use.most.get(name, 0.0) for name in content.professions]])
    costs = np.array([[use.cost.get(name, 0.0) for name in content.professions]])
    return Lever(use.kind, most, costs, step=use.step)


def _moving(content: Content) -> Moving | None:
    """What one takes with its support goes along to the other week."""
    if content.moving is None or not content.activities:
        return None
    support = np.array([one.support for one in content.competences])
    return Moving(
        time=_times(content) / (1 - support),
        most=_volume(content) * content.moving.share,
        cost=np.array([content.moving.cost]),
        within=content.moving.within,
    )
