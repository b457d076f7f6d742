"""The letters of a round: the invitation, the reminder, and that a reply is sent back."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from stegvis.surveys.fielding.links import address_of
from stegvis.surveys.models import Link

HEADERS = {"Auto-Submitted": "auto-generated"}


def letter_of(link: Link, kind: str) -> EmailMessage:
    """``kind`` is ``invitation``, ``reminder`` or ``returned``. The link's round and contact are read."""
    colleagues = link.contact.links.filter(withdrawn_on=None).exclude(pk=link.pk).count()
    context = {
        "link": link,
        "round": link.round,
        "contact": link.contact,
        "address": address_of(link),
        "colleagues": colleagues,
        "is_about_persons": link.round.kind == "persons",
    }
    subject = " ".join(render_to_string(f"surveys/fielding/email/{kind}_subject.txt", context).split())
    body = render_to_string(f"surveys/fielding/email/{kind}.txt", context)
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [link.email], headers=HEADERS)
