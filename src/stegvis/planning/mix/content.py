"""What a skill mix is made of, as plain values. Hours are hours of work a week, money is kronor."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext_noop

from stegvis.planning.mix.ahead import Ahead

MOST_TASKS, MOST_ROLES = 80, 20
MOST_HOURS = 100_000.0
POST_HOURS = 32.0  # of 40, when leave, sickness and training are taken
GROUNDS = {
    "own": gettext_noop("The profession's own"),
    "trained": gettext_noop("After training"),
    "delegated": gettext_noop("By delegation, to the named person"),
    "local": gettext_noop("By local decision"),
}
WEIGHTS = {1.0: gettext_noop("Can wait"), 3.0: gettext_noop("Ought to be done"), 10.0: gettext_noop("Must be done")}
USUAL_WEIGHT = 3.0


@dataclass(frozen=True)
class Staff:
    """``hours`` that a role has for the tasks, ``wage`` an hour with its social charges."""

    role: str
    hours: float
    wage: float


@dataclass(frozen=True)
class Doer:
    """A role that may do a task, and why (``ground``, of GROUNDS). At ``speed`` 0.8 it does 0.8 of an hour's task in an
    hour. ``today`` are its hours at it. ``training`` is paid once for each hour a week that it takes over."""

    role: str
    ground: str = "own"
    speed: float = 1.0
    today: float = 0.0
    training: float = 0.0


@dataclass(frozen=True)
class Task:
    """``hours`` are needed at speed 1. ``area`` is a competence area's code, to find training by. ``reserved`` says
    that it is not delegated, and by whom it is said (``mix.reserved``)."""

    key: str
    title: str
    hours: float
    is_near: bool = True
    weight: float = USUAL_WEIGHT
    area: str = ""
    note: str = ""
    reserved: str = ""
    doers: tuple[Doer, ...] = ()

    def doer(self, role: str) -> Doer | None:
        return next((one for one in self.doers if one.role == role), None)


@dataclass(frozen=True)
class Content:
    """``reluctance`` is what an hour's change has to save to be proposed. ``post_hours`` are a full-time post's.
    ``ahead`` is None where nobody has told of the years to come."""

    staff: tuple[Staff, ...] = ()
    tasks: tuple[Task, ...] = ()
    reluctance: float = 20.0
    post_hours: float = POST_HOURS
    ahead: Ahead | None = None

    @property
    def roles(self) -> list[str]:
        return [one.role for one in self.staff]

    def task(self, key: str) -> Task | None:
        return next((one for one in self.tasks if one.key == key), None)

    def member(self, role: str) -> Staff | None:
        return next((one for one in self.staff if one.role == role), None)

    def with_task(self, task: Task) -> Content:
        """In the place of the one with its key, or last."""
        if self.task(task.key) is None:
            return replace(self, tasks=(*self.tasks, task))
        return replace(self, tasks=tuple(task if one.key == task.key else one for one in self.tasks))

    def without_task(self, key: str) -> Content:
        return replace(self, tasks=tuple(one for one in self.tasks if one.key != key))

    def with_staff(self, staff: tuple[Staff, ...]) -> Content:
        """Who is no longer there does nothing either."""
        kept = {one.role for one in staff}
        tasks = tuple(replace(one, doers=tuple(d for d in one.doers if d.role in kept)) for one in self.tasks)
        ahead = self.ahead.among(kept) if self.ahead else None
        return replace(self, staff=staff, tasks=tasks, ahead=ahead)

    def new_key(self) -> str:
        used = {one.key for one in self.tasks}
        return next(key for n in range(1, len(used) + 2) if (key := f"u{n}") not in used)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, told: dict[str, Any]) -> Content:
        return cls(
            staff=tuple(Staff(**one) for one in told.get("staff", ())),
            tasks=tuple(_task(one) for one in told.get("tasks", ())),
            ahead=Ahead.of(ahead) if (ahead := told.get("ahead")) else None,
            **{name: told[name] for name in ("reluctance", "post_hours") if name in told},
        )


def _task(told: dict[str, Any]) -> Task:
    return Task(**told | {"doers": tuple(Doer(**one) for one in told.get("doers", ()))})
