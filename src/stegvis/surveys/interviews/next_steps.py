"""What the first page says of interviews: to hold, and to write notes of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.surveys.interviews.policies import INTERVIEWING
from stegvis.surveys.interviews.reminding import soon_without_a_report
from stegvis.surveys.models import Interview, InterviewNote, InterviewStudy


def waiting(actor: Actor) -> Waiting:
    """One's own interviews that have been, and nothing is written of; studies that one leads and must soon report."""
    found: dict[str, QuerySet] = {}
    if actor.user is not None:
        own = visible(actor, Interview).filter(interviewer__user=actor.user, study__state__in=INTERVIEWING)
        has_been = own.filter(held_on__lte=actor.today).exclude(state=Interview.State.CANCELLED)
        written = InterviewNote.objects.filter(interview=OuterRef("pk")).exclude(text="")
        leads = Q(employer__in=actor.coordinates) | Q(collaboration__in=actor.leads)
        found["notes_soon_deleted"] = soon_without_a_report(visible(actor, InterviewStudy).filter(leads), actor.today)
        found["interviews_to_note"] = has_been.filter(~Exists(written))
    return found


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """No query."""
    if number := counts["notes_soon_deleted"]:
        yield NextStep(
            title=ngettext("%(n)s interview study without a report", "%(n)s interview studies without a report", number)
            % {"n": number},
            detail=_("The notes are deleted within a month, as was promised. Make the report before that."),
            url=reverse("surveys:interviews"),
            action=_("To the interviews"),
            icon="calendar",
            tone="warm",
        )
    if number := counts["interviews_to_note"]:
        yield NextStep(
            title=ngettext("%(n)s interview to write notes of", "%(n)s interviews to write notes of", number)
            % {"n": number},
            detail=_("The notes are easiest to write while you remember what was said."),
            url=reverse("surveys:interviews"),
            action=_("Write the notes"),
            icon="edit",
        )
