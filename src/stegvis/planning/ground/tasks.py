"""In the background: computing a forecast."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.jobs.running import person_job


def _failed(*, actor: Actor, run_id: str) -> None:
    from stegvis.planning.ground.services import fail_run

    fail_run(actor=actor, run_id=UUID(run_id))


@person_job(on_failure=_failed)
def run_forecast(*, actor: Actor, progress: Any, run_id: str) -> str:
    """Once: a run that is done is left as it is."""
    from stegvis.planning.ground.services import finish_run

    finish_run(actor=actor, run_id=UUID(run_id), progress=progress)
    return _("The forecast is ready.")
