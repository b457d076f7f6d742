"""What each lever gives, as a waterfall."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from stegvis.planning.forecasts.drawing.bars import Bar, bars_svg
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.figures.figure import Figure, Here
from stegvis.planning.forecasts.picture import Picture, Step
from stegvis.planning.forecasts.wording import lever_title, missing_sentence, signed


def fall_figure(picture: Picture, here: Here, names: dict[str, str]) -> Figure | None:
    """What each lever gives of what is missing in the last year. None without levers, or where it is hidden."""
    if picture.series(here.place, here.profession) is None or not picture.result.levers:
        return None
    before, steps = picture.before(here.place, here.profession), picture.steps(here.place, here.profession)
    titles = [lever_title(one.lever, names, picture.result.scope.first_year) for one in steps]
    bars = _bars(before, steps, titles)
    together = sum(one.gives for one in steps) - sum(one.alone for one in steps)
    title = _("What each lever gives: %(what)s, %(year)s") % {"what": here.label, "year": picture.result.years[-1]}
    summary = _("Without levers %(before)s, and with all of them %(after)s.") % {
        "before": missing_sentence(before),
        "after": missing_sentence(before + sum(one.gives for one in steps)),
    }
    rows = [[bar.label, bar.words, ""] for bar in bars[:1]]
    rows += [[name, signed(one.gives), signed(one.alone)] for name, one in zip(titles, steps, strict=True)]
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


def _bars(before: float, steps: Sequence[Step], titles: Sequence[str]) -> list[Bar]:
    """What is missing before them, each step from where the last one ended, and what is missing after them."""
    bars, at = [Bar(_("Missing if nothing is done"), 0.0, before, "narrow", figure(before))], before
    for title, one in zip(titles, steps, strict=True):
        tone = "supply" if one.gives <= 0 else "need"
        bars.append(Bar(title, at, at + one.gives, tone, signed(one.gives)))
        at += one.gives
    return [*bars, Bar(_("Missing after the levers"), 0.0, at, "narrow", figure(at))]
