"""Where a forecast is computed: here, or where it is too large on the machines that are set up for it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from stegvis.engine.forecast import DaskFarm, ModelError
from stegvis.planning.ground import running
from stegvis.planning.ground.inputs import Inputs, Scope
from stegvis.planning.ground.levers import Lever
from stegvis.planning.ground.problems import PlanningError, Problem
from stegvis.planning.ground.results import Result
from stegvis.planning.ground.sizes import needs_farm
from stegvis.planning.ground.sizes import refuse_large as refuse


def farm_address() -> str:
    """Where a Dask scheduler listens; empty where none is set up."""
    return os.environ.get("STEGVIS_DASK", "")


def refuse_large(scope: Scope, levers: Sequence[Lever] = ()) -> None:
    """Raises PlanningError with how large it is, where neither this nor other machines can compute it."""
    refuse(scope, levers, farm=bool(farm_address()))


def computed(inputs: Inputs, levers: Sequence[Lever] = (), *, progress: running.Progress | None = None) -> Result:
    """As ``running.run``. Raises PlanningError also where the other machines do not answer."""
    if not (needs_farm(inputs.scope, levers) and farm_address()):
        return running.run(inputs, levers, progress=progress)
    try:
        with DaskFarm(farm_address()) as farm:
            return running.run(inputs, levers, progress=progress, farm=farm)
    except ModelError as fault:
        raise PlanningError([Problem("farm", "farm")]) from fault
