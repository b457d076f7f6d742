"""What the pages say of a plan: figures as words, charts with the same figures as tables, and the causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.engine.capacity import REASONS, IsoWeek
from stegvis.planning.capacity.computing import Array, Balance, balance, cost, explained, planned
from stegvis.planning.capacity.content import LEVERS, Content, Outcome
from stegvis.planning.capacity.words import LEVER_NAMES, REASON_NAMES, short_week, week_name

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LABEL = {"expr": "min(260, containerSize()[0] * 0.45)"}
SHOWN = 0.05
"""Hours that one decimal shows as something."""
Names = dict[str, str]


@dataclass(frozen=True)
class Chart:
    summary: str
    spec: dict[str, Any]
    head: list[str]
    rows: list[list[str]]


def hours(value: float) -> str:
    return number_format(round(value, 1) + 0.0, 1)


def stats(content: Content) -> list[tuple[str, str]]:
    found = balance(content)
    before = float(np.maximum(found.gap, 0).sum())
    return [
        (_("Hours needed"), hours(found.need.sum())),
        (_("Hours there"), hours(found.there.sum())),
        (_("Short without levers"), hours(before)),
        (_("Short with levers"), hours(found.short.sum())),
        (_("Cost of the levers, kronor"), number_format(round(cost(content)), 0)),
    ]


def gap_chart(content: Content, weeks: Sequence[IsoWeek], names: Names, profession: str = "") -> Chart:
    """Of one profession, or of all. Spare hours of one profession never fill what another lacks."""
    chosen = [at for at, code in enumerate(content.professions) if profession in {"", code}]
    found, levers = balance(content), planned(content).added[:, :, chosen].sum(axis=2)
    need, there = found.need[:, chosen].sum(axis=1), found.there[:, chosen].sum(axis=1)
    short = found.short[:, chosen].sum(axis=1)
    spare = np.maximum(-found.left[:, chosen], 0).sum(axis=1)
    kinds = [(_("Staff there"), there), *((str(LEVER_NAMES[kind]), levers[n]) for n, kind in enumerate(LEVERS))]
    kinds = [kinds[0], *((name, by_week) for name, by_week in kinds[1:] if by_week.any())]
    columns = [(_("Need"), need), *kinds, (_("Short"), short), (_("Spare"), spare)]
    return Chart(
        summary=_gap_words(found, weeks, names, content, chosen),
        spec=_gap_spec(weeks, need, kinds),
        head=[_("Week"), *(name for name, _by_week in columns)],
        rows=[
            [week_name(week), *(hours(float(by_week[at])) for _name, by_week in columns)]
            for at, week in enumerate(weeks)
        ],
    )


def _gap_words(found: Balance, weeks: Sequence[IsoWeek], names: Names, content: Content, chosen: Sequence[int]) -> str:
    if not content.activities:
        return _("Nothing is said to be produced yet, so no need can be computed.")
    short = found.short[:, chosen]
    n = int((short.sum(axis=1) >= SHOWN).sum())
    if not n:
        return _("No hours are short in any week, by this plan.")
    week = int(short.sum(axis=1).argmax())
    worst = content.professions[chosen[int(short[week].argmax())]]
    told = {
        "n": n,
        "of": len(weeks),
        "week": week_name(weeks[week]).lower(),
        "hours": hours(float(short[week].sum())),
        "profession": names[worst].lower(),
    }
    return (
        ngettext(
            "In %(n)s week of %(of)s hours are short: %(week)s, %(hours)s hours, most of all %(profession)s.",
            "In %(n)s weeks of %(of)s hours are short, most in %(week)s: %(hours)s hours, most of all %(profession)s.",
            n,
        )
        % told
    )


def _gap_spec(weeks: Sequence[IsoWeek], need: Array, kinds: Sequence[tuple[str, Array]]) -> dict[str, Any]:
    labels = [str(week) for week in weeks]
    shown = {str(week): short_week(week) for week in weeks}
    bars = [
        {
            "week": labels[at],
            "name": week_name(week),
            "what": name,
            "order": place,
            "hours": round(float(by_week[at]), 1),
        }
        for place, (name, by_week) in enumerate(kinds)
        for at, week in enumerate(weeks)
    ]
    line = [
        {"week": labels[at], "name": week_name(week), "need": round(float(need[at]), 1), "what": _("Need")}
        for at, week in enumerate(weeks)
    ]
    axis = {"labelAngle": 0, "labelOverlap": True, "labelExpr": f"({_object(shown)})[datum.value]"}
    x = {"field": "week", "type": "ordinal", "title": None, "sort": labels, "axis": axis}
    tip = [{"field": "name", "title": " "}, {"field": "what", "title": " "}]
    names = [*(name for name, _by_week in kinds), _("Need")]
    return {
        "$schema": SCHEMA,
        "height": 260,
        "layer": [
            {
                "data": {"values": bars},
                "mark": "bar",
                "encoding": {
                    "x": x,
                    "y": {"field": "hours", "type": "quantitative", "title": _("Hours")},
                    "color": {
                        "field": "what",
                        "type": "nominal",
                        "scale": {"domain": names},
                        "title": None,
                        "legend": {"labelLimit": 0, "columns": 1, "orient": "bottom", "symbolType": "square"},
                    },
                    "order": {"field": "order"},
                    "tooltip": [*tip, {"field": "hours", "title": " "}],
                },
            },
            {
                "data": {"values": line},
                "mark": {"type": "line", "interpolate": "step", "strokeWidth": 3, "strokeDash": [6, 3]},
                "encoding": {
                    "x": x,
                    "y": {"field": "need", "type": "quantitative"},
                    "color": {"field": "what", "type": "nominal"},
                    "tooltip": [*tip, {"field": "need", "title": " "}],
                },
            },
        ],
    }


def _object(labels: dict[str, str]) -> str:
    """A Vega expression's object. Names of weeks hold no quotation marks."""
    return "{" + ", ".join(f"'{key}': '{label}'" for key, label in labels.items()) + "}"


@dataclass(frozen=True)
class Cause:
    name: str
    hours: float

    @property
    def shown(self) -> str:
        return signed(self.hours)


@dataclass(frozen=True)
class Told:
    """The weeks that have been told of: the causes, which sum to the ``deviation`` as shown, and by week."""

    causes: list[Cause]
    deviation: str
    chart: Chart
    head: list[str]
    weeks: list[tuple[int, list[str]]]


def told_of(content: Content, outcomes: Sequence[tuple[int, Outcome]]) -> Told | None:
    """All professions together; reasons of absence stand as they are kept, so those of few people are one sum."""
    if not outcomes:
        return None
    found = explained(content, outcomes)
    parts: list[tuple[str, Array]] = [
        (_("More was produced"), found.volume),
        (_("Each took longer"), found.time),
        (_("More work beside production"), found.beside),
        (_("Fewer employed hours"), found.staffing),
        *(
            (_("Away: %(reason)s") % {"reason": REASON_NAMES[reason].lower()}, found.absence[at])
            for at, reason in enumerate(REASONS)
        ),
        *(
            (_("Fewer hours of: %(lever)s") % {"lever": LEVER_NAMES[kind].lower()}, found.levers[at])
            for at, kind in enumerate(LEVERS)
        ),
    ]
    sums = rounded_to_sum([float(by_week.sum()) for _name, by_week in parts], float(found.deviation.sum()))
    causes = [Cause(name, value) for (name, _by_week), value in zip(parts, sums, strict=True) if value]
    causes.sort(key=lambda one: -abs(one.hours))
    deviation = round(float(found.deviation.sum()), 1) + 0.0
    return Told(
        causes=causes,
        deviation=signed(deviation),
        chart=_cause_chart(causes, deviation),
        head=[_("Production"), _("Time for each"), _("Beside"), _("Staff"), _("Absence"), _("Levers"), _("In all")],
        weeks=[
            (
                week,
                [
                    signed(one)
                    for one in (
                        *rounded_to_sum(
                            [
                                float(found.volume[at].sum()),
                                float(found.time[at].sum()),
                                float(found.beside[at].sum()),
                                float(found.staffing[at].sum()),
                                float(found.absence[:, at].sum()),
                                float(found.levers[:, at].sum()),
                            ],
                            float(found.deviation[at].sum()),
                        ),
                        round(float(found.deviation[at].sum()), 1) + 0.0,
                    )
                ],
            )
            for at, (week, _outcome) in enumerate(outcomes)
        ],
    )


def rounded_to_sum(parts: Sequence[float], total: float) -> list[float]:
    """Parts in whole tenths that sum to the total in whole tenths: what rounding leaves goes to the largest."""
    tenths = [round(one * 10) for one in parts]
    if tenths:
        largest = max(range(len(parts)), key=lambda at: abs(parts[at]))
        tenths[largest] += round(total * 10) - sum(tenths)
    return [one / 10 for one in tenths]


def signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{hours(abs(value))}"


def _cause_chart(causes: Sequence[Cause], deviation: float) -> Chart:
    values = [{"what": one.name, "hours": one.hours} for one in causes]
    return Chart(
        summary=_cause_words(causes, deviation),
        spec={
            "$schema": SCHEMA,
            "height": {"step": 24},
            "data": {"values": values},
            "mark": "bar",
            "encoding": {
                "y": {"field": "what", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": LABEL}},
                "x": {"field": "hours", "type": "quantitative", "title": _("Hours")},
                "tooltip": [{"field": "what", "title": " "}, {"field": "hours", "title": " "}],
            },
        },
        head=[_("Cause"), _("Hours")],
        rows=[*([one.name, one.shown] for one in causes), [_("In all"), signed(deviation)]],
    )


def _cause_words(causes: Sequence[Cause], deviation: float) -> str:
    if not causes:
        return _("The weeks that have been told of went as planned.")
    told = {"hours": hours(abs(deviation)), "cause": causes[0].name.lower(), "part": causes[0].shown}
    if deviation >= 0:
        return _("%(hours)s hours more were short than planned. The largest cause: %(cause)s (%(part)s).") % told
    return _("%(hours)s hours fewer were short than planned. The largest cause: %(cause)s (%(part)s).") % told


@dataclass(frozen=True)
class StaffRow:
    code: str
    name: str
    people: int
    contracted: str
    away: str
    reasons: str
    support: str
    individual: str


def staff_rows(content: Content, names: Names, weeks: int) -> list[StaffRow]:
    """Hours a week on average. Reasons only where enough people stand behind."""
    rows = []
    for one in content.competences:
        reasons = [
            (REASON_NAMES[reason], sum(sum(kind.get(reason, ())) for kind in (one.booked, one.typed)) / weeks)
            for reason in REASONS
        ]
        told = ", ".join(f"{str(name).lower()} {hours(value)}" for name, value in reasons if value >= SHOWN)
        rows.append(
            StaffRow(
                code=one.profession,
                name=names[one.profession],
                people=one.people,
                contracted=hours(sum(one.contracted) / weeks),
                away=hours(sum(one.away(week) for week in range(weeks)) / weeks),
                reasons="" if one.is_few else told,
                support=hours(one.support * 100),
                individual=hours(one.individual),
            )
        )
    return rows


def absence_table(content: Content, weeks: Sequence[IsoWeek], profession: str) -> tuple[list[str], list[list[str]]]:
    """By week: each reason that there is, or where people are few the sum alone."""
    one = content.competence(profession)
    if one is None:
        return [], []
    shown = [] if one.is_few else [reason for reason in REASONS if reason in one.booked or reason in one.typed]
    head = [_("Week"), _("Employed hours"), *(str(REASON_NAMES[reason]) for reason in shown), _("Away in all")]
    none = (0.0,) * len(weeks)
    rows = [
        [
            week_name(week),
            hours(one.contracted[at]),
            *(hours(one.booked.get(reason, none)[at] + one.typed.get(reason, none)[at]) for reason in shown),
            hours(one.away(at)),
        ]
        for at, week in enumerate(weeks)
    ]
    return head, rows


@dataclass(frozen=True)
class LeverRow:
    kind: str
    name: str
    is_ready: bool
    used: str
    kronor: str


def lever_rows(content: Content) -> list[LeverRow]:
    rows = []
    for kind in LEVERS:
        lever = content.lever(kind)
        used = {name: sum(by_week) for name, by_week in lever.used.items()} if lever else {}
        kronor = sum(value * lever.cost.get(name, 0.0) for name, value in used.items()) if lever else 0.0
        is_ready = lever is not None and any(lever.most.values())
        rows.append(
            LeverRow(kind, str(LEVER_NAMES[kind]), is_ready, hours(sum(used.values())), number_format(round(kronor), 0))
        )
    return rows


def moves(content: Content, weeks: Sequence[IsoWeek]) -> list[str]:
    """What is moved, in words."""
    names = {one.key: one.name for one in content.activities}
    return [
        _("%(n)s of %(what)s from %(source)s to %(target)s")
        % {
            "n": number_format(round(amount, 1)),
            "what": names[key],
            "source": week_name(weeks[source]).lower(),
            "target": week_name(weeks[target]).lower(),
        }
        for key, source, target, amount in (content.moving.moved if content.moving else ())
    ]
