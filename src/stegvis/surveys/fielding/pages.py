"""What the pages of a round share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.surveys.models import Round


def round_tabs(found: Round, current: str) -> list[dict[str, Any]]:
    """For who leads it: whom it asks, what they said, and what is told of it."""
    tabs = [
        ("surveys:round", pgettext("survey", "Round")),
        ("surveys:round_contacts", _("Those asked")),
        ("surveys:results", _("Results")),
        ("surveys:coding", _("Free text")),
        ("surveys:round_reports", pgettext("survey", "Reports")),
    ]
    if found.kind == Round.Kind.ORGANISATIONS:
        tabs.insert(2, ("surveys:round_replies", _("Replies")))
    return [
        {"label": label, "url": reverse(name, args=[found.pk]), "current": name == current, "count": None}
        for name, label in tabs
    ]
