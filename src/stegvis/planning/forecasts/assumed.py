"""The assumptions behind a forecast as they are read: value, source, date, and who has changed what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.planning.ground.assumptions import Assumption
from stegvis.planning.ground.keys import KEYS
from stegvis.planning.ground.places import MUNICIPALITY


@dataclass(frozen=True)
class Read:
    """``signed`` is who changed it and why, with what it was; empty where nobody has."""

    label: str
    value: str
    source: str
    dated: str
    certain: str
    signed: str


def read_assumptions(entries: Iterable[Assumption], profession: str) -> list[Read]:
    """Those that hold for the profession, in the order in which they are shown elsewhere."""
    order = list(KEYS)
    found = [one for one in entries if one.profession in ("", profession)]
    return [_read(one) for one in sorted(found, key=lambda one: (order.index(one.key), one.sector))]


def _read(one: Assumption) -> Read:
    return Read(
        f"{KEYS[one.key].label}{sector_words(one.sector)}",
        _value(one, one.value),
        one.source,
        one.dated,
        _("certain") if one.certain else _("uncertain"),
        _signature(one),
    )


def sector_words(sector: str) -> str:
    """The kind of employer, after what is assumed of it; nothing where it is of both."""
    if not sector:
        return ""
    return _(" (municipalities)") if sector == MUNICIPALITY else _(" (regions)")


def _value(one: Assumption, value: float) -> str:
    key = KEYS[one.key]
    shown = f"{key.shown(value):.6g}"
    decimals = len(shown.partition(".")[2]) if "e" not in shown else 6
    return f"{number_format(shown if decimals else int(float(shown)), decimals)} {key.unit}"


def _signature(one: Assumption) -> str:
    if not one.signed:
        return ""
    before = _value(one, one.default) if one.default is not None else ""
    return _("%(name)s: %(why)s Before: %(before)s.") % {"name": one.signed, "why": one.why, "before": before}
