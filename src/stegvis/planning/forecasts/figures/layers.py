"""What the uncertainty consists of."""

from __future__ import annotations

from math import sqrt

from django.utils.translation import gettext as _

from stegvis.planning.forecasts.drawing.bars import Bar, bars_svg
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.figures.figure import Figure, Here, missing, nobody
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.wording import signed
from stegvis.planning.ground.results import Series

CERTAIN = 1.645
"""Standard deviations on either side that hold nine times of ten."""


def layers_figure(picture: Picture, here: Here) -> Figure | None:
    """What the band of what is missing is made of in the last year. None where it is hidden, or nobody is counted."""
    series = picture.series(here.place, here.profession)
    if series is None or nobody(series):
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
        in_words=True,
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
