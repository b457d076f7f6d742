"""The results of a round as a tagged PDF, with the figures as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from stegvis.foundation.documents.pdf import typeset
from stegvis.surveys.telling import wording
from stegvis.surveys.telling.presenting import ShownTable
from stegvis.surveys.telling.tables import Table

TEMPLATE = "surveys/telling/files/results.typ"


def write_pdf(title: str, heading: Sequence[str], tables: Iterable[Table], day: date) -> bytes:
    """In the language of the moment."""
    data = {"heading": list(heading), "tables": [_plain(ShownTable(one)) for one in tables]}
    return typeset(TEMPLATE, data, title=title, language=wording.language(), day=day)


def _plain(shown: ShownTable) -> dict[str, Any]:
    parts = [shown.kind_title, wording.actor_name(shown.table.actor) if shown.table.actor else ""]
    return {
        "title": shown.title,
        "about": " · ".join(one for one in parts if one),
        "summary": shown.summary,
        "head": shown.head,
        "rows": shown.rows,
        "notes": shown.notes,
    }
