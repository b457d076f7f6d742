"""The days of one's own studies in the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from stegvis.careers.academics.policies import OPEN
from stegvis.careers.models import StudyPath, StudyStage
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.calendar import Event, register_calendar


def register() -> None:
    register_calendar(days)


def days(actor: Actor) -> Iterator[Event]:
    """Stages to come and the next follow-up."""
    if actor.person is None:
        return
    stages = visible(actor, StudyStage).filter(
        person=actor.person, path__state__in=OPEN, done_on__isnull=True, due__gte=actor.today
    )
    for key, title, due, path in stages.values_list("pk", "title", "due", "path"):
        words = gettext("Studies: %(title)s") % {"title": title}
        yield Event(f"study-stage-{key}", words, due, link=reverse("careers:study", args=[path]))
    paths = visible(actor, StudyPath).filter(person=actor.person, state__in=OPEN, follow_up_on__gte=actor.today)
    for key, day in paths.values_list("pk", "follow_up_on"):
        words = gettext("Follow-up of studies")
        yield Event(f"study-{key}", words, day, link=reverse("careers:study", args=[key]))
