"""A forecast's charts, each with one sentence and the same figures as a table, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import sqrt

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stegvis.planning.forecasts.drawing.bars import Bar, bars_svg
from stegvis.planning.forecasts.drawing.canvas import PHONE, WIDE, Size, figure
from stegvis.planning.forecasts.drawing.fan import Band, Fan, Line, fan_svg
from stegvis.planning.forecasts.drawing.gap_map import Spot, map_svg
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.reference import Reference, reference_for
from stegvis.planning.forecasts.wording import lever_title, missing_sentence, place_name, signed
from stegvis.planning.ground.inputs import TOTAL
from stegvis.planning.ground.results import Central, Series, as_kept

CERTAIN = 1.645
"""Standard deviations on either side that hold nine times of ten."""


@dataclass(frozen=True)
class Figure:
    """``draw`` gives the SVG at a size, its ids beginning with ``id``."""

    id: str
    title: str
    summary: str
    head: list[str]
    rows: list[list[str]]
    draw: Callable[[Size], str]
    notes: list[str] = field(default_factory=list)

    # The drawing is this program's own; every text in it is escaped where it is put in (drawing.canvas).
    @property
    def wide(self) -> SafeString:
        return mark_safe(self.draw(WIDE))  # noqa: S308

    @property
    def phone(self) -> SafeString:
        return mark_safe(self.draw(PHONE))  # noqa: S308


@dataclass(frozen=True)
class Here:
    """What is looked at: a place of the forecast (or all) and a profession, with its name."""

    place: str
    profession: str
    name: str

    @property
    def label(self) -> str:
        return f"{self.name}, {place_name(self.place)}"


def fan_figure(picture: Picture, here: Here) -> Figure | None:
    """Supply with bands, need and demand. None where it is hidden."""
    series = picture.series(here.place, here.profession)
    if series is None:
        return None
    years = picture.result.years
    reference = _reference(picture, here)
    fan = Fan(years, _bands(series), _lines(series, years, reference))
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


def _bands(series: Series) -> tuple[Band, ...]:
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
        f"{figure(lower)}–{figure(higher)}",
        f"{figure(low)}–{figure(high)}",
        figure(float(series.mean_need[at])),
        figure(float(series.mean_demand[at])),
        missing_words(series, at),
    ]


def missing(series: Series, at: int = -1) -> float:
    """The one figure of what is missing, wherever it is told: need less supply, without any draws."""
    return float(series.mean_need[at] - series.mean_supply[at])


def missing_words(series: Series, at: int = -1) -> str:
    """What is missing, with what it is nine times of ten."""
    low, middle, high = -float(series.gap[-1][at]), missing(series, at), -float(series.gap[0][at])
    return _("%(middle)s (%(low)s to %(high)s)") % {
        "middle": figure(middle),
        "low": figure(low),
        "high": figure(high),
    }


def fan_sentence(series: Series, here: Here, year: int) -> str:
    """Whether people are missing in the last year, how many, and how sure that is."""
    low, middle, high = -float(series.gap[-1][-1]), missing(series), -float(series.gap[0][-1])
    if _nobody(series):
        return _("%(what)s: nobody works here, and nobody is needed.") % {"what": here.label}
    told = {
        "what": here.label,
        "year": year,
        "need": figure(float(series.mean_need[-1])),
        "supply": figure(float(series.mean_supply[-1])),
        "middle": figure(abs(middle)),
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


def _nobody(series: Series) -> bool:
    """Neither now nor in any year, as figures are written."""
    return all(figure(float(one)) == "0" for one in (*series.supply[-1], *series.mean_need))


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


def answer_figure(base: Picture, now: Central, here: Here) -> Figure | None:
    """The line that the levers give at once, over the base's bands. Both are computed without draws and kept as
    exactly, so that no lever gives the same figure."""
    series = base.series(here.place, here.profession)
    if series is None:
        return None
    at = base.result.places.index(here.place), base.result.professions.index(here.profession)
    years = base.result.years
    supply, need = (as_kept(one)[:, at[0], at[1]] for one in (now.supply, now.need))
    lines = (
        Line("supply", _("Supply in the base"), series.mean_supply),
        Line("other", _("Supply with the levers"), supply),
        Line("need", _("Need with the levers"), need),
    )
    fan = Fan(years, _bands(series), lines)
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
        lambda size: map_svg(spots, size, title=title, told=summary, key="karta"),
        [_("Dark brown: a fifth or more is missing. Brown: a tenth. Light: less. Green: more than is needed.")],
    )


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


def fall_figure(picture: Picture, here: Here, names: dict[str, str]) -> Figure | None:
    """What each lever gives of what is missing in the last year. None without levers, or where it is hidden."""
    if picture.series(here.place, here.profession) is None or not picture.result.levers:
        return None
    before, steps = picture.before(here.place, here.profession), picture.steps(here.place, here.profession)
    bars, at = [Bar(_("Missing if nothing is done"), 0.0, before, "narrow", figure(before))], before
    for one in steps:
        tone = "supply" if one.gives <= 0 else "need"
        bars.append(Bar(lever_title(one.lever, names), at, at + one.gives, tone, signed(one.gives)))
        at += one.gives
    bars.append(Bar(_("Missing after the levers"), 0.0, at, "narrow", figure(at)))
    together = sum(one.gives for one in steps) - sum(one.alone for one in steps)
    title = _("What each lever gives: %(what)s, %(year)s") % {"what": here.label, "year": picture.result.years[-1]}
    summary = _("Without levers %(before)s, and with all of them %(after)s.") % {
        "before": missing_sentence(before),
        "after": missing_sentence(at),
    }
    rows = [[bar.label, bar.words, ""] for bar in bars[:1]]
    rows += [[lever_title(one.lever, names), signed(one.gives), signed(one.alone)] for one in steps]
    rows.append([bars[-1].label, bars[-1].words, ""])
    return Figure(
        "vattenfall",
        title,
        summary,
        [_("Lever"), _("Gives, in this order"), _("Gives by itself")],
        rows,
        lambda size: bars_svg(bars, size, title=title, told=summary, key="vattenfall"),
        [
            _("Levers help or hinder each other: together they give %(n)s beside what each gives by itself.")
            % {"n": signed(together)}
        ],
    )


def layers_figure(picture: Picture, here: Here) -> Figure | None:
    """What the band of what is missing is made of in the last year. None where it is hidden."""
    series = picture.series(here.place, here.profession)
    if series is None:
        return None
    spans = {name: CERTAIN * sqrt(max(one, 0.0)) for name, one in picture.layers(here.place, here.profession).items()}
    labels = layer_words()
    shown = sorted(labels, key=lambda name: -spans[name])
    bars = [Bar(labels[name][0], 0.0, spans[name], "narrow", f"± {figure(spans[name])}") for name in shown]
    rows = [[labels[name][0], f"± {figure(spans[name])}", labels[name][1]] for name in shown]
    together = sqrt(sum(one**2 for one in spans.values()))
    rows.append([_("All kinds together"), f"± {figure(together)}", _("About half of the band's width, 90 %.")])
    title = _("What is not known: %(what)s, %(year)s") % {"what": here.label, "year": picture.result.years[-1]}
    summary = _("Most of the uncertainty is here: %(most)s.") % {"most": labels[shown[0]][0].lower()}
    return Figure(
        "ovisshet",
        title,
        summary,
        [_("Kind"), _("Missing, full-time employees"), _("What is meant")],
        rows,
        lambda size: bars_svg(bars, size, title=title, told=summary, key="ovisshet"),
        [
            _(
                "Nine times of ten what is missing is within this, if the other kinds are left out. They do not simply "
                "add up: their squares do."
            ),
            decided_sentence(picture, here, series),
        ],
    )


def decided_sentence(picture: Picture, here: Here, series: Series) -> str:
    """What this scenario's levers change: beside the band, which says nothing of what anybody decides."""
    if not picture.result.levers:
        return _("What anybody decides is not in the band: compare scenarios to see what it changes.")
    gives = missing(series) - picture.before(here.place, here.profession)
    return _("What is decided is not in the band: this scenario's levers change what is missing by %(n)s.") % {
        "n": signed(gives)
    }


def layer_words() -> dict[str, tuple[str, str]]:
    return {
        "staff": (
            _("How many work there today"),
            _("The staff is estimated or rounded where nobody has counted it. Count it, and this goes away."),
        ),
        "chance": (
            _("Chance"),
            _("Who happens to leave and who happens to come. It weighs most where few people work."),
        ),
        "inhabitants": (
            _("Who will live there"),
            _("How many move, are born and grow old. It weighs most in a small municipality and many years on."),
        ),
        "use": (
            _("How much care each person needs"),
            _("That the same ages may need more or less than now."),
        ),
        "parameters": (
            _("Figures behind the assumptions"),
            _("How often people leave is known from few years and people."),
        ),
        "drift": (
            _("Changing times"),
            _("That people may leave more or less often than now, and that more or fewer come."),
        ),
    }
