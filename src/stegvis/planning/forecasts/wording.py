"""What is said of places, levers and where figures come from."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.people.models import Profession
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.ground.inputs import COUNTED, ESTIMATED, FEW, REPORTED, ROUNDED, TOTAL
from stegvis.planning.ground.levers import Lever
from stegvis.planning.ground.places import places

ORIGINS = {
    COUNTED: gettext_lazy("staff counted in Stegvis"),
    REPORTED: gettext_lazy("the employer's own figures"),
    ROUNDED: gettext_lazy("counted, rounded to whole fives"),
    FEW: gettext_lazy("fewer than 5"),
    ESTIMATED: gettext_lazy("estimated from the number of inhabitants"),
}
METHODS = {
    "adjoint": gettext_lazy("Computed by weights, all years at once: leaving and moves are alike in all places."),
    "forward": gettext_lazy(
        "Computed forward, year by year, since what is chosen lets each place's people leave or move in their own way."
    ),
}
"""How a result was computed."""
BEWARE = {
    "retirement_age": gettext_lazy(
        "A longer working life asks for work that one can stand. It is no promise of a post."
    ),
    "part_time": gettext_lazy(
        "Many work part time because full time is too heavy: the lever counts on that being mended."
    ),
    "graduates": gettext_lazy(
        "It takes years before they are done, and supervision meanwhile, which is not counted here."
    ),
    "completion": gettext_lazy("It lies with the universities, and with those who supervise."),
    "first_year": gettext_lazy("It speaks of the same people as “Fewer under 35 leave”: both together count on much."),
    "early_leaving": gettext_lazy("It speaks of the same people as “Fewer leave”: for those under 35 they add up."),
    "leaving": gettext_lazy("It speaks of the same people as “Fewer under 35 leave”: for those under 35 they add up."),
    "study_posts": gettext_lazy(
        "Hours fall while people study. Replaced hours are taken as found: nobody says by whom."
    ),
    "moves_within": gettext_lazy("What one place wins another loses: all together nothing is won."),
    "moves_across": gettext_lazy("What one place wins another loses: all together nothing is won."),
    "abroad": gettext_lazy("Recognition of the licence and the language take time, which is not counted here."),
    "agency": gettext_lazy("It counters what is done to need less agency staff."),
    "task_shift": gettext_lazy("It lowers one profession's need and raises another's: look at both."),
    "near_care": gettext_lazy("What leaves the region comes to the municipalities: it lowers no need all together."),
    "efficiency": gettext_lazy("It is decided by nobody. Without a named change it is a hope."),
    "feedback": gettext_lazy(
        "It is no measure but a way of counting: how strong it is nobody has measured here. Retirement is counted with "
        "leaving."
    ),
    "gravity": gettext_lazy(
        "It is no measure but a way of counting. As many move as before, and with nothing else changed each place "
        "keeps what it has."
    ),
}
"""What speaks against a lever, or what it overlaps with."""


def place_name(code: str) -> str:
    return _("All places together") if code == TOTAL else places()[code].name


def place_in_text(code: str) -> str:
    return _("all places together") if code == TOTAL else place_name(code)


def profession_names() -> dict[str, str]:
    """One query."""
    return {one.pk: str(one) for one in Profession.objects.all()}


def signed(value: float) -> str:
    words = figure(value)
    return f"+{words}" if value > 0 and words != "0" else words


def span(low: float, high: float) -> str:
    """From the one to the other, as every band is written: either may be below 0."""
    return _("%(low)s to %(high)s") % {"low": figure(low), "high": figure(high)}


def balance_words(missing: float) -> str:
    """How many are missing, or more than are needed where ``missing`` is below 0."""
    number = figure(abs(missing))
    if number == "0":
        return _("in balance")
    return _("%(n)s missing") % {"n": number} if missing > 0 else _("%(n)s more") % {"n": number}


def missing_sentence(missing: float) -> str:
    """The same as a clause of a sentence."""
    number = figure(abs(missing))
    if number == "0":
        return _("nobody is missing")
    told = {"n": number}
    return (
        _("about %(n)s full-time employees are missing") % told
        if missing > 0
        else _("there are about %(n)s more than are needed") % told
    )


def lever_title(lever: Lever, names: dict[str, str], first_year: int) -> str:
    """What is pulled and how much, for whom and from when."""
    parts = [f"{lever.about.label}: {signed(lever.amount)}\N{NO-BREAK SPACE}{lever.about.unit}"]
    if lever.professions:
        parts.append(_listed(lever.professions, names))
    if lever.to:
        parts.append(_("to %(name)s") % {"name": names.get(lever.to, lever.to).lower()})
    if lever.places:
        parts.append(", ".join(place_name(one) for one in lever.places))
    if lever.from_year > 1:
        parts.append(_("from %(year)s") % {"year": first_year + lever.from_year})
    return ", ".join(parts)


def _listed(codes: Iterable[str], names: dict[str, str]) -> str:
    return ", ".join(names.get(code, code).lower() for code in codes)
