"""Where people are missing in the last year."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stegvis.planning.forecasts.drawing.gap_map import Spot, map_svg
from stegvis.planning.forecasts.figures.figure import Figure, missing, missing_words
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.wording import place_name
from stegvis.planning.ground.results import Series


def map_figure(picture: Picture, profession: str, name: str) -> Figure:
    """Where people are missing in the last year, as a share of the need."""
    spots, rows = [], []
    year = picture.result.years[-1]
    for place in picture.result.scope.places:
        series = picture.series(place, profession)
        share = _share(series)
        is_few = picture.is_few(place, profession)
        words = _("fewer than 5") if share is None else _percent(share)
        spots.append(Spot(place, place_name(place), share, words))
        told = missing_words(series) if series is not None else ""
        rows.append([place_name(place), words, told, _("fewer than 5 today") if is_few else ""])
    shown = sorted((one for one in spots if one.missing is not None), key=lambda one: -(one.missing or 0))
    title = _("Where %(name)s are missing in %(year)s") % {"name": name.lower(), "year": year}
    summary = _map_sentence(shown, name, year)
    classes = class_words()
    head = [
        pgettext("forecast", "Place"),
        _("Missing, of the need"),
        _("Missing, full-time employees"),
        _("Few people"),
    ]
    return Figure(
        "karta",
        title,
        summary,
        head,
        rows,
        lambda size: map_svg(spots, classes, size, title=title, told=summary, key="karta"),
    )


def class_words() -> dict[str, str]:
    """What the map's colours mean, the worst first."""
    return {
        "short3": _("at least %(n)s %% missing") % {"n": 20},
        "short2": _("at least %(n)s %% missing") % {"n": 10},
        "short1": _("at least %(n)s %% missing") % {"n": 2},
        "even": _("in balance"),
        "over": _("more than is needed"),
    }


def _share(series: Series | None) -> float | None:
    if series is None or series.mean_need[-1] <= 0:
        return None
    return missing(series) / float(series.mean_need[-1])


def _percent(share: float) -> str:
    number = round(share * 100)
    if number < 0:
        return _("%(n)s %% more") % {"n": -number}
    return _("%(n)s %% missing") % {"n": number} if number else _("in balance")


def _map_sentence(shown: Sequence[Spot], name: str, year: int) -> str:
    short = [one for one in shown if (one.missing or 0) > 0.02]
    if not short:
        return _("%(name)s: no place that is shown is short of people in %(year)s.") % {"name": name, "year": year}
    told = {"name": name, "year": year, "n": len(short), "place": short[0].name, "most": short[0].words}
    return (
        ngettext(
            "%(name)s: in %(year)s %(n)s place is short of people, %(place)s (%(most)s).",
            "%(name)s: in %(year)s %(n)s places are short of people, most of all %(place)s (%(most)s).",
            len(short),
        )
        % told
    )
