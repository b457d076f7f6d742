"""A mix solved: who does what at best, and what that means. Nothing is stored: the same content, the same answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from stegvis.engine.forecast.model import ModelError
from stegvis.engine.skillmix import NOBODY, Mix, Split, nearness, shifts, solve, trainings
from stegvis.planning.mix.content import Content, Staff, Task

WEEKS = 52  # training is paid once, and counted over a year
LITTLE = 0.05  # hours a week that nobody speaks of
PATHS = (
    ("vardbitrade", "underskoterska", 1.5),
    ("underskoterska", "sjukskoterska", 3.0),
    ("sjukskoterska", "distriktsskoterska", 1.25),
    ("sjukskoterska", "specialistsjukskoterska", 1.0),
    ("rehabassistent", "fysioterapeut", 3.0),
    ("rehabassistent", "arbetsterapeut", 3.0),
)
"""From, to, and years of full-time study: what a study post may lead to."""


class NobodyMayError(ValueError):
    """There are tasks that nobody may do. Nothing is answered until somebody may."""

    def __init__(self, tasks: list[Task]) -> None:
        super().__init__("nobody_may")
        self.tasks = tasks


@dataclass(frozen=True)
class Move:
    """``source`` or ``target`` is empty for nobody. ``given`` and ``taken`` are hours of work a week of each."""

    task: Task
    source: str
    target: str
    given: float
    taken: float


@dataclass(frozen=True)
class Learning:
    """``cost`` is paid once."""

    task: Task
    role: str
    hours: float
    cost: float
    is_new: bool


@dataclass(frozen=True)
class Value:
    """What one more hour of a role gives: ``done`` hours more that get done; by the programme's prices ``short``, the
    same weighted by how grave it is, and ``cost``, kronor saved after that. ``unused`` hours of it have nothing to do.
    """

    role: str
    done: float
    short: float
    cost: float
    unused: float


@dataclass(frozen=True)
class StudyPost:
    """One person of ``source`` becomes ``target``: hours of shortage a week less than now, below 0 where it is more.
    ``meanwhile``: while the person studies and nobody fills in."""

    source: str
    target: str
    years: float
    meanwhile: float
    after: float


@dataclass(frozen=True)
class Answer:
    """``hours`` and ``today`` by task and role, (T, P), hours of work a week; ``short`` (T,), ``short_today`` (T,).

    ``freed`` and ``nearer`` (P,): hours fewer away from the patient, hours more near. Kronor a week.
    """

    content: Content
    hours: np.ndarray
    today: np.ndarray
    short: np.ndarray
    short_today: np.ndarray
    cost: float
    cost_today: float
    freed: np.ndarray
    nearer: np.ndarray
    moves: list[Move]
    learning: list[Learning]
    values: list[Value]
    posts: list[StudyPost]


def answer_of(content: Content) -> Answer | None:
    """None while there are no tasks or no staff. Raises NobodyMayError."""
    if not content.tasks or not content.staff:
        return None
    paths = [(s, t, years) for s, t, years in PATHS if _has(content, s) and content.member(t) is not None]
    mix = _mix(content, paths)
    with naming_tasks(content):
        split = solve(mix)
    return _read(content, mix, split, paths)


@contextmanager
def naming_tasks(content: Content) -> Iterator[None]:
    """What the engine says that nobody may do becomes a NobodyMayError."""
    try:
        yield
    except ModelError as wrong:
        if wrong.code != "nobody_may":
            raise
        alone = {task for _unit, task in wrong.params["tasks"]}
        raise NobodyMayError([content.tasks[task] for task in sorted(alone)]) from wrong


def _has(content: Content, role: str) -> bool:
    member = content.member(role)
    return member is not None and member.hours >= content.post_hours


def mix_of(content: Content) -> Mix:
    """The unit as it is, first, and with an hour more of each role in turn."""
    return _mix(content, ())


def _mix(content: Content, paths: Sequence[tuple[str, str, float]]) -> Mix:
    """The unit as it is, with an hour more of each role in turn, and for each path with one of the staff away and then
    back as another."""
    tasks, roles = content.tasks, content.roles
    may = np.array([[task.doer(role) is not None for role in roles] for task in tasks])

    def of(name: str, otherwise: float) -> np.ndarray:
        return np.array(
            [[getattr(one, name) if (one := task.doer(role)) else otherwise for role in roles] for task in tasks]
        )

    now = _hours(content.staff)
    hours = [now, *(now + np.eye(len(roles)))]
    for source, target, _years in paths:
        away = _hours(content.staff, source, content.post_hours)
        hours += [away, away + np.array([content.post_hours if role == target else 0.0 for role in roles])]
    return Mix(
        demand=np.tile([task.hours for task in tasks], (len(hours), 1)).astype(float),
        hours=np.array(hours),
        may=may[None],
        speed=of("speed", 1.0)[None],
        wage=np.array([[one.wage for one in content.staff]]),
        today=of("today", 0.0)[None],
        training=of("training", 0.0)[None] / WEEKS,
        near=np.array([task.is_near for task in tasks]),
        weight=np.array([task.weight for task in tasks]),
        reluctance=content.reluctance,
    )


def _hours(staff: Sequence[Staff], away: str = "", fewer: float = 0.0) -> np.ndarray:
    return np.array([one.hours - (fewer if one.role == away else 0.0) for one in staff])


def _read(content: Content, mix: Mix, split: Split, paths: Sequence[tuple[str, str, float]]) -> Answer:
    near, shortage = nearness(mix, split), split.short.sum(axis=1)
    done_today = (mix.today * mix.speed * mix.may)[0].sum(axis=1)
    studies = _pairs(shortage[1 + len(content.roles) :])
    return Answer(
        content=content,
        hours=split.hours[0],
        today=mix.today[0],
        short=split.short[0],
        short_today=np.maximum(mix.demand[0] - done_today, 0),
        cost=float(split.cost[0]),
        cost_today=float((mix.today[0] * mix.wage[0]).sum()),
        freed=near.freed[0],
        nearer=near.nearer[0],
        moves=moves_of(content, mix, split)[0],
        learning=_learning(content, mix, split),
        values=_values(content, split, shortage),
        posts=[
            StudyPost(source, target, years, float(shortage[0] - away), float(shortage[0] - back))
            for (source, target, years), (away, back) in zip(paths, studies, strict=True)
        ],
    )


def moves_of(content: Content, mix: Mix, split: Split) -> list[list[Move]]:
    """Of each unit."""

    def name(place: int) -> str:
        return "" if place == NOBODY else content.roles[place]

    found: list[list[Move]] = [[] for _ in range(mix.shape[0])]
    for one in shifts(mix, split):
        if max(one.given, one.taken) > LITTLE:
            move = Move(content.tasks[one.task], name(one.source), name(one.target), one.given, one.taken)
            found[one.unit].append(move)
    return found


def _learning(content: Content, mix: Mix, split: Split) -> list[Learning]:
    return [
        Learning(content.tasks[one.task], content.roles[one.profession], one.hours, one.cost * WEEKS, one.is_new)
        for one in trainings(mix, split)
        if one.unit == 0 and one.hours > LITTLE
    ]


def _values(content: Content, split: Split, shortage: np.ndarray) -> list[Value]:
    return [
        Value(
            role,
            done=float(shortage[0] - shortage[1 + at]),
            short=float(split.more.short[0, at]),
            cost=float(split.more.cost[0, at]),
            unused=float(split.unused[0, at]),
        )
        for at, role in enumerate(content.roles)
    ]


def _pairs(values: np.ndarray) -> list[tuple[float, float]]:
    return [(float(a), float(b)) for a, b in list(pairwise(values))[::2]]
