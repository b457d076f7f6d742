"""A small forecast for many tests: Ale, Mölndal and the region, nurses and physiotherapists, six years."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from stegvis.planning.ground.assumptions import Assumptions, packaged
from stegvis.planning.ground.inputs import Inputs, Scope
from stegvis.planning.ground.staff import inputs_of

PLACES = ("1440", "1481", "14")
PROFESSIONS = ("sjukskoterska", "specialistsjukskoterska", "fysioterapeut")


def a_scope(**changes: Any) -> Scope:
    return replace(Scope(PLACES, 2026, 6, PROFESSIONS, draws=40), **changes)


def made(scope: Scope | None = None, assumptions: Assumptions | None = None, **changes: Any) -> Inputs:
    """With all staff estimated by the inhabitants."""
    return replace(inputs_of(scope or a_scope(), assumptions or packaged()), **changes)
