"""How large a forecast is, and whether this machine or others can compute it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.planning.ground.inputs import DRAWS, Scope
from stegvis.planning.ground.keys import AGES
from stegvis.planning.ground.levers import FORWARD, Lever
from stegvis.planning.ground.problems import PlanningError, Problem

AROUND = 42
"""Places at most that stand for the rest of the nation."""
CELLS_A_SECOND, CELLS_A_SECOND_FORWARD = 5e8, 1e8
MOST_MEGABYTES, MOST_MEGABYTES_FARM = 1500.0, 6000.0
"""Of draws that are held at a time: what other machines have computed is gathered here."""
MOST_DRAWS = 100_000
"""Here, however small the forecast: no more is learnt of it."""
MOST_CELLS, MOST_CELLS_FARM = 3e10, 1e13
"""Cell-years: a minute or so here."""


@dataclass(frozen=True)
class Size:
    """``draws``, ``cells`` cell-years, rough ``seconds`` on two cores, ``megabytes`` at most at a time."""

    draws: int
    cells: float
    seconds: float
    megabytes: float

    def share(self, *, farm: bool) -> float:
        """Of what can be computed here, or by other machines; above 1 it cannot."""
        if farm:
            return max(self.cells / MOST_CELLS_FARM, self.megabytes / MOST_MEGABYTES_FARM)
        return max(self.draws / MOST_DRAWS, self.cells / MOST_CELLS, self.megabytes / MOST_MEGABYTES)


def size(scope: Scope, levers: Sequence[Lever] = ()) -> Size:
    """How large a run would be, also one that is refused."""
    places, numbers = len(scope.places), 8e-6 * (scope.years + 1) * scope.draws
    cells = float(places + AROUND) * len(scope.professions) * AGES * scope.years * scope.draws
    if any(one.kind in FORWARD for one in levers):  # all professions of a family are held, and then put together
        return Size(scope.draws, cells, cells / CELLS_A_SECOND_FORWARD, numbers * (2 * places + 6 * (places + AROUND)))
    return Size(scope.draws, cells, cells / CELLS_A_SECOND, numbers * 2 * (places + 1))


def needs_farm(scope: Scope, levers: Sequence[Lever] = ()) -> bool:
    """Whether it is more than one machine should compute."""
    return size(scope, levers).share(farm=False) > 1


def refuse_large(scope: Scope, levers: Sequence[Lever] = (), *, farm: bool) -> None:
    """Raises PlanningError with how large it is, how many draws could be computed, and what else would help."""
    asked = size(scope, levers)
    share = asked.share(farm=farm)
    if share <= 1:
        return
    problems = [_too_large(scope, asked, share, is_bounded=asked.draws >= MOST_DRAWS * share and not farm)]
    raise PlanningError(problems if farm else [*problems, Problem("draws", "other_machines")])


def _too_large(scope: Scope, asked: Size, share: float, *, is_bounded: bool) -> Problem:
    """What helps: fewer draws alone where it is the number of draws that is bounded, however small the forecast."""
    most = int(scope.draws / share)
    told = {"draws": scope.draws, "seconds": asked.seconds, "gigabytes": asked.megabytes / 1000, "most": most}
    if is_bounded:
        return Problem("draws", "too_many_draws", {"draws": scope.draws, "most": MOST_DRAWS})
    if most < DRAWS[0]:
        return Problem("places", "too_large_places", told)
    return Problem("draws", "too_large" if len(scope.places) > 1 else "too_large_years", told)
