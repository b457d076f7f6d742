"""In the background: telling who is named, and deleting in the night what has been kept as long as was promised."""

from __future__ import annotations

from procrastinate.contrib.django import app

from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.jobs.running import system_job
from stegvis.surveys.interviews.notices import tell
from stegvis.surveys.models import Interviewer


@system_job
def tell_named(interviewer_id: int) -> None:
    found = Interviewer.objects.filter(pk=interviewer_id, is_active=True, user__isnull=False).first()
    if found is not None:
        tell(found)


@app.periodic(cron="20 2 * * *", periodic_id="night")
@app.task(name="surveys.forget_interviews")
def forget_interviews(timestamp: int) -> None:
    from stegvis.surveys.interviews.reminding import remind_of_notes
    from stegvis.surveys.interviews.retention import forget_what_is_old

    with acting_as_system(reason="delete names and notes of interviews as promised"):
        forget_what_is_old()
        remind_of_notes()
