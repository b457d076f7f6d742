"""Places of yesterday: what has been answered since is gone, so that who answers looks once more."""

from datetime import datetime, timedelta

from django.utils import timezone

from stegvis.exchange.models import Application

A_DAY_MORE = timedelta(days=1)


def restored(made_at: datetime) -> list[str]:
    """Nobody's place lapses while the system was away: what waits for an answer has at least a day from now."""
    least = timezone.now() + A_DAY_MORE
    waiting = Application.objects.filter(state__in=[Application.State.HELD, Application.State.OFFERED])
    given = waiting.filter(answer_by__lt=least).update(answer_by=least)
    booked = Application.objects.filter(state=Application.State.BOOKED, occasion__starts__gt=timezone.now()).count()
    return [
        f"{given} places that wait for an answer have a day more",
        f"{booked} places are booked; what was booked or withdrawn since the backup is gone, ask the hosts",
    ]
