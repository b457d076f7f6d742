"""In the background: telling that all have handed in, which the last of them may not know."""

from __future__ import annotations

from stegvis.foundation.jobs.running import system_job


@system_job
def tell_of_comparison(assessments: list[int]) -> None:
    from stegvis.careers.assessments import notices

    notices.tell_of_comparison(assessments)
