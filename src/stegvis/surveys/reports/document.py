"""A release as PDF: tagged (PDF/UA-1), to be kept (PDF/A-2a), the same bytes of the same content."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from stegvis.foundation.documents.pdf import typeset
from stegvis.surveys.reports.blocks import Type
from stegvis.surveys.reports.charts.svg import WIDE, svg_of
from stegvis.surveys.reports.markup import parts
from stegvis.surveys.reports.method import note_on_method
from stegvis.surveys.reports.presenting import Content, Grid, Presented, Shown, presented
from stegvis.surveys.reports.typography import bound_in

TEMPLATE = "surveys/reports/report.typ"


def pdf_of(content: Content) -> bytes:
    return typeset(
        TEMPLATE,
        document_of(content),
        title=content["title"],
        language=content["language"],
        day=date.fromisoformat(content["day"]),
    )


def document_of(content: Content) -> dict[str, Any]:
    """The plain values that ``report.typ`` sets."""
    told = presented(content)
    with override(content["language"]):
        method = note_on_method(content)
        found = {
            "own_title": True,
            "words": _words(),
            "title": content["title"],
            "publisher": content["publisher"],
            "published": _published(content),
            "changes": content["changes"],
            "summary": parts(content["summary"]),
            "blocks": [_block(one) for one in told.blocks],
            "method": {
                "heading": method.heading,
                "methods": [
                    {"title": one.title, "facts": one.facts, "response": _grid(one.response)} for one in method.methods
                ],
                "sentences": method.sentences,
            },
            "behind": _behind(told),
        }
    return bound_in(found)


def _words() -> dict[str, str]:
    return {
        "contents": _("Contents"),
        "summary": _("Summary"),
        "changes": _("New in this version"),
        "table": _("Table"),
        "chart": _("Chart"),
        "behind": _("Figures behind the charts"),
        "detail": _("Detail"),
        "content": _("Content"),
    }


def _published(content: Content) -> str:
    day = date_format(date.fromisoformat(content["day"]), "DATE_FORMAT")
    return _("Version %(number)s, %(day)s") % {"number": content["number"], "day": day}


def _block(one: Shown) -> dict[str, Any]:
    match one.type:
        case Type.HEADING:
            return {"type": one.type.value, "level": one.level, "text": one.text}
        case Type.TEXT | Type.NOTE:
            return {"type": one.type.value, "parts": list(one.parts)}
        case Type.QUOTES:
            return {"type": one.type.value, "quotes": list(one.quotes)}
        case Type.TABLE:
            return {"type": one.type.value, "caption": one.caption, "grid": _grid(one.grid)}
        case Type.CHART if one.chart and one.grid:
            told = {"caption": one.caption, "alt": one.alt, "sentence": one.sentence, "notes": list(one.notes)}
            return {"type": one.type.value, "svg": svg_of(one.chart, WIDE), **told}
    return {"type": one.type.value}


def _grid(grid: Grid | None) -> dict[str, Any] | None:
    return {"head": grid.head, "rows": grid.rows, "notes": grid.notes} if grid else None


def _behind(told: Presented) -> list[dict[str, Any]]:
    """The figures that a chart shows, for who does not see it."""
    charts = [one for one in told.blocks if one.type is Type.CHART]
    words = _("Chart %(number)s. %(caption)s")
    return [
        {"title": words % {"number": one.number, "caption": one.caption}, "grid": _grid(one.grid)} for one in charts
    ]
