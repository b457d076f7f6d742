"""The split of one unit as on a blackboard: dense, and each aim solved again with the earlier ones fixed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog

from stegvis.engine.skillmix import Mix

SLACK = 1e-9


class Plain(NamedTuple):
    """The best there is by each aim in turn, of one unit."""

    short: float
    cost: float
    change: float


def plain(mix: Mix, unit: int, more: np.ndarray | None = None) -> Plain:
    """``more`` (P,) hours are added to those that there are."""
    _, tasks, professions = mix.shape
    size = tasks * professions
    may, speed, today, training = (
        np.broadcast_to(one, mix.shape)[unit].ravel() for one in (mix.may, mix.speed, mix.today, mix.training)
    )
    wage = np.tile(np.broadcast_to(mix.wage, mix.hours.shape)[unit], tasks)
    # hours, hours above today's, hours below today's, hours short of each task
    done = np.hstack([np.kron(np.eye(tasks), np.ones(professions)) * speed, np.zeros((tasks, 2 * size)), np.eye(tasks)])
    used = np.hstack([np.kron(np.ones(tasks), np.eye(professions)), np.zeros((professions, 2 * size + tasks))])
    kept = np.hstack([np.eye(size), -np.eye(size), np.eye(size), np.zeros((size, tasks))])
    nothing, none = np.zeros(size), np.zeros(tasks)
    hours = mix.hours[unit] + (0 if more is None else more)
    aims = [
        np.concatenate([nothing, nothing, nothing, np.broadcast_to(mix.weight, tasks)]),
        np.concatenate([wage, training + mix.reluctance, nothing, none]),
        np.concatenate([nothing, nothing + 1, nothing + 1, none]),
    ]
    upper, least, found = used, hours, []
    for aim in aims:
        answer = linprog(
            aim,
            A_ub=upper,
            b_ub=least,
            A_eq=np.vstack([done, kept]),
            b_eq=np.concatenate([mix.demand[unit], today]),
            bounds=[(0, None if one else 0) for one in may] + [(0, None)] * (2 * size + tasks),
            method="highs",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        assert answer.status == 0, answer.message
        found.append(float(answer.fun))
        upper, least = np.vstack([upper, aim]), np.append(least, answer.fun + SLACK * max(1, abs(answer.fun)))
    return Plain(*found)
