"""The queue of yesterday is not worked off: what was being computed is tried again by hand."""

from datetime import datetime

from stegvis.planning.models import Scenario


def restored(made_at: datetime) -> list[str]:
    """Close the computations that the backup caught on their way."""
    closed = Scenario.objects.filter(state=Scenario.State.WAITING).update(state=Scenario.State.FAILED)
    return [f"{closed} scenarios were being computed; they are shown as not computed, and can be tried again"]
