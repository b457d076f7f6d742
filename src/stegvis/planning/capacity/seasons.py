"""Templates of a year: how much is produced, and how much leave is taken, in the weeks of summer and Christmas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.engine.capacity import IsoWeek, spread
from stegvis.planning.capacity.content import ByWeek

SUMMER, CHRISTMAS = range(27, 33), (52, 53, 1)


@dataclass(frozen=True)
class Season:
    """By the number of the week: ``production`` as a share of an ordinary week's, ``leave`` of contracted hours."""

    label: str | Promise
    production: dict[int, float] = field(default_factory=dict)
    leave: dict[int, float] = field(default_factory=dict)


_summer, _summer_leave = dict.fromkeys(SUMMER, 0.7), dict.fromkeys(SUMMER, 0.5)
SEASONS: dict[str, Season] = {
    "even": Season(_("Even: every week alike")),
    "summer": Season(
        _("Summer: 70 % of the production and half of the staff on leave in weeks 27–32"), _summer, _summer_leave
    ),
    "year": Season(
        _("The year: as summer, and half of the production with 40 % on leave in weeks 52–1"),
        _summer | dict.fromkeys(CHRISTMAS, 0.5),
        _summer_leave | dict.fromkeys(CHRISTMAS, 0.4),
    ),
}


def ordinary(amount: float, season: str, weeks: Sequence[IsoWeek]) -> ByWeek:
    """So many in an ordinary week, and fewer in the season's."""
    shares = SEASONS[season].production
    return tuple(round(amount * shares.get(one.week, 1.0), 4) for one in weeks)


def shared_out(total: float, season: str, weeks: Sequence[IsoWeek]) -> ByWeek:
    """So many in all, shared out over the weeks by the season."""
    profile = np.array([SEASONS[season].production.get(one.week, 1.0) for one in weeks])
    found = spread(np.array([float(total)]), profile / profile.sum())
    return tuple(float(one) for one in found[:, 0])


def leave(contracted: ByWeek, season: str, weeks: Sequence[IsoWeek]) -> ByWeek:
    """Hours of leave that the season has."""
    shares = SEASONS[season].leave
    hours = zip(contracted, weeks, strict=True)
    return tuple(round(one * shares.get(week.week, 0.0), 2) for one, week in hours)
