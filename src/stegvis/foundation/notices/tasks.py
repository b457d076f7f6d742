"""Letters and tidying, by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.notices.mail import send_letters
from stegvis.foundation.notices.models import Channel, Notice
from stegvis.foundation.notices.services import take_back_unread

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


@app.task(name="notices.take_back")
def take_back(users: list[int]) -> None:
    """After a change of who works where, from those whom it may concern; a transaction for each."""
    for user in users:
        take_back_unread(user)


# The clock is UTC: one of the two is just after midnight in Stockholm, summer and winter.
@app.periodic(cron="50 22,23 * * *", periodic_id="midnight")
@app.task(name="notices.take_back_each_night", queueing_lock="notices.take_back_each_night")
def take_back_each_night(timestamp: int) -> None:
    """Employments and roles end by their dates."""
    with acting_as_system(reason="notices.take_back"):
        users = list(Notice.objects.filter(read_at=None).order_by("user").values_list("user", flat=True).distinct())
    take_back(users)


@app.periodic(cron="40 3 * * *")
@app.task(name="notices.forget_old", queueing_lock="notices.forget_old")
def forget_old(timestamp: int) -> None:
    """A notice is no record: after a year it is gone."""
    with acting_as_system(reason="notices.forget_old"):
        Notice.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
