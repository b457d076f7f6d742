"""Need from production, capacity from the staff list, and the gap between them.

Source: Workload Indicators of Staffing Need (WISN), WHO 2010, counted by the week instead of by the year.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stegvis.engine.capacity.check import amount, first, length
from stegvis.engine.capacity.model import REASONS, Absence, Array, Capacity, Need, Staff, Standards
from stegvis.engine.forecast.model import ModelError

CLOSE = 1e-9


def available_hours(capacity: Capacity, full_time: float) -> Array:
    """(1, C) WISN's available working time by the week: of the hours of full time, as large a part as is there of what
    is contracted in all the weeks together. Full time where nobody is there at all, so that work can be divided by it.
    """
    contracted, there = capacity.contracted.sum(axis=0), capacity.hours.sum(axis=0)
    share = np.divide(there, contracted, out=np.ones_like(there), where=(contracted > 0) & (there > 0))
    found: Array = full_time * share[None]
    return found


def need(volume: Array, standards: Standards, full_time: Array) -> Need:
    """Hours and full-time employees by week and competence for a ``volume`` (W, A) of production.

    ``full_time`` (1 or W, C) hours are what one full-time employee is there in the week (``available_hours``). Support
    takes its share of all time but the individual tasks', so each hour of production brings 1 / (1 - share) with it.
    """
    weeks, activities = volume.shape
    competences = len(standards.support)
    length("time", standards.time, (activities, competences), exact=True)
    length("individual", standards.individual, (competences,), exact=True)
    length("full_time", full_time, (weeks, competences))
    for name, array in (
        ("volume", volume),
        ("time", standards.time),
        ("support", standards.support),
        ("individual", standards.individual),
        ("full_time", full_time),
    ):
        amount(name, array)
    first("support", "not_below_one", standards.support >= 1)
    first("full_time", "not_above_zero", full_time <= 0)
    production = volume @ standards.time
    support = production * (standards.support / (1 - standards.support))
    individual = np.broadcast_to(standards.individual, production.shape)
    return Need(production, support, individual, (production + support + individual) / full_time)


def capacity(staff: Sequence[Staff], absences: Sequence[Absence], weeks: int, competences: int) -> Capacity:
    """The staff's contracted hours by week and competence, and what absence takes of them.

    Raises ModelError for an absence of somebody, or in a week, that there is not, outside the employment, or of more
    hours in all than the person has in the week.
    """
    each = np.zeros((len(staff), weeks))
    for place, person in enumerate(staff):
        if not 0 <= person.competence < competences:
            raise ModelError("staff", "unknown_competence", (place,))
        if not (np.isfinite(person.hours) and person.hours >= 0):
            raise ModelError("staff", "below_zero", (place,))
        end = weeks if person.end is None else max(person.end, 0)
        each[place, max(person.first, 0) : end] = person.hours
    belongs = np.eye(competences)[[person.competence for person in staff]].reshape(len(staff), competences)
    gone = np.zeros((len(REASONS), len(staff), weeks))
    for place, absence in enumerate(absences):
        _refuse(absence, place, each)
        gone[REASONS.index(absence.reason), absence.staff, absence.week] += absence.hours
    over = gone.sum(axis=0) > each + CLOSE
    if over.any():
        who, week = (int(one) for one in np.argwhere(over)[0])
        raise ModelError(
            "absences",
            "more_than_contracted",
            (who, week),
            hours=float(gone[:, who, week].sum()),
            contracted=float(each[who, week]),
        )
    return Capacity(each.T @ belongs, np.einsum("qsw,sc->qwc", gone, belongs))


def gap(need: Need, capacity: Capacity) -> Array:
    """(W, C) hours that lack, below 0 where there are more than are needed."""
    found: Array = need.hours - capacity.hours
    return found


def _refuse(absence: Absence, place: int, each: Array) -> None:
    people, weeks = each.shape
    if not 0 <= absence.staff < people:
        raise ModelError("absences", "unknown_staff", (place,))
    if absence.reason not in REASONS:
        raise ModelError("absences", "unknown_reason", (place,))
    if not 0 <= absence.week < weeks:
        raise ModelError("absences", "unknown_week", (place,))
    if not (np.isfinite(absence.hours) and absence.hours >= 0):
        raise ModelError("absences", "below_zero", (place,))
    if each[absence.staff, absence.week] == 0 and absence.hours > 0:
        raise ModelError("absences", "not_employed", (absence.staff, absence.week))
