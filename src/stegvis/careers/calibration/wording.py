"""Figures of agreement and evenness in words that accuse nobody."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.calibration.evenness import Shares
from stegvis.engine.statistics import Leniency

BAND_WORDS: tuple[str | Promise, ...] = (
    gettext_lazy("The assessors seldom agree more than chance would have them"),
    gettext_lazy("The assessors agree a little"),
    gettext_lazy("The assessors agree in part"),
    gettext_lazy("The assessors largely agree"),
    gettext_lazy("The assessors agree nearly always"),
)
"""One for each of ``results.BANDS``."""

BAND_TAGS: tuple[tuple[str | Promise, str], ...] = (
    (gettext_lazy("Seldom"), "warning"),
    (gettext_lazy("A little"), "warning"),
    (gettext_lazy("In part"), "info"),
    (gettext_lazy("Largely"), "success"),
    (gettext_lazy("Nearly always"), "success"),
)

WHY_NOT: dict[str, str | Promise] = {
    "too_few": gettext_lazy("Too few judgements could be compared for a figure. The talk about them is worth as much."),
    "no_spread": gettext_lazy(
        "Nearly everybody was given the same rating, so agreement by skill and by chance cannot be told apart."
    ),
    "hidden": gettext_lazy("The figure is hidden: with so few who differ it would tell of single persons."),
}

PROBLEMS: dict[str, str | Promise] = {
    "too_few_judgements": gettext_lazy(
        "No sample could be drawn: fewer than five people have a judgement that one of the assessors may repeat."
        " Name more assessors, preferably from other units or from another employer of the collaboration, and plan"
        " a new round. With so few it is as good to sit down together and talk through some cases."
    ),
    "too_few_pairs": gettext_lazy(
        "The round closed with fewer than five judgements to compare. Nothing of them is shown, so that nobody"
        " can be recognised."
    ),
}


def compared(found: Leniency) -> str:
    """How somebody's ratings lie beside the others'. Words for the middle, where nothing can be said either way."""
    if not found.stands_out:
        return _("about as the others")
    steps = decimal(abs(found.shrunk))
    if found.shrunk > 0:
        return _("about %(steps)s steps higher than the others") % {"steps": steps}
    return _("about %(steps)s steps lower than the others") % {"steps": steps}


def share_summary(shares: Shares) -> str:
    """One sentence for the chart and the page."""
    if shares.extremes is None:
        return _("Too few groups can be shown to compare them.")
    low, high = shares.extremes
    assert low.share is not None and high.share is not None, "extremes have shares"  # noqa: S101, PT018 - for types
    if percent(low.share.share) == percent(high.share.share):
        return _("%(share)s in every group that can be shown.") % {"share": percent(low.share.share)}
    return _("From %(low)s in %(first)s to %(high)s in %(last)s.") % {
        "low": percent(low.share.share),
        "first": low.label,
        "high": percent(high.share.share),
        "last": high.label,
    }


def decimal(value: float) -> str:
    """One decimal, no minus before nothing, and a minus that is one."""
    return number_format(round(value, 1) + 0.0, 1).replace("-", "\N{MINUS SIGN}")


def percent(share: float) -> str:
    return f"{number_format(100 * share, 0)}\N{NO-BREAK SPACE}%"
