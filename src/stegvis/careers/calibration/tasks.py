"""Drawing and computing in the background, as Stegvis itself."""

from __future__ import annotations

from stegvis.careers.calibration import drawing
from stegvis.foundation.jobs.running import system_job


@system_job
def draw_round(round_id: int) -> None:
    drawing.draw_round(round_id)


@system_job
def finish_round(round_id: int) -> None:
    drawing.finish_round(round_id)


@system_job
def compute_result(round_id: int) -> None:
    drawing.compute_result(round_id)
