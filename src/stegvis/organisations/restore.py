"""An invitation of yesterday opens nothing today: it may have been used or withdrawn since."""

from datetime import datetime

from django.utils import timezone

from stegvis.organisations.models import Invitation


def restored(made_at: datetime) -> list[str]:
    """Withdraw every open invitation."""
    open_ones = Invitation.objects.filter(used_at=None, withdrawn_at=None)
    return [f"{open_ones.update(withdrawn_at=timezone.now())} open invitations were withdrawn; send them anew"]
