"""Typical tasks to begin from, fitted to the staff that a unit has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from stegvis.planning.mix.content import GROUNDS, USUAL_WEIGHT, Content, Doer, Staff, Task
from stegvis.planning.mix.reserved import mark_of

FILE = Path(__file__).parent / "data" / "typical.yaml"
TO_LEARN = 600.0  # kronor once, for an hour a week that is taken over: a guess to be changed
TRAINED = {"trained", "delegated"}


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def kinds() -> list[tuple[str, str]]:
    """The kinds of units, with their titles. They are Swedish: a kind's tasks are too."""
    return [(code, one["title"]) for code, one in _read().items()]


def typical(kind: str, hours: Mapping[str, float] | None = None) -> Content:
    """The kind's tasks as they are done by staff of so many ``hours``; 100 in all where nothing is known of them.

    Whoever works in the unit without a part in the kind's tasks is not in it. KeyError for an unknown kind.
    """
    told = _read()[kind]
    tasks = tuple(_task(f"u{number}", one) for number, one in enumerate(told["tasks"], start=1))
    content = Content(tuple(Staff(role, 0, wage) for role, wage in told["wages"].items()), tasks)
    return _fitted(content, hours or {})


def _task(key: str, told: dict[str, Any]) -> Task:
    doers = tuple(
        Doer(role, ground, today=float(hours), training=TO_LEARN if ground in TRAINED else 0.0)
        for ground in GROUNDS
        for role, hours in told.get(ground, {}).items()
    )
    task = Task(
        key=key,
        title=told["title"],
        hours=0,
        is_near=told.get("near", True),
        weight=float(told.get("weight", USUAL_WEIGHT)),
        area=told.get("area", ""),
        note=told.get("note", ""),
        doers=doers,
    )
    return replace(task, reserved=mark_of(task))


def _fitted(content: Content, hours: Mapping[str, float]) -> Content:
    """Each role's hours spread over its tasks as they are in the file."""
    told = {role: sum(d.today for one in content.tasks for d in one.doers if d.role == role) for role in content.roles}
    known = {role: hours[role] for role in content.roles if hours.get(role)} or told
    scale = {role: known.get(role, 0) / told[role] if told[role] else 0 for role in content.roles}
    tasks = []
    for task in content.tasks:
        doers = tuple(replace(one, today=round(one.today * scale[one.role], 1)) for one in task.doers)
        tasks.append(replace(task, doers=doers, hours=round(sum(one.today * one.speed for one in doers), 1)))
    staff = tuple(
        replace(one, hours=round(sum(d.today for task in tasks for d in task.doers if d.role == one.role), 1))
        for one in content.staff
    )
    return replace(content, staff=staff, tasks=tuple(tasks))
