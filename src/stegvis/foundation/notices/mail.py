"""Letters: once a week one with all that is new, and at once for the kinds chosen so.

A letter says how many notices of which kind there are and where they stand; what they are about is read in the product,
by whoever can log in.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.kinds import kind_of, kinds
from stegvis.foundation.notices.models import Channel, Notice, NoticeChoice

logger = logging.getLogger(__name__)
NEWS = timedelta(days=30)
"""What is older than this is no news in a letter."""


def send_letters(channel: Channel) -> int:
    """One letter to each user with unread news of the channel, and how many were handed over.

    A user's notices are marked and the letter handed over in one transaction of their own: what fails waits for the
    next time, and nobody hears the same twice, but for a crash between the two.
    """
    sent = 0
    with get_connection() as mail_server:
        for user, counts in _waiting(channel).items():
            try:
                with acting_as_system(reason="notices.mail"):
                    sent += _send(user, counts, mail_server)
            except (OSError, SMTPException) as error:
                logger.warning("A letter of notices could not be sent: %s", type(error).__name__)
    return sent


def _waiting(channel: Channel) -> dict[int, dict[str, int]]:
    """User → kind → how many unread notices of the channel no letter has told of."""
    with acting_as_system(reason="notices.mail"):
        chosen = {(choice.user_id, choice.kind): choice.channel for choice in NoticeChoice.objects.all()}
        rows = (
            Notice.objects.filter(read_at=None, mailed_at=None, created_at__gte=timezone.now() - NEWS)
            .filter(kind__in=[kind.code for kind in kinds()], user__is_active=True)
            .order_by()
            .values_list("user", "kind")
            .annotate(number=Count("id"))
        )
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for user, code, number in rows:
            kind = kind_of(code)
            if kind is not None and chosen.get((user, code), kind.default) == channel:
                found[user][code] = number
    return dict(found)


def _send(user_id: int, counts: Mapping[str, int], mail_server: BaseEmailBackend) -> int:
    """0 where another has sent it, or it has been read, in the meantime."""
    marked = Notice.objects.filter(user=user_id, kind__in=counts, read_at=None, mailed_at=None).update(
        mailed_at=timezone.now()
    )
    if not marked:
        return 0
    user = User.objects.get(pk=user_id)
    with translation.override(user.language):
        _letter(user, counts, mail_server).send()
    return 1


def _letter(user: User, counts: Mapping[str, int], mail_server: BaseEmailBackend) -> EmailMessage:
    choices = settings.SITE_URL + reverse("notices:choices")
    context = {
        "name": user.name,
        "counts": [(str(kind.label), counts[kind.code]) for kind in kinds() if kind.code in counts],
        "number": sum(counts.values()),
        "link": settings.SITE_URL + reverse("notices:list"),
        "choices": choices,
    }
    subject = " ".join(render_to_string("notices/email/subject.txt", context).split())
    body = render_to_string("notices/email/letter.txt", context)
    headers = {"List-Unsubscribe": f"<{choices}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, None, [user.email], headers=headers, connection=mail_server)
