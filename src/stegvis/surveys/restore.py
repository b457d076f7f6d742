"""Rounds of yesterday: links that were withdrawn since, and replies that came since, are not in the backup."""

from datetime import datetime

from django.utils import timezone

from stegvis.surveys.fielding.on_its_day import delete_due
from stegvis.surveys.models import Link, Round


def restored(made_at: datetime) -> list[str]:
    """What is open is paused, so that who leads it looks once more before a withdrawn link opens anything; what was
    deleted by its days is deleted again. A reminder that waits for its day is not sent by itself."""
    paused = Round.objects.filter(state=Round.State.OPEN).update(state=Round.State.PAUSED, remind_on=None)
    delete_due(timezone.localdate())
    unsent = Link.objects.filter(round__state=Round.State.PAUSED, sent_on=None, withdrawn_on=None).count()
    return [
        f"{paused} rounds of surveys are paused; answers sent since the backup are gone, and links withdrawn since hold"
        " again: withdraw them, and go on with each round",
        f"{unsent} links have had no letter by the backup; look whether they had one since before you send it",
    ]
