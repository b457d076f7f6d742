"""What is deleted when it has been kept for as long as was promised. Run as Stegvis itself; it may run again."""

from __future__ import annotations

from django.utils import timezone

from stegvis.surveys.models import (
    Interview,
    Interviewee,
    IntervieweeContact,
    InterviewNote,
    InterviewQuote,
    InterviewStudy,
    InterviewSupport,
)

OF_SINGLE_INTERVIEWS = (InterviewQuote, InterviewSupport, InterviewNote, Interviewee, Interview)
"""In the order in which they can go. Summaries, findings and reports stay: they are of many."""


def forget_what_is_old() -> None:
    """Names and addresses from the day after their last, and whatever is of a single interview from the day after its.

    The study is closed by the latter, since nothing can be counted any more. What an old backup brings back goes again.
    """
    today = timezone.localdate()
    nameless = InterviewStudy.objects.filter(contacts_until__lt=today)
    IntervieweeContact.objects.filter(study__in=nameless).delete()
    nameless.filter(contacts_deleted_on__isnull=True).update(contacts_deleted_on=today)
    over = InterviewStudy.objects.filter(notes_until__lt=today)
    for model in OF_SINGLE_INTERVIEWS:
        model._base_manager.filter(study__in=over).delete()
    over.filter(notes_deleted_on__isnull=True).update(notes_deleted_on=today, state=InterviewStudy.State.CLOSED)
