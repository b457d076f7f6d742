"""What the levers give while they are pulled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.drawing.fan import Fan, Line, fan_svg
from stegvis.planning.forecasts.figures.fan import bands_of
from stegvis.planning.forecasts.figures.figure import Figure, Here, missing
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.wording import missing_sentence
from stegvis.planning.ground.results import Answered, as_kept


def answer_figure(base: Picture, now: Answered, here: Here) -> Figure | None:
    """The line that the levers give at once, over the base's bands. Both are computed without draws and kept as
    exactly, so that no lever gives the same figure."""
    series = base.series(here.place, here.profession)
    if series is None:
        return None
    at = base.result.places.index(here.place)
    years = base.result.years
    supply, need = (as_kept(one)[:, at] for one in (now.supply, now.need))
    lines = (
        Line("supply", _("Supply in the base"), series.mean_supply),
        Line("other", _("Supply with the levers"), supply),
        Line("need", _("Need with the levers"), need),
    )
    fan = Fan(years, bands_of(series), lines)
    before, after = missing(series), float(need[-1] - supply[-1])
    summary = answer_sentence(here, years[-1], before=before, after=after)
    rows = [
        [str(year), figure(float(series.mean_supply[one])), figure(float(supply[one])), figure(float(need[one]))]
        for one, year in enumerate(years)
    ]
    return Figure(
        "svar-diagram",
        _("What the levers give"),
        summary,
        [_("Year"), *(line.label for line in lines)],
        rows,
        lambda size: fan_svg(fan, size, title=_("What the levers give"), told=summary, key="svar-diagram"),
    )


def answer_sentence(here: Here, year: int, *, before: float, after: float) -> str:
    """``before`` and ``after``: what is missing without the levers and with them, below 0 where it is more than
    needed."""
    told = {"what": here.label, "year": year, "after": missing_sentence(after), "before": missing_sentence(before)}
    return _("%(what)s: in %(year)s with these levers %(after)s, and without them %(before)s.") % told
