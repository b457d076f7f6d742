"""Supply with its bands, need and demand, by year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.drawing.fan import Band, Fan, Line, fan_svg
from stegvis.planning.forecasts.figures.figure import Figure, Here, missing_words, nobody, sum_words
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.reference import Reference, reference_for
from stegvis.planning.forecasts.wording import span
from stegvis.planning.ground.inputs import TOTAL
from stegvis.planning.ground.results import Series


def fan_figure(picture: Picture, here: Here) -> Figure | None:
    """Supply with bands, need and demand. None where it is hidden."""
    series = picture.series(here.place, here.profession)
    if series is None:
        return None
    years = picture.result.years
    reference = _reference(picture, here)
    fan = Fan(years, bands_of(series), _lines(series, years, reference))
    summary = fan_sentence(series, here, years[-1])
    heads = [
        _("Year"),
        _("Supply"),
        _("Supply, 50 %"),
        _("Supply, 90 %"),
        pgettext("forecast", "Need"),
        pgettext("forecast", "Demand"),
        _("Missing"),
    ]
    rows = [_fan_row(series, years[at], at) for at in range(len(years))]
    title = _("Supply, need and demand: %(what)s") % {"what": here.label}
    return Figure(
        "fan",
        title,
        summary,
        heads,
        rows,
        lambda size: fan_svg(fan, size, title=title, told=summary, key="fan"),
        [_("Full-time employees. A forecast is no promise: it says what comes if what is assumed holds.")]
        + (_reference_notes(reference) if reference else []),
    )


def bands_of(series: Series) -> tuple[Band, ...]:
    return (
        Band("wide", _("Supply, 90 %"), series.supply[0], series.supply[-1]),
        Band("narrow", _("Supply, 50 %"), series.supply[1], series.supply[-2]),
    )


def _lines(series: Series, years: Sequence[int], reference: Reference | None) -> tuple[Line, ...]:
    lines = [
        Line("supply", _("Supply"), series.mean_supply),
        Line("need", pgettext("forecast", "Need"), series.mean_need),
        Line("demand", pgettext("forecast", "Demand"), series.mean_demand),
    ]
    if reference:
        share = np.array([reference.at(year) for year in years])
        lines.append(Line("reference", _("The GR report's need"), series.mean_need[0] * share / share[0]))
    return tuple(lines)


def _fan_row(series: Series, year: int, at: int) -> list[str]:
    low, lower, middle, higher, high = (float(one[at]) for one in series.supply)
    return [
        str(year),
        figure(middle),
        span(lower, higher),
        span(low, high),
        figure(float(series.mean_need[at])),
        figure(float(series.mean_demand[at])),
        missing_words(series, at),
    ]


def fan_sentence(series: Series, here: Here, year: int) -> str:
    """Whether people are missing in the last year, how many, and how sure that is."""
    low, high = -float(series.gap[-1][-1]), -float(series.gap[0][-1])
    need, supply, middle = sum_words(series)
    if nobody(series):
        return _("%(what)s: nobody works here, and nobody is needed.") % {"what": here.label}
    told = {
        "what": here.label,
        "year": year,
        "need": need,
        "supply": supply,
        "middle": middle,
        "low": figure(abs(low)),
        "high": figure(abs(high)),
    }
    if low > 0:
        return (
            _(
                "%(what)s: in %(year)s about %(middle)s full-time employees are missing. %(need)s are needed, and "
                "%(supply)s are expected to be there. Nine times of ten between %(low)s and %(high)s are missing."
            )
            % told
        )
    if high < 0:
        return (
            _(
                "%(what)s: in %(year)s there are about %(middle)s full-time employees more than are needed. %(need)s "
                "are needed, and %(supply)s are expected to be there."
            )
            % told
        )
    return (
        _(
            "%(what)s: nobody can say whether people are missing in %(year)s. %(need)s full-time employees are needed, "
            "and %(supply)s are expected to be there. It may end with %(high)s too few or %(low)s too many."
        )
        % told
    )


def _reference(picture: Picture, here: Here) -> Reference | None:
    places = picture.result.scope.places if here.place == TOTAL else (here.place,)
    return reference_for(places, here.profession)


def _reference_notes(reference: Reference) -> list[str]:
    told = {
        "share": figure(reference.share * 100),
        "base": reference.base_year,
        "target": reference.target_year,
        "group": reference.group,
    }
    line = (
        _(
            "The dotted line is what the Göteborg region's report of 2020 says of %(group)s: %(share)s per cent of "
            "%(base)s in %(target)s. It starts at today's need here, and is drawn straight."
        )
        % told
    )
    if reference.is_certain:
        return [line]
    doubt = _(
        "Uncertain: the report says “an increase by 110 per cent”, and probably means to 110 per cent. Check it "
        "against the original."
    )
    return [line, doubt]
