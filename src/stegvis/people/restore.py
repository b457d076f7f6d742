"""Who had been purged is purged again, and what persons showed others is closed: they may have ended it since."""

from datetime import datetime

from django.utils import timezone

from stegvis.people.models import Consent
from stegvis.people.retention import decisions_made, purge_again


def restored(made_at: datetime) -> list[str]:
    """Repeat what the journal tells; what was purged before the backup is gone from it already."""
    purged = purge_again(decisions_made())
    ended = Consent.objects.filter(ended_at=None).update(ended_at=timezone.now())
    return [
        f"{purged} persons were purged again",
        f"{ended} consents were ended; whoever still wants to show their record gives a new one",
    ]
