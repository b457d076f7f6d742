"""Two scenarios of a forecast beside each other, with the same luck in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _

from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.drawing.fan import Band, Fan, Line, fan_svg
from stegvis.planning.forecasts.figures.figure import Figure, Here
from stegvis.planning.forecasts.wording import missing_sentence, place_name, span
from stegvis.planning.ground import running
from stegvis.planning.ground.inputs import Array, Inputs, Scope
from stegvis.planning.ground.keys import FAMILIES
from stegvis.planning.ground.levers import Lever

MOST_DRAWN = 30_000
"""Places × draws that a difference is read from: more would keep who looks waiting."""
LEAST_DRAWS = 100


@dataclass(frozen=True)
class Side:
    name: str
    levers: tuple[Lever, ...]


@dataclass(frozen=True, eq=False)
class Compared:
    """``supply`` (Q, T + 1, R + 1): how much more the other gives; ``need`` (T + 1, R + 1) how much more it needs;
    ``missing`` by side, in the last year (R + 1). FTE. ``draws`` is how many it is read from."""

    supply: Array
    need: Array
    missing: tuple[Array, Array]
    draws: int


def compared(inputs: Inputs, one: Side, other: Side, profession: str) -> Compared:
    """Of one profession. Those whom nobody goes over to or from are left out: they change nothing, and take time."""
    at = inputs.scope.professions.index(profession)
    draws = draws_for(inputs.scope)
    middle = [running.central(inputs, side.levers) for side in (one, other)]
    if any(lever.kind == "feedback" for lever in (*one.levers, *other.levers)):
        # Who leaves hangs on what is needed, and so on who takes over from whom.
        supply = running.compare(inputs, one.levers, other.levers, draws=draws)[..., at]
    else:
        some = narrowed(inputs, profession)
        chosen = some.scope.professions
        supply = running.compare(some, _about(one.levers, chosen), _about(other.levers, chosen), draws=draws)
        supply = supply[..., chosen.index(profession)]
    before, after = ((found.need - found.supply)[-1, :, at] for found in middle)
    need = (middle[1].need - middle[0].need)[..., at]
    return Compared(supply, need, (before, after), draws)


def draws_for(scope: Scope) -> int:
    return min(scope.draws, max(LEAST_DRAWS, MOST_DRAWN // len(scope.places)))


def narrowed(inputs: Inputs, profession: str) -> Inputs:
    """The same of the profession and those that people go over between."""
    family = next(one for one in FAMILIES if profession in one)
    at = [number for number, code in enumerate(inputs.scope.professions) if code in family]
    return replace(
        inputs,
        scope=replace(inputs.scope, professions=tuple(inputs.scope.professions[number] for number in at)),
        staff=inputs.staff[:, at],
        fte=inputs.fte[:, at],
        noise=inputs.noise[:, at],
        origin=tuple(tuple(row[number] for number in at) for row in inputs.origin),
    )


def _about(levers: Sequence[Lever], professions: tuple[str, ...]) -> list[Lever]:
    """Those that change these professions' supply."""
    found = []
    for lever in levers:
        named = tuple(one for one in lever.professions if one in professions)
        is_elsewhere = (lever.professions and not named) or (
            lever.kind == "study_posts" and lever.to not in professions
        )
        if lever.kind not in ("task_shift", "near_care", "efficiency") and not is_elsewhere:
            found.append(replace(lever, professions=named))
    return found


def compare_figure(found: Compared, sides: tuple[Side, Side], here: Here, years: Sequence[int], at: int) -> Figure:
    """``at`` is the place's number."""
    bands = found.supply[:, :, at]
    one, other = sides
    fan = Fan(
        years,
        (
            Band("wide", _("Difference, 90 %"), bands[0], bands[-1]),
            Band("narrow", _("Difference, 50 %"), bands[1], bands[-2]),
        ),
        (Line("supply", _("Difference in supply"), bands[2]), Line("need", _("Difference in need"), found.need[:, at])),
        from_zero=True,
    )
    title = _("%(other)s against %(one)s: %(what)s") % {"other": other.name, "one": one.name, "what": here.label}
    summary = compare_sentence(found, sides, years[-1], at)
    rows = [
        [
            str(year),
            figure(float(bands[2][number])),
            span(float(bands[0][number]), float(bands[-1][number])),
            figure(float(found.need[number, at])),
        ]
        for number, year in enumerate(years)
    ]
    return Figure(
        "jamforelse",
        title,
        summary,
        [_("Year"), _("Difference in supply"), _("Difference, 90 %"), _("Difference in need")],
        rows,
        lambda size: fan_svg(fan, size, title=title, told=summary, key="jamforelse"),
        [
            _(
                "Both are computed with the same luck in %(n)s draws, so that the difference is the levers' and not "
                "chance's."
            )
            % {"n": figure(found.draws)}
        ],
    )


def compare_sentence(found: Compared, sides: tuple[Side, Side], year: int, at: int) -> str:
    low, middle, high = (float(found.supply[number, -1, at]) for number in (0, 2, -1))
    before, after = (float(one[at]) for one in found.missing)
    told = {
        "year": year,
        "one": sides[0].name,
        "other": sides[1].name,
        "middle": figure(abs(middle)),
        "low": figure(low),
        "high": figure(high),
        "before": missing_sentence(before),
        "after": missing_sentence(after),
    }
    more = _(
        "In %(year)s “%(other)s” gives %(middle)s full-time employees more than “%(one)s”: nine times of ten the "
        "difference is between %(low)s and %(high)s. With “%(one)s” %(before)s, and with “%(other)s” %(after)s."
    )
    fewer = _(
        "In %(year)s “%(other)s” gives %(middle)s full-time employees fewer than “%(one)s”: nine times of ten the "
        "difference is between %(low)s and %(high)s. With “%(one)s” %(before)s, and with “%(other)s” %(after)s."
    )
    return (more if middle >= 0 else fewer) % told


def place_rows(found: Compared, places: Sequence[str], hidden: np.ndarray) -> list[list[str]]:
    """Of each place what is missing with the one and the other, and the difference in supply."""
    few = _("fewer than 5")
    return [
        [
            place_name(place),
            few if hidden[at] else figure(float(found.missing[0][at])),
            few if hidden[at] else figure(float(found.missing[1][at])),
            few if hidden[at] else _span(found.supply[:, -1, at]),
        ]
        for at, place in enumerate(places)
    ]


def _span(bands: Array) -> str:
    return f"{figure(float(bands[2]))} ({span(float(bands[0]), float(bands[-1]))})"
