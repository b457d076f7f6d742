"""What is had and needed, as bars beside each other with the same figures as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.planning.charts import SCHEMA, Chart, legend_of
from stegvis.planning.models import PlanNeed
from stegvis.planning.plans.gaps import Gap, gap_of
from stegvis.planning.plans.queries import Overview

LABEL = {"labelLimit": {"expr": "max(180, containerSize()[0] * 0.38)"}}


def need_chart(needs: Sequence[PlanNeed]) -> Chart | None:
    return _chart([(str(one.profession), gap_of(one)) for one in needs])


def overview_chart(overview: Overview) -> Chart | None:
    return _chart([(str(profession), gap) for profession, gap, _plans in overview.by_profession])


def _chart(rows: Sequence[tuple[str, Gap]]) -> Chart | None:
    if not rows:
        return None
    heads = [_("Have now"), _("Will have"), _("Will need")]
    return Chart(
        summary=_summary(rows),
        spec=_spec(rows, heads),
        head=[_("Profession"), *heads, _("Missing")],
        rows=[[name, *gap.told] for name, gap in rows],
    )


def _summary(rows: Iterable[tuple[str, Gap]]) -> str:
    short = [(name, gap.missing) for name, gap in rows if gap.missing is not None and gap.missing > 0]
    if not short:
        return _("No profession will be short of staff, by these figures.")
    name, most = max(short, key=lambda one: one[1])
    told = {"n": len(short), "name": name.lower(), "most": number_format(most)}
    return (
        ngettext(
            "%(n)s profession will be short of staff: %(name)s by %(most)s full-time equivalents.",
            "%(n)s professions will be short of staff, most of all %(name)s: by %(most)s full-time equivalents.",
            len(short),
        )
        % told
    )


def stats_of(gap: Gap) -> list[tuple[str, str]]:
    """The figures of all professions together, with what they are."""
    return list(zip([_("Have now"), _("Will have"), _("Will need"), _("Missing")], gap.told, strict=True))


def _spec(rows: Sequence[tuple[str, Gap]], heads: list[str]) -> dict[str, Any]:
    values = [
        {"what": name, "when": head, "fte": float(value)}
        for name, gap in rows
        for head, value in zip(heads, gap.figures, strict=True)
        if value is not None
    ]
    return {
        "$schema": SCHEMA,
        "height": {"step": 16},
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "what", "type": "nominal", "title": None, "sort": None, "axis": LABEL},
            "yOffset": {"field": "when", "sort": heads},
            "x": {"field": "fte", "type": "quantitative", "title": None},
            "color": {
                "field": "when",
                "type": "nominal",
                "sort": heads,
                "title": None,
                "legend": legend_of(heads),
            },
            "tooltip": [
                {"field": "what", "title": " "},
                {"field": "when", "title": " "},
                {"field": "fte", "title": " "},
            ],
        },
    }
