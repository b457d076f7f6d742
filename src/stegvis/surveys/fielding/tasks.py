"""In the background: letters one by one, and what is done by itself on its day."""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.utils import timezone, translation
from procrastinate.contrib.django import app

from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.jobs.running import system_job
from stegvis.surveys.fielding.letters import letter_of
from stegvis.surveys.fielding.on_its_day import look_after_rounds
from stegvis.surveys.models import Link, Round

logger = logging.getLogger(__name__)


@system_job
def send_letter(link_id: str, is_reminder: bool = False) -> None:
    """The invitation once, and at most one reminder a day; to nobody who has answered in the meantime."""
    today = timezone.localdate()
    rows = Link.objects.filter(pk=link_id, answered_on=None, withdrawn_on=None, contact__said="").exclude(email="")
    rows = rows.filter(round__state=Round.State.OPEN, round__opens_on__lte=today, round__closes_on__gte=today)
    rows = rows.exclude(reminded_on=today) if is_reminder else rows.filter(sent_on=None)
    link = rows.select_related("round", "contact").select_for_update(of=("self",), skip_locked=True).first()
    if link is None:
        return
    with translation.override("sv"):
        is_sent = _hand_over(link, "reminder" if is_reminder else "invitation")
    link.failed_on = None if is_sent else today
    if is_sent and is_reminder:
        link.reminded_on, link.reminders = today, link.reminders + 1
    elif is_sent:
        link.sent_on = today
    link.save(update_fields=["failed_on", "reminded_on", "reminders", "sent_on"])


@system_job
def send_returned(reply_id: str) -> None:
    """To everybody of the organisation: their reply has come back with comments."""
    rows = Link.objects.filter(contact__reply__pk=reply_id, contact__reply__state="returned", withdrawn_on=None)
    for link in rows.exclude(email="").select_related("round", "contact"):
        with translation.override("sv"):
            _hand_over(link, "returned")


def _hand_over(link: Link, kind: str) -> bool:
    """Whether the mail server has taken it. One that is away is tried again, by the button or the next reminder."""
    try:
        letter_of(link, kind).send()
    except SMTPRecipientsRefused:
        return False
    except (OSError, SMTPException) as error:
        logger.warning("A letter of a survey could not be sent: %s", type(error).__name__)
        return False
    return True


@app.periodic(cron="1 * * * *")
@app.task(name="surveys.fielding.look_after", queueing_lock="surveys.fielding.look_after")
def look_after(timestamp: int) -> None:
    """A minute past each hour, and so a minute past midnight in Stockholm whatever the season."""
    with acting_as_system(reason="surveys.fielding.look_after"):
        look_after_rounds(timezone.localdate())
