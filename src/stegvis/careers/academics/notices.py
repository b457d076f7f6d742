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
    stages = visible(actor, StudyStage).filter(person=actor.person, path__state__in=OPEN, done_on__isnull=True)
    for stage in stages.filter(due__gte=actor.today):
        if stage.due is not None:
            words = gettext("Studies: %(title)s") % {"title": stage.title}
            link = reverse("careers:study", args=[stage.path_id])
            yield Event(f"study-stage-{stage.pk}", words, stage.due, link=link)
    paths = visible(actor, StudyPath).filter(person=actor.person, state__in=OPEN)
    for path in paths.filter(follow_up_on__gte=actor.today):
        if path.follow_up_on is not None:
            link = reverse("careers:study", args=[path.pk])
            yield Event(f"study-{path.pk}", gettext("Follow-up of studies"), path.follow_up_on, link=link)
