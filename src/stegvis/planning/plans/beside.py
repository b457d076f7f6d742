"""What others have been told of the same staff: in decided plans, and in shared scenarios."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from django.db import connection

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation
from stegvis.planning.ground.inputs import COUNTED, REPORTED
from stegvis.planning.ground.results import Result
from stegvis.planning.plans.gaps import FIGURES
from stegvis.planning.plans.subtracting import Decided, Figure

SHOWN = "show what is told of staff"
"""The turn that is waited for before anything more is shown."""


@dataclass(frozen=True)
class Beside:
    """``plans`` that are decided, and ``scenarios`` that have been shared; ``members`` are employers by their code."""

    plans: list[Decided]
    scenarios: list[Result]
    members: Mapping[str, int]

    def told(self, ends: int) -> list[Decided]:
        """To a plan that reaches so far."""
        found = [one for result in self.scenarios for one in told_by(result, self.members, ends)]
        return [*self.plans, *found]


def beside(actor: Actor, *, employer: int | None, collaboration: int | None, edition: int | None = None) -> Beside:
    """All but the ``edition`` itself. Three queries."""
    owner = [employer, collaboration]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_plans_beside(%s, %s)", owner)
        rows = [row[1:] for row in cursor.fetchall() if row[0] != edition]
        cursor.execute("SELECT * FROM stegvis_scenarios_beside(%s, %s)", owner)
        scenarios = [Result.from_bytes(bytes(result)) for (result,) in cursor.fetchall()]
    plans = [
        Decided(frozenset(members), is_joint, starts, ends, figures_of(json.loads(needs)), _kept(withheld))
        for members, is_joint, starts, ends, needs, withheld in rows
    ]
    return Beside(plans, scenarios, dict(visible(actor, Organisation).exclude(code="").values_list("code", "pk")))


def told_by(result: Result, members: Mapping[str, int], ends: int) -> list[Decided]:
    """Each place whose staff is known exactly, as a plan of its own that ends then; what is hidden is not in it."""
    exact = np.isin(np.array(result.origin), (COUNTED, REPORTED))
    found = []
    for at, place in enumerate(result.scope.places):
        figures = _figures_at(result, at, exact[at], ends)
        if figures and place in members:
            found.append(
                Decided(
                    frozenset({members[place]}), False, result.years[0], result.years[-1], figures, withheld=frozenset()
                )
            )
    return found


def _figures_at(result: Result, at: int, exact: np.ndarray, ends: int) -> dict[Figure, Decimal]:
    """By the names of ``FIGURES``."""
    last = result.years.index(ends) if ends in result.years else None
    found: dict[Figure, Decimal] = {}
    for number in np.flatnonzero(exact & ~np.isnan(result.mean_supply[0, at])):
        code = result.professions[number]
        found[code, "now"] = _decimal(result.mean_supply[0, at, number])
        if last is not None:
            found[code, "supply"] = _decimal(result.supply[2, last, at, number])
            found[code, "need"] = _decimal(result.mean_need[last, at, number])
    return found


def _decimal(value: float) -> Decimal:
    return Decimal(str(round(float(value), 1)))


def figures_of(needs: list[dict[str, Any]]) -> dict[Figure, Decimal]:
    return {(need["profession"], name): Decimal(need[name]) for need in needs for name in FIGURES}


def _kept(withheld: str | None) -> frozenset[Figure] | None:
    if withheld is None:
        return None
    return frozenset((profession, name) for profession, names in json.loads(withheld).items() for name in names)
