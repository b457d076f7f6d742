"""In which units people are placed by what a move starts from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from stegvis.careers.models import VersionMove
from stegvis.frameworks.units.queries import placed_by_unit, placed_in_units


def units_of(move: VersionMove, day: date) -> Callable[[int], bool]:
    """Whether a unit's staff are placed by the employer's version, or by that of the unit that the move is about.

    Where the unit only begins with its own: whether they would be.
    """
    if move.unit is not None:
        begins = move.to_version if move.kind == VersionMove.Kind.BEGIN else None
        return placed_by_unit(move.unit, move.profession_id, day, supposing=begins).__contains__
    otherwise = placed_in_units(move.employer_id, day)
    return lambda unit: (unit, move.profession_id) not in otherwise
