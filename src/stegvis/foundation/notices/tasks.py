"""Letters and tidying, by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.notices.mail import send_letters
from stegvis.foundation.notices.models import Channel, Notice

KEPT = timedelta(days=365)


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.mail_at_once", queueing_lock="notices.mail_at_once")
def mail_at_once(timestamp: int) -> None:
    """For the kinds that somebody wants to hear of at once: within five minutes."""
    send_letters(Channel.AT_ONCE)


@app.periodic(cron="30 5 * * 1")
@app.task(name="notices.mail_digest", queueing_lock="notices.mail_digest")
def mail_digest(timestamp: int) -> None:
    """On Monday mornings, in Stockholm half past six or half past seven."""
    send_letters(Channel.DIGEST)


@app.periodic(cron="40 3 * * *")
@app.task(name="notices.forget_old", queueing_lock="notices.forget_old")
def forget_old(timestamp: int) -> None:
    """A notice is no record: after a year it is gone."""
    with acting_as_system(reason="notices.forget_old"):
        Notice.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
