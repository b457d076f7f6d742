"""The record as a tagged PDF, to take along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.careers.record.entries import Section
from stegvis.careers.record.whole import REST
from stegvis.foundation.documents.pdf import typeset
from stegvis.people.models import Person

TEMPLATE = "careers/record/record.typ"


def record_pdf(person: Person, sections: Sequence[Section], day: date) -> bytes:
    """What the page shows, in the language of the moment."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    title = _("The record of %(person)s") % {"person": person}
    return typeset(TEMPLATE, record_content(sections, day), title=title, language=language, day=day)


def record_content(sections: Sequence[Section], day: date) -> dict[str, Any]:
    """What ``record.typ`` sets."""
    return {
        "lead": _(
            "What was registered in Stegvis on %(day)s, printed by the person. Only what is marked as checked has"
            " been checked by somebody else."
        )
        % {"day": date_format(day)},
        "rest": str(REST),
        "nothing": _("Nothing is registered."),
        "sections": [
            {
                "title": one.title,
                "entries": [
                    {
                        "title": entry.title,
                        "told": " · ".join(filter(None, (entry.detail, entry.employer, entry.source))),
                        "lines": [*entry.lines, *(_("Document: %(name)s") % {"name": f.name} for f in entry.files)],
                    }
                    for entry in one.entries
                ],
            }
            for one in sections
        ],
    }
