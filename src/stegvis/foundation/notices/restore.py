"""Letters of yesterday are not sent again, and an address that was closed since does not open."""

from datetime import datetime

from django.utils import timezone

from stegvis.foundation.notices.models import CalendarFeed, Notice


def restored(made_at: datetime) -> list[str]:
    """Take every notice for sent, and close every calendar's address: it may have been closed since."""
    now = timezone.now()
    mailed = Notice.objects.filter(mailed_at=None).update(mailed_at=now)
    closed = CalendarFeed.objects.filter(revoked_at=None).update(revoked_at=now)
    return [
        f"{mailed} notices are not mailed again; they stand in the product",
        f"{closed} calendar addresses were closed; each user makes a new one",
    ]
