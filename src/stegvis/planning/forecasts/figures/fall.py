"""What each lever gives, as a waterfall."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.planning.forecasts.drawing.bars import Bar, bars_svg
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.figures.figure import Figure, Here
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.wording import lever_title, missing_sentence, signed


def fall_figure(picture: Picture, here: Here, names: dict[str, str]) -> Figure | None:
    """What each lever gives of what is missing in the last year. None without levers, or where it is hidden."""
    if picture.series(here.place, here.profession) is None or not picture.result.levers:
        return None
    before, steps = picture.before(here.place, here.profession), picture.steps(here.place, here.profession)
    bars, at = [Bar(_("Missing if nothing is done"), 0.0, before, "narrow", figure(before))], before
    for one in steps:
        tone = "supply" if one.gives <= 0 else "need"
        bars.append(
            Bar(
                lever_title(one.lever, names, picture.result.scope.first_year),
                at,
                at + one.gives,
                tone,
                signed(one.gives),
            )
        )
        at += one.gives
    bars.append(Bar(_("Missing after the levers"), 0.0, at, "narrow", figure(at)))
    together = sum(one.gives for one in steps) - sum(one.alone for one in steps)
    title = _("What each lever gives: %(what)s, %(year)s") % {"what": here.label, "year": picture.result.years[-1]}
    summary = _("Without levers %(before)s, and with all of them %(after)s.") % {
        "before": missing_sentence(before),
        "after": missing_sentence(at),
    }
    rows = [[bar.label, bar.words, ""] for bar in bars[:1]]
    rows += [
        [lever_title(one.lever, names, picture.result.scope.first_year), signed(one.gives), signed(one.alone)]
        for one in steps
    ]
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
