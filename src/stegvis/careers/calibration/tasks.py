"""Drawing and computing in the background, as Stegvis itself.

What computes is imported when it is needed: every program loads the tasks, and few of them the solver.
"""

from __future__ import annotations

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
