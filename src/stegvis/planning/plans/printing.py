"""A decided plan as a tagged PDF."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from stegvis.foundation.documents.pdf import typeset
from stegvis.planning.models import PlanEdition
from stegvis.planning.plans.gaps import figure
from stegvis.planning.plans.reading import Done, read

TEMPLATE = "planning/plans/plan.typ"


def plan_pdf(edition: PlanEdition, content: dict[str, Any]) -> bytes:
    """As it was decided, in the language of the moment. ``content`` is what of it the reader is told."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    return typeset(
        TEMPLATE,
        plan_content(edition, content),
        title=edition.content["title"],
        language=language,
        day=edition.decided_on,
    )


def plan_content(edition: PlanEdition, content: dict[str, Any]) -> dict[str, Any]:
    """What ``plan.typ`` sets."""
    found = read(content)
    return {
        "facts": [
            (_("Owner"), edition.owner),
            (_("Years"), f"{content['starts']}–{content['ends']}"),
            (_("Decided on"), date_format(edition.decided_on)),
            (_("Who decided"), edition.decided_in),
            (_("Version"), str(edition.number)),
        ],
        "words": {
            "fact": _("Detail"),
            "value": _("Content"),
            "background": _("Background and aim"),
            "needs": _("What is needed"),
            "unit": _("Full-time equivalents. Figures of the future are estimates."),
            "hidden": _("Figures below 5 are not shown, nor those from which such a one could be worked out.")
            if found.hidden
            else "",
            "sources": _("Where the figures are from"),
            "measures": _("What is done"),
            "said": _("How it went"),
        },
        "background": content["words"].splitlines(),
        "needs_head": [_("Profession"), _("Have now"), _("Will have"), _("Will need"), _("Missing")],
        "needs": [[one.profession, *one.gap.told] for one in found.needs] + [[found.sum_label, *found.gap.told]],
        "sources": [f"{one.profession}: {one.source}. {one.words}".strip() for one in found.needs],
        "measures_head": [
            _("Measure"),
            _("Who answers for it"),
            pgettext("measure", "Done by"),
            _("State"),
            _("Expected effect"),
        ],
        "measures": [_measure(one) for one in found.measures],
        "said": [line for one in found.measures for line in _said(one)],
    }


def _measure(one: Done) -> list[str]:
    title = f"{one.title} ({one.profession.lower()})"
    return [title, one.owner, date_format(one.due_on), one.state_name, figure(one.effect)]


def _said(measure: Done) -> list[str]:
    return [f"{measure.title}, {one.year}: {one.state.lower()}. {one.words}" for one in measure.follow_ups]
