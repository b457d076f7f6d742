"""Who had been purged is purged again."""

from datetime import datetime

from stegvis.people.retention import decisions_made, purge_again


def restored(made_at: datetime) -> list[str]:
    """Repeat what the journal tells; what was purged before the backup is gone from it already."""
    return [f"{purge_again(decisions_made())} persons were purged again"]
