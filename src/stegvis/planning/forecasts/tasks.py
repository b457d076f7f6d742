"""In the background: computing a scenario."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.jobs.running import person_job


def _failed(*, actor: Actor, scenario_id: int, revision: int) -> None:
    from stegvis.planning.forecasts.services import fail_scenario

    fail_scenario(actor=actor, scenario_id=scenario_id, revision=revision)


@person_job(on_failure=_failed)
def compute_scenario(*, actor: Actor, progress: Any, scenario_id: int, revision: int) -> str:
    """Once: a scenario that is done, or has been changed since, is left as it is."""
    from stegvis.planning.forecasts.services import finish_scenario
    from stegvis.planning.ground.problems import PlanningError

    try:
        finish_scenario(actor=actor, scenario_id=scenario_id, revision=revision, progress=progress)
    except PlanningError as error:
        raise Refused(str(error)) from error
    return _("The scenario is computed.")
