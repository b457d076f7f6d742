"""Leaders are told in time of studies whose notes will soon be deleted, as was promised, and without a report yet."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from stegvis.surveys.interviews.notices import tell_of_end
from stegvis.surveys.leaders import leaders_of
from stegvis.surveys.models import Interview, InterviewReport, InterviewStudy

AHEAD, LAST_TIME = timedelta(days=30), timedelta(days=7)
"""Told a month before, and once more in the last week."""


def soon_without_a_report(studies: QuerySet[InterviewStudy], today: date) -> QuerySet[InterviewStudy]:
    """Those with interviews that would be gone with nothing told of them."""
    of_study = {"study": OuterRef("pk")}
    return studies.filter(
        Exists(Interview.objects.filter(**of_study)),
        ~Exists(InterviewReport.objects.filter(**of_study)),
        notes_deleted_on=None,
        notes_until__range=(today, today + AHEAD),
    )


def remind_of_notes() -> None:
    """Each leader twice for each study. Run as Stegvis itself; it may run again."""
    today = timezone.localdate()
    for study in soon_without_a_report(InterviewStudy.objects.all(), today):
        tell_of_end(study, leaders_of(study, today), is_last=study.notes_until - today <= LAST_TIME)
