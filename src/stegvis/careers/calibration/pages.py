"""What the pages of calibration show: charts with their tables, tabs, results in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.careers.calibration.evenness import ShareLine, Shares
from stegvis.careers.calibration.queries import Asked, Judge, competences_in
from stegvis.careers.calibration.wording import (
    BAND_TAGS,
    BAND_WORDS,
    PROBLEMS,
    WHY_NOT,
    compared,
    decimal,
    percent,
    share_summary,
)
from stegvis.careers.models import CalibrationRound
from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.queries import effective_of


def tabs(actor: Actor, here: str, query: QueryDict) -> list[dict[str, object]]:
    """The pages of calibration that the actor has, keeping the employer and the profession chosen."""
    pages = [
        ("careers:calibration", _("Evenness"), bool(actor.coordinates)),
        ("careers:calibration_judges", _("Assessors"), bool(actor.coordinates)),
        ("careers:calibration_rounds", _("Rounds"), bool(actor.coordinates)),
        ("careers:calibration_between", _("Between employers"), bool(actor.leads)),
    ]
    kept = {name: value for name in ("arbetsgivare", "yrke") if (value := query.get(name))}
    suffix = f"?{urlencode(kept)}" if kept else ""
    return [
        {"label": label, "url": reverse(name) + suffix, "current": name == here, "count": None}
        for name, label, is_shown in pages
        if is_shown
    ]


@dataclass(frozen=True)
class SharesPage:
    """A chart of shares with the line of all, its table and one sentence."""

    shares: Shares
    who: str

    @property
    def summary(self) -> str:
        whole = self.shares.total.share
        said = share_summary(self.shares)
        return f"{said} {_('All together: %(share)s.') % {'share': percent(whole.share)}}" if whole else said

    @property
    def head(self) -> list[str]:
        return [self.who, _("Level decided"), _("Staff"), _("Share"), _("Probable range"), _("Remark")]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        return [_row(line) for line in (*self.shares.lines, self.shares.total)]

    @property
    def spec(self) -> dict[str, Any]:
        """Points with their ranges, and a rule for all together; only of what is shown."""
        names = _short([line.label for line in self.shares.shown])
        values = [
            {"who": name, "share": one.share, "low": one.low, "high": one.high}
            for name, line in zip(names, self.shares.shown, strict=True)
            if (one := line.share)
        ]
        whole = self.shares.total.share
        across = {"field": "share", "type": "quantitative", "axis": {"format": ".0%", "tickCount": 5}}
        side = {"field": "who", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 220}}
        layers: list[dict[str, Any]] = [
            {
                "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.5},
                "encoding": {
                    "y": side,
                    "x": {**across, "field": "low", "title": _("Share"), "scale": {"domain": [0, 1]}},
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90},
                "encoding": {"y": side, "x": across, "tooltip": [{"field": "who", "title": self.who}, across]},
            },
        ]
        if whole:
            layers.append(
                {
                    "mark": {"type": "rule", "strokeDash": [4, 4]},
                    "encoding": {"x": {"datum": whole.share, "type": "quantitative"}},
                }
            )
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "height": {"step": 28},
            "data": {"values": values},
            "layer": layers,
        }

    @property
    def unusual(self) -> list[str]:
        """Those that chance would not leave so far from the whole, in words."""
        said = {-1: _("%(who)s: fewer than chance would give"), 1: _("%(who)s: more than chance would give")}
        return [said[line.share.unusual] % {"who": line.label} for line in self.shares.unusual if line.share]


def _short(labels: list[str]) -> list[str]:
    """The units' own names where they tell the units apart, for there is little room beside a chart."""
    own = [label.rpartition(" – ")[2] for label in labels]
    return own if len(set(own)) == len(own) else labels


def _row(line: ShareLine) -> tuple[str, ...]:
    hidden = _("hidden")
    if line.too_few:
        return (line.label, *([_("fewer than 5")] + [""] * 4))
    numbers = [hidden if one is None else number_format(one) for one in (line.placed, line.total)]
    if line.share is None:
        return (line.label, *numbers, hidden, "", "")
    between = f"{percent(line.share.low)}–{percent(line.share.high)}"
    mark = {-1: _("lower than usual"), 0: "", 1: _("higher than usual")}[line.share.unusual]
    return (line.label, *numbers, percent(line.share.share), between, mark)


def judge_rows(judges: tuple[Judge, ...]) -> list[dict[str, object]]:
    return [
        {
            "label": one.label,
            "persons": one.persons,
            "ratings": one.found.ratings,
            "compared": compared(one.found),
            "low": decimal(one.found.low),
            "high": decimal(one.found.high),
        }
        for one in judges
    ]


@dataclass(frozen=True)
class ResultPage:
    """A closed round's result in words."""

    found: CalibrationRound

    @property
    def result(self) -> dict[str, Any]:
        return self.found.result

    @property
    def problem(self) -> str:
        return str(PROBLEMS.get(self.result.get("problem", ""), ""))

    @property
    def headline(self) -> str:
        band = self.result["agreement"]["band"]
        return str(WHY_NOT[self.result["agreement"]["why"]]) if band is None else str(BAND_WORDS[band])

    @property
    def has_band(self) -> bool:
        return self.result["agreement"]["band"] is not None

    @property
    def stats(self) -> list[tuple[str, str, str]]:
        """Label, value and note of what can be said in figures."""
        found = self.result["agreement"]
        said = [
            (_("Judgements compared"), str(self.result["pairs"]), _("of %(n)d drawn") % {"n": self.result["sampled"]})
        ]
        if found["kappa"] is not None:
            note = ""
            if found["low"] is not None:
                ends = {"low": decimal(found["low"]), "high": decimal(found["high"])}
                note = _("probably %(low)s–%(high)s; 0 is chance, 1 is always the same") % ends
            said.append((_("Weighted kappa"), decimal(found["kappa"]), note))
        for key, label in (("exact", _("Exactly the same")), ("within_one", _("The same or one step apart"))):
            if found[key] is not None:
                said.append((label, percent(found[key]), ""))
        difference = self.result["mean_difference"]
        if difference is not None:
            said.append((_("Second less first, on average"), decimal(difference), _("steps of the scale")))
        return said

    @property
    def line_head(self) -> list[str]:
        wide = len(self.result["total"]) == 3
        return [_("The same"), *([_("One step apart"), _("More than one step")] if wide else [_("Not the same")])]

    @property
    def lines(self) -> list[dict[str, object]]:
        """Nothing where all of it is hidden."""
        if not any(any(line["cells"]) for line in self.result["lines"]):
            return []
        return [
            {
                "label": self._competence(line["code"]) if line["code"] else _("Competences with few judgements"),
                "cells": list(zip(self.line_head, line["cells"], strict=True)),
                "total": line["total"],
                "too_few": line["too_few"],
                "tag": BAND_TAGS[line["band"]] if line["band"] is not None else None,
            }
            for line in self.result["lines"]
        ]

    @property
    def table_head(self) -> list[str]:
        values = self._scale()
        wide = len(self.result["table"][0]) == len(values) + 1
        return values if wide else [_("Second lower"), _("The same"), _("Second higher")]

    @property
    def table(self) -> list[dict[str, object]]:
        """Nothing where all but the sums is hidden."""
        if not any(any(row[:-1]) for row in (self.result["table"] or [])[:-1]):
            return []
        labels = [*self._scale(), _("All together")]
        return [
            {"label": label, "cells": list(zip(self.table_head, row[:-1], strict=True)), "total": row[-1]}
            for label, row in zip(labels, self.result["table"], strict=True)
            if any(cell != 0 for cell in row)
        ]

    @property
    def hides(self) -> bool:
        rows = [line["cells"] for line in self.result["lines"]] + (self.result["table"] or [])
        return not self.result["table"] or not self.result["lines"] or any(None in row for row in rows)

    @property
    def talk_about(self) -> list[str]:
        return [self._competence(code) for code in self.result["talk_about"]]

    def _scale(self) -> list[str]:
        titles = {value.value: worded(value.title) for value in effective_of(self.found.version).document.scale}
        return [f"{value} {titles.get(value, '')}".strip() for value in self.result["scale"]]

    def _competence(self, code: str) -> str:
        asked = self._asked.get(code)
        return worded(asked.item.title) if asked else code

    @cached_property
    def _asked(self) -> dict[str, Asked]:
        return competences_in(self.found)
