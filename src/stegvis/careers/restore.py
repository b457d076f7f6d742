"""The queue of yesterday is not worked off: a dry run that was under way begins again in the night, or by hand."""

from datetime import datetime

from django.utils import timezone

from stegvis.careers.credentials.journal import revoke_again
from stegvis.careers.models import CardCode, VersionMove


def restored(made_at: datetime) -> list[str]:
    """Tell which moves wait. One that can be undone still can, as long as its 30 days have not passed by now."""
    today = timezone.localdate()
    running = VersionMove.objects.filter(state=VersionMove.State.RUNNING).count()
    accepted = VersionMove.objects.filter(state=VersionMove.State.ACCEPTED, undo_until__gte=today).count()
    closed = CardCode.objects.filter(revoked_at=None).update(revoked_at=timezone.now())
    return [
        f"{running} dry runs of moves to a new version were under way; they are queued again in the night",
        f"{accepted} moves to a new version are accepted and can be undone; later decisions are gone, look at them",
        f"{revoke_again()} credentials were revoked again; one that was issued since is not in the list any more",
        f"{closed} codes of competence cards were closed; each person makes a new one",
    ]
