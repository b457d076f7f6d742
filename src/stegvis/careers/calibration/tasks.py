"""Drawing and computing in the background, as Stegvis itself.

What computes is imported when it is needed: every program loads the tasks, and few of them the solver.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.jobs.running import system_job


@system_job
def draw_round(round_id: int) -> None:
    from stegvis.careers.calibration import drawing

    drawing.draw_round(round_id)


@system_job
def finish_round(round_id: int) -> None:
    from stegvis.careers.calibration import drawing

    drawing.finish_round(round_id)


@system_job
def compute_result(round_id: int) -> None:
    from stegvis.careers.calibration import drawing

    drawing.compute_result(round_id)


@app.periodic(cron="20 1 * * *", periodic_id="night")
@app.task(name="careers.finish_rounds")
def finish_rounds(timestamp: int) -> None:
    """Close the rounds in which nobody is asked for anything any longer: somebody has left, or become the manager."""
    from stegvis.careers.calibration import drawing

    with acting_as_system(reason="calibration"):
        rounds = drawing.open_rounds()
    for round_id in rounds:
        finish_round.defer(round_id=round_id)
