"""What the pages of a round share."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.surveys.models import Round


def round_tabs(found: Round, current: str) -> list[dict[str, Any]]:
    """The pages of a round that there are."""
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
        {"label": label, "url": url, "current": name == current, "count": None}
        for name, label in tabs
        if (url := _url(name, found))
    ]


def _url(name: str, found: Round) -> str:
    try:
        return reverse(name, args=[found.pk])
    except NoReverseMatch:
        return ""
