"""The parts of the room, as tabs over their first pages, and small words of questionnaires."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.organisations.models import Organisation

register = template.Library()

PARTS = (
    ("surveys:rounds", pgettext_lazy("survey", "Rounds")),
    ("surveys:questionnaires", _("Questionnaires")),
    ("surveys:bank", _("Question bank")),
    ("surveys:reports", pgettext_lazy("survey", "Reports")),
    ("surveys:codebooks", _("Code books")),
    ("surveys:interviews", _("Interviews")),
)


@register.inclusion_tag("surveys/_parts.html")
def survey_parts(here: str) -> dict[str, Any]:
    """``here`` is the name of the page that the tabs stand on."""
    tabs = [{"label": label, "url": reverse(name), "current": name == here, "count": None} for name, label in PARTS]
    return {"tabs": tabs}


@register.filter
def actor_names(codes: list[str]) -> str:
    """The kinds of organisations by those codes."""
    known = dict(Organisation.Type.choices)
    return ", ".join(str(known.get(code, code)).lower() for code in codes)
