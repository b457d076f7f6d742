"""Keeping standings up to date in the background. The queue looks here for the room's jobs, the subjects' own too."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

import stegvis.careers.assessments.tasks
import stegvis.careers.calibration.tasks
import stegvis.careers.evidence.tasks
import stegvis.careers.introductions.tasks
import stegvis.careers.mentoring.tasks
import stegvis.careers.moves.tasks
import stegvis.careers.plans.tasks
import stegvis.careers.record.tasks  # noqa: F401 - they make themselves known to the queue
from stegvis.careers.evaluation import evaluate_people
from stegvis.foundation.access.actor import acting_as_system
from stegvis.frameworks.models import Adoption
from stegvis.frameworks.pilots.queries import piloting_employers


@app.task(name="careers.reevaluate")
def reevaluate(employer_id: int, person_ids: list[str] | None = None) -> None:
    """Place these persons, or all of the employer's staff, anew."""
    evaluate_people(
        employer_id=employer_id, person_ids=None if person_ids is None else [UUID(one) for one in person_ids]
    )


# The clock is UTC: one of the two is just after midnight in Stockholm, summer and winter.
@app.periodic(cron="5 22,23 * * *", periodic_id="midnight")
@app.task(name="careers.reevaluate_everybody")
def reevaluate_everybody(timestamp: int) -> None:
    """A new day: employments and pilots begin and end, certificates lapse, months of practice are added."""
    with acting_as_system(reason="evaluate"):
        employers = piloting_employers() | set(Adoption.objects.values_list("employer_id", flat=True))
    for employer_id in sorted(employers):
        reevaluate.defer(employer_id=employer_id)
