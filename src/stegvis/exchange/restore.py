"""Places and rounds of yesterday: what has been answered since is gone, so that who answers looks once more."""

from datetime import datetime, timedelta

from django.utils import timezone

from stegvis.exchange.models import Application, Round
from stegvis.exchange.openings import is_ahead

A_DAY_MORE = timedelta(days=1)


def restored(made_at: datetime) -> list[str]:
    """Nobody's place lapses, and no round closes, while the system was away: there is at least a day from now.

    A round that was published since is drawn again; without a seed in the backup it gets another, and other places.
    """
    least = timezone.now() + A_DAY_MORE
    waiting = Application.objects.filter(state__in=[Application.State.HELD, Application.State.OFFERED])
    given = waiting.filter(answer_by__lt=least).update(answer_by=least)
    ahead = is_ahead(timezone.now(), "occasion__")
    booked = Application.objects.filter(ahead, state=Application.State.BOOKED).count()
    tomorrow = timezone.localdate(least)
    rounds = Round.objects.filter(state=Round.State.OPEN, closes_on__lt=tomorrow).update(closes_on=tomorrow)
    drawn = Round.objects.filter(state__in=[Round.State.CLOSED, Round.State.PREVIEWED]).count()
    return [
        f"{given} places that wait for an answer have a day more",
        f"{booked} places are booked; what was booked or withdrawn since the backup is gone, ask the hosts",
        f"{rounds} rounds take wishes for a day more; wishes made since the backup are gone, tell those concerned",
        f"{drawn} rounds wait to be drawn or published; publish no round anew whose places were told since the backup",
    ]
