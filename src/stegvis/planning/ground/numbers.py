"""A number in a message, as it is written in the active language."""

from __future__ import annotations

from math import isfinite

from django.utils import numberformat
from django.utils.formats import get_format
from django.utils.translation import gettext as _

LARGEST = 10**12
GROUPED = 10_000
"""Below it no thousands are told apart: it may be a year."""


def figure(value: float) -> str:
    """With the decimals that it has, at most six, and a minus that is no hyphen."""
    if not isfinite(value):
        return _("no number")
    if abs(value) >= LARGEST:
        return _("a number without end")
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    is_long = abs(value) >= GROUPED
    shown: str = numberformat.format(
        value,
        get_format("DECIMAL_SEPARATOR"),
        decimals,
        grouping=3 if is_long else 0,
        thousand_sep=get_format("THOUSAND_SEPARATOR"),
        force_grouping=is_long,
    )
    return shown.replace("-", "−")
