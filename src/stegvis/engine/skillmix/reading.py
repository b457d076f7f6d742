"""A split read as what people do about it: shifts from one to another, training, hours nearer the patient."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from stegvis.engine.skillmix.model import NOBODY, Array, Mix, Nearness, Shift, Split, Training

LITTLE = 1e-4
"""Hours that nobody shifts."""


def shifts(mix: Mix, split: Split) -> list[Shift]:
    """From whom to whom, by unit and task: as few shifts as one after the other gives, in the order of professions.

    Who takes over just whose hours is not settled by a split where several give and several take; the sums are.
    """
    more = split.hours - mix.today
    speed = np.broadcast_to(mix.speed, mix.shape)
    asked = np.argwhere((np.abs(more) > LITTLE).any(axis=2))
    return [one for unit, task in asked for one in _of_task(mix, int(unit), int(task), more[unit, task], speed)]


def _of_task(mix: Mix, unit: int, task: int, more: Array, speeds: Array) -> Iterator[Shift]:
    speed = np.where(speeds[unit, task] > 0, speeds[unit, task], 1.0)  # of whom may not, whose today's is moved away
    done = more * speed  # in hours at speed 1
    gives = [(p, -amount) for p, amount in enumerate(done) if amount < 0]
    takes = [(p, amount) for p, amount in enumerate(done) if amount > 0]
    left = sum(amount for _, amount in gives) - sum(amount for _, amount in takes)
    if left > 0:
        takes.append((NOBODY, left))
    else:
        gives.append((NOBODY, -left))
    for source, target, amount in _transport(gives, takes):
        given, taken = (amount if one == NOBODY else amount / speed[one] for one in (source, target))
        if max(given, taken) > LITTLE:
            yield Shift(unit, task, source, target, float(given), float(taken))


def _transport(gives: list[tuple[int, float]], takes: list[tuple[int, float]]) -> Iterator[tuple[int, int, float]]:
    """The north-west corner rule."""
    waiting = list(reversed(takes))
    for source, amount in gives:
        left = amount
        while waiting and left > 0:
            target, wanted = waiting.pop()
            part = min(left, wanted)
            yield source, target, part
            left -= part
            if wanted > part:
                waiting.append((target, wanted - part))


def trainings(mix: Mix, split: Split) -> list[Training]:
    """Who has to be trained for what, by unit, task and profession."""
    today, price = (np.broadcast_to(one, mix.shape) for one in (mix.today, mix.training))
    more = split.hours - today
    return [
        Training(
            int(u),
            int(t),
            int(p),
            float(more[u, t, p]),
            float(more[u, t, p] * price[u, t, p]),
            bool(today[u, t, p] <= 0),
        )
        for u, t, p in np.argwhere((more > LITTLE) & (price > 0))
    ]


def nearness(mix: Mix, split: Split) -> Nearness:
    """Hours that each profession is freed from tasks away from the patient, and has more at those near."""
    more = split.hours - mix.today
    near = np.broadcast_to(mix.near, mix.shape[1])
    return Nearness(freed=-more[:, ~near].sum(axis=1), nearer=more[:, near].sum(axis=1))
