"""Figures of agreement in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.engine.statistics import Agreement
from stegvis.surveys.coding.comparing import Agreed
from stegvis.surveys.coding.queries import OpenDifference

BANDS = (0.2, 0.4, 0.6, 0.8)
"""As Landis and Koch (Biometrics 33, 1977) name them: rough, and known to everybody who reads a kappa."""


def agreement_in_words(found: Agreed) -> str:
    """What the figures of all codes mean, in a sentence or two."""
    if not any(found.texts):
        return _("Neither of them has marked anything, so there is nothing to compare.")
    return (
        band_in_words(found.by_text)
        + " "
        + _("Kappa is what is left when chance has had its share: 1 is alike in all.")
    )


def band_in_words(found: Agreement) -> str:
    if found.why == "too_few":
        return _("There are too few texts to say how well the coders agree.")
    if found.kappa is None:
        return _("Both have marked the same throughout, so there is nothing to tell them apart.")
    words = (
        _("The coders agree hardly more than by chance. Talk the codes through, sharpen them and read anew."),
        _("The coders agree poorly. Talk the codes through and sharpen what they stand for."),
        _("The coders agree fairly. Look at the codes with the lowest figures."),
        _("The coders agree well."),
        _("The coders agree very well."),
    )
    return words[sum(found.kappa > limit for limit in BANDS)]


def choice_in_words(choice: str, one: OpenDifference, first: str, second: str) -> str:
    """What a difference may be settled to, by the coders' names."""
    if choice == "neither":
        return _("Do not mark it")
    if choice == "both":
        return _("Both together")
    who = first if choice == "first" else second
    if not one.difference.first or not one.difference.second:
        return _("Mark it, as %(who)s") % {"who": who}
    return _("As %(who)s") % {"who": who}
