"""An invitation of yesterday opens nothing today: it may have been used or withdrawn since.

Which roles were withdrawn since stands nowhere but in what was lost, so a person has to look.
"""

from datetime import datetime

from django.utils import timezone

from stegvis.organisations.models import Invitation, RoleGrant


def restored(made_at: datetime) -> list[str]:
    """Withdraw every open invitation, and say whose roles to look through."""
    open_ones = Invitation.objects.filter(used_at=None, withdrawn_at=None)
    withdrawn = open_ones.update(withdrawn_at=timezone.now())
    held = RoleGrant.objects.exclude(valid_to__lt=timezone.localdate()).count()
    return [
        f"{withdrawn} open invitations were withdrawn; send them anew",
        f"{held} roles are held as they were on {made_at:%Y-%m-%d %H:%M %Z}; end again those that were ended since",
    ]
