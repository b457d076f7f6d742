"""In the background: reminding of what is late in an introduction."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils import timezone
from procrastinate.contrib.django import app

from stegvis.careers.introductions.following import LATE
from stegvis.careers.introductions.notices import tell_of_delay
from stegvis.careers.models import Introduction, IntroductionStep
from stegvis.foundation.access.actor import acting_as_system
from stegvis.people.models import Employment


# The clock is UTC: one of the two is just after midnight in Stockholm, summer and winter.
@app.periodic(cron="35 22,23 * * *", periodic_id="midnight")
@app.task(name="careers.introductions.remind", queueing_lock="careers.introductions.remind")
def remind(timestamp: int) -> None:
    """Once a week and introduction, to the person and whoever supervises, while the person works there."""
    with acting_as_system(reason="careers.introductions.remind"):
        remind_of_delays()


def remind_of_delays() -> None:
    """Runs as the system."""
    today = timezone.localdate()
    late = IntroductionStep.objects.filter(introduction=OuterRef("pk"), done_on__isnull=True, due__lt=today - LATE)
    employed = Employment.objects.filter(
        person=OuterRef("person"), employer=OuterRef("employer"), valid_from__lte=today
    ).exclude(valid_to__lt=today)
    rows = Introduction.objects.filter(Exists(late), Exists(employed), state=Introduction.State.RUNNING)
    for one in rows.select_related("person__user", "supervisor"):
        users = [user.pk for user in (one.person.user, one.supervisor) if user and user.is_active]
        tell_of_delay(one, users, today)
