"""A small forecast for many tests: Ale, Mölndal and the region, nurses and physiotherapists, six years."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from stegvis.planning.ground import population, queries
from stegvis.planning.ground.assumptions import Assumptions, packaged
from stegvis.planning.ground.inputs import Inputs, Scope
from stegvis.planning.ground.keys import AGES
from stegvis.planning.ground.places import counties

PLACES = ("1440", "1481", "14")
PROFESSIONS = ("sjukskoterska", "specialistsjukskoterska", "fysioterapeut")


def a_scope(**changes: Any) -> Scope:
    return replace(Scope(PLACES, 2026, 6, PROFESSIONS, draws=40), **changes)


def made(scope: Scope | None = None, assumptions: Assumptions | None = None, **changes: Any) -> Inputs:
    """With all staff estimated by the inhabitants."""
    scope = scope or a_scope()
    number, professions = len(scope.places), len(scope.professions)
    inputs = Inputs(
        scope=scope,
        assumptions=assumptions or packaged(),
        staff=np.zeros((number, professions, AGES)),
        fte=np.full((number, professions), 0.925),
        noise=np.zeros((number, professions)),
        origin=(),
        population=population.population(scope.places, scope.first_year, scope.years),
        counties=population.population(tuple(counties()), scope.first_year, scope.years),
    )
    return replace(queries.with_staff(inputs, []), **changes)
