"""A scenario as a tagged PDF: what comes, what is done, what is not known, and what all of it stands on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.foundation.documents.pdf import typeset
from stegvis.planning.forecasts.drawing.canvas import WIDE
from stegvis.planning.forecasts.figures.fan import fan_figure
from stegvis.planning.forecasts.figures.figure import Figure, Here
from stegvis.planning.forecasts.reading import Reading
from stegvis.planning.forecasts.wording import place_name

TEMPLATE = "planning/forecasts/forecast.typ"


def scenario_pdf(reading: Reading, here: Here, day: date) -> bytes:
    """In the language of the moment. ``here`` is what is looked at closely; every profession has its fan."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    title = f"{reading.title}: {reading.scenario}"
    return typeset(TEMPLATE, scenario_content(reading, here), title=title, language=language, day=day)


def scenario_content(reading: Reading, here: Here) -> dict[str, Any]:
    """What ``forecast.typ`` sets."""
    result = reading.picture.result
    levers = [f"{one.title}. {one.note}".strip() for one in reading.levers]
    shown = reading.shown(here)
    return {
        "words": _titles(),
        "facts": facts_of(reading),
        "levers": levers or [_("No lever is pulled: it is what comes if nothing more is done.")],
        "gap_title": _("%(place)s in %(year)s") % {"place": place_name(here.place), "year": result.years[-1]},
        "gap": _grid(shown.gap_head, shown.gap_rows),
        "figures": [_told(one) for one in (*shown.figures, shown.fall, shown.unknown) if one is not None],
        "others": [
            _told(one)
            for code in result.professions
            if code != here.profession
            and (one := fan_figure(reading.picture, Here(here.place, code, reading.names.get(code, code))))
        ],
        "assumed_title": _("What is assumed: %(name)s") % {"name": here.name},
        "assumed": _grid(
            [_("Assumption"), _("Value"), _("Source"), _("Date"), _("How sure")],
            [[one.label, one.value, one.source, one.dated, one.certain] for one in shown.assumed],
        ),
        "signed": [f"{one.label}: {one.value}. {one.signed}" for one in shown.assumed if one.signed],
        "notes": [f"{one.words} ({one.signed}, {date_format(one.day)})" for one in reading.notes],
    }


def _titles() -> dict[str, str]:
    return {
        "fact": _("Detail"),
        "value": _("Content"),
        "caution": _(
            "A forecast says what comes if what is assumed holds. It is no promise of a post or of pay. Places with "
            "fewer than 5 persons are counted, and their figures are not shown to others."
        ),
        "levers": _("What is done"),
        "figures": _("Looked at closely"),
        "others": _("The other professions"),
        "signed": _("Changed by the owner"),
        "notes": _("Who decided what"),
        "table": _("Table"),
        "chart": _("Chart"),
    }


def facts_of(reading: Reading) -> list[tuple[str, str]]:
    """What it is and what it stands on, as it is told wherever it is taken away."""
    result = reading.picture.result
    names = ", ".join(place_name(one) for one in result.scope.places[:40])
    more = len(result.scope.places) - 40
    return [
        (_("Owner"), reading.owner),
        (_("Scenario"), reading.scenario),
        (_("Years"), f"{result.years[0]}–{result.years[-1]}"),
        (_("Places"), names + (_(" and %(n)s more") % {"n": more} if more > 0 else "")),
        (_("Computed on"), date_format(reading.computed) if reading.computed else "–"),
        (_("Population from"), reading.population),
        (_("Method"), reading.method),
        (_("Digest of all that it is computed from"), result.inputs_digest),
    ]


def _told(one: Figure) -> dict[str, Any]:
    return {
        "title": one.title,
        "svg": one.draw(WIDE),
        "alt": one.summary,
        "sentence": one.summary,
        "notes": one.notes,
        "grid": _grid(one.head, one.rows),
    }


def _grid(head: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"head": head, "rows": rows}
