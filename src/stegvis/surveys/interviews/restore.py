"""Interviews of yesterday: what has run out goes again, and what was deleted for who took back their yes is told of."""

from datetime import datetime

from stegvis.surveys.interviews.retention import forget_what_is_old
from stegvis.surveys.models import Interview, InterviewStudy


def restored(made_at: datetime) -> list[str]:
    """Names and notes past their day are deleted at once. Interviews deleted since the backup cannot be told from
    others: their number is said, so that the leaders look."""
    forget_what_is_old()
    there = Interview.objects.exclude(study__state=InterviewStudy.State.CLOSED).count()
    return [f"{there} interviews are back as they were; ask the studies' leaders which were deleted since the backup"]
