"""An invitation of yesterday opens nothing today: it may have been used or withdrawn since. Ended roles end again."""

from datetime import datetime

from django.utils import timezone

from stegvis.organisations.endings import end_again
from stegvis.organisations.models import Invitation, RoleGrant


def restored(made_at: datetime) -> list[str]:
    """Withdraw every open invitation, end roles by the journal, and say how many to look through all the same."""
    open_ones = Invitation.objects.filter(used_at=None, withdrawn_at=None)
    withdrawn = open_ones.update(withdrawn_at=timezone.now())
    ended = end_again()
    held = RoleGrant.objects.exclude(valid_to__lt=timezone.localdate()).count()
    return [
        f"{withdrawn} open invitations were withdrawn; send them anew",
        f"{ended} roles were ended again",
        f"{held} roles are held as they were on {made_at:%Y-%m-%d %H:%M %Z}; look through them",
    ]
