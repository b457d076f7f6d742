"""The letter that asks somebody to read a draft, to whoever has the address: with an account or without."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from stegvis.frameworks.models import Draft, DraftReviewer

logger = logging.getLogger(__name__)


def send_letter(reviewer_id: int) -> bool:
    """Write to a reviewer whom no letter has reached, of a draft that is out. Runs as the system.

    False where there is nothing to send, and where it could not be handed over: ``sent_at`` stays empty.
    """
    rows = DraftReviewer.objects.select_related("draft__owner", "draft__collaboration", "user")
    waiting = rows.filter(may_read=True, sent_at=None, draft__state=Draft.State.REVIEW)
    reviewer = waiting.select_for_update(of=("self",)).filter(pk=reviewer_id).first()
    if reviewer is None:
        return False
    with translation.override(reviewer.user.language if reviewer.user else settings.LANGUAGE_CODE):
        subject, body = _written(reviewer)
    try:
        send_mail(subject, body, None, [reviewer.email])
    except (OSError, SMTPException) as error:
        logger.warning("A reviewer could not be written to: %s", type(error).__name__)
        return False
    DraftReviewer.objects.filter(pk=reviewer.pk).update(sent_at=timezone.now())
    return True


def _written(reviewer: DraftReviewer) -> tuple[str, str]:
    draft = reviewer.draft
    context = {
        "draft": draft,
        "reviewer": reviewer,
        "link": settings.SITE_URL + reverse("frameworks:draft_review", args=[draft.pk]),
        "sender": draft.owner or draft.collaboration,
    }
    subject = " ".join(render_to_string("frameworks/drafts/email/review_subject.txt", context).split())
    return subject, render_to_string("frameworks/drafts/email/review.txt", context)
