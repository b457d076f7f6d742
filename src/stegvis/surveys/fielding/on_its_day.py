"""What rounds do by themselves: letters on the first day, the reminder, closing, and deleting as was promised."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.utils import timezone

from stegvis.foundation.access.actor import Actor
from stegvis.surveys.fielding.queries import to_remind, to_write_to
from stegvis.surveys.fielding.rates import counted_of
from stegvis.surveys.fielding.services import gather, queue_letters
from stegvis.surveys.models import Round

State = Round.State


def look_after_rounds(today: date) -> None:
    """Runs as the system, and may run again: each thing is done once."""
    system = Actor(today=today, is_system=True)
    close_due(today)
    for found in Round.objects.filter(state=State.OPEN, opens_on__lte=today, closes_on__gte=today):
        if found.opens_on == today:
            queue_letters(to_write_to(system, found))
        if found.remind_on == today and _is_first_today(found, today):
            queue_letters(to_remind(system, found), is_reminder=True)
    delete_due(today)


def _is_first_today(found: Round, today: date) -> bool:
    """Once: whoever is written to later that day is not reminded in the next hour."""
    return bool(Round.objects.filter(pk=found.pk, remind_on=today).update(remind_on=None))


def close_due(today: date) -> None:
    """Those whose last day has passed; what is without a name is opened then."""
    for found in Round.objects.filter(state__in=[State.OPEN, State.PAUSED], closes_on__lt=today):
        closed = Round.objects.filter(pk=found.pk, state=found.state, closes_on__lt=today)
        changed = closed.update(state=State.CLOSED, closed_at=timezone.now())
        if changed:
            gather(found)


def delete_due(today: date) -> None:
    """What was promised to be deleted: those asked, then the answers. What was published stays."""
    system = Actor(today=today, is_system=True)
    with connection.cursor() as cursor:
        for one in Round.objects.filter(state=State.CLOSED, contacts_until__lt=today, became__isnull=True):
            Round.objects.filter(pk=one.pk).update(became=counted_of(system, one))
        for found in Round.objects.filter(state=State.CLOSED, contacts_until__lt=today).values_list("pk", flat=True):
            cursor.execute("SELECT stegvis_survey_forget_contacts(%s, %s)", [found, today])
        for found in Round.objects.filter(state=State.CLOSED, keep_until__lt=today).values_list("pk", flat=True):
            cursor.execute("SELECT stegvis_survey_forget_answers(%s, %s)", [found, today])
