"""What the pages say of a plan: figures as words, and a chart with the same figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.engine.capacity import REASONS, Closing, IsoWeek
from stegvis.planning.capacity.charts import gap_spec, hours
from stegvis.planning.capacity.computing import Balance, balance, cost, planned
from stegvis.planning.capacity.content import LEVERS, Content
from stegvis.planning.capacity.words import LEVER_NAMES, REASON_NAMES, week_name
from stegvis.planning.charts import Chart

SHOWN = 0.05
"""Hours that one decimal shows as something."""
Names = dict[str, str]


def stats(content: Content) -> list[tuple[str, str, str]]:
    """A name, a figure and perhaps a note."""
    found = balance(content)
    needed = _("%(n)s full-time equivalents") % {"n": hours(found.need.fte.mean(axis=0).sum())}
    return [
        (_("Hours needed"), _whole(found.need.hours.sum()), needed),
        (_("Hours there"), _whole(found.capacity.hours.sum()), ""),
        (_("Short without levers"), _whole(np.maximum(found.gap, 0).sum()), ""),
        (_("Short with levers"), _whole(found.short.sum()), ""),
        (_("Cost of the levers, kronor"), _whole(cost(content)), ""),
    ]


def _whole(value: float) -> str:
    """Without decimals, but for what would be rounded to nothing."""
    shown: str = hours(value) if 0 < value < 1 else number_format(round(value) + 0, 0)
    return shown


def gap_chart(content: Content, weeks: Sequence[IsoWeek], names: Names, profession: str = "") -> Chart:
    """Of one profession, or of all. Spare hours of one profession never fill what another lacks."""
    chosen = [at for at, code in enumerate(content.professions) if profession in {"", code}]
    found, levers = balance(content), planned(content).added[:, :, chosen].sum(axis=2)
    need, there = found.need.hours[:, chosen].sum(axis=1), found.capacity.hours[:, chosen].sum(axis=1)
    short = found.short[:, chosen].sum(axis=1)
    spare = np.maximum(-found.left[:, chosen], 0).sum(axis=1)
    kinds = [(_("Staff there"), there), *((str(LEVER_NAMES[kind]), levers[n]) for n, kind in enumerate(LEVERS))]
    kinds = [kinds[0], *((name, by_week) for name, by_week in kinds[1:] if by_week.any())]
    columns = [(_("Hours needed"), need), *kinds, (_("Short"), short), (_("Spare"), spare)]
    return Chart(
        summary=_gap_words(found, weeks, names, content, chosen),
        spec=gap_spec(weeks, need, kinds),
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
    available: str
    needed: str


def staff_rows(content: Content, names: Names, weeks: int) -> list[StaffRow]:
    """Hours a week on average, and full-time equivalents. Reasons only where enough people stand behind."""
    rows, found = [], balance(content)
    for at, one in enumerate(content.competences):
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
                individual=hours(one.individual) if one.individual else "",
                available=hours(float(found.available[0, at])),
                needed=hours(float(found.need.fte[:, at].mean())),
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


def doubts(content: Content, closing: Closing) -> list[str]:
    """What a suggestion is not sure of, in words."""
    found = []
    if closing.over:
        share = 100 * closing.over / max(cost(content), closing.over)
        words = _("Another way can be at most %(share)s %% cheaper. Fewer hours short cannot be had.")
        found.append(words % {"share": hours(ceil(10 * share) / 10)})  # at most, so never rounded down
    if closing.left_out:
        told = {"n": len(content.activities) - closing.left_out, "of": len(content.activities)}
        found.append(
            _("Only the %(n)s activities of %(of)s that take the most hours are moved in the suggestion.") % told
        )
    return found


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
