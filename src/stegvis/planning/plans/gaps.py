"""What is had and needed, and what others than the owner's coordinators are told of it where people are few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.engine.disclosure import THRESHOLD
from stegvis.planning.models import PlanNeed

FIGURES = ("now", "supply", "need")


@dataclass(frozen=True)
class Gap:
    """Full-time equivalents. ``missing`` is below 0 where there will be more than is needed.

    None is a figure below five that the reader is not told: behind as many full-time equivalents are at least as many
    people. What is missing is then not told either, since the one could be had from the other.
    """

    now: Decimal | None
    supply: Decimal | None
    need: Decimal | None
    is_sum: bool = field(default=False, kw_only=True)

    @property
    def missing(self) -> Decimal | None:
        return None if self.supply is None or self.need is None else self.need - self.supply

    @property
    def figures(self) -> tuple[Decimal | None, ...]:
        return (self.now, self.supply, self.need)

    @property
    def is_few(self) -> bool:
        return None in self.figures

    @property
    def told(self) -> list[str]:
        """Now, supply, need and what is missing, in words."""
        hidden = _("not shown")
        few = hidden if self.is_sum else _("fewer than 5")
        return [*(figure(one, few) for one in self.figures), figure(self.missing, hidden)]

    @property
    def cells(self) -> list[Decimal | str]:
        """As ``told``, for a file: numbers as numbers."""
        values = (*self.figures, self.missing)
        return [words if value is None else value for value, words in zip(values, self.told, strict=True)]

    def masked(self) -> Gap:
        """As others read it."""
        return Gap(*(None if one is None or one < THRESHOLD else one for one in self.figures))


def figure(value: Decimal | None, absent: str = "") -> str:
    return absent if value is None else number_format(value, 1)


def gap_of(need: PlanNeed) -> Gap:
    return Gap(need.now, need.supply, need.need)


def total(gaps: Iterable[Gap]) -> Gap:
    """Of the rows that are told whole: from a sum with the others in it they could be subtracted out."""
    rows = list(gaps)
    if len(rows) == 1:
        return rows[0]
    whole = [one for one in rows if not one.is_few]
    if rows and not whole:
        return Gap(None, None, None, is_sum=True)
    return Gap(*(sum((getattr(one, name) for one in whole), Decimal(0)) for name in FIGURES))


def for_others(content: dict[str, Any]) -> dict[str, Any]:
    """A decided plan's content as others read it: what is few is None, and so are the effects of measures on it."""
    needs = [need | {name: _told(need[name]) for name in FIGURES} for need in content["needs"]]
    few = {need["profession"] for need in needs if None in (need[name] for name in FIGURES)}
    measures = [_without_effects(one) if one["profession"] in few else one for one in content["measures"]]
    return content | {"needs": needs, "measures": measures}


def _told(value: str) -> str | None:
    return None if Decimal(value) < THRESHOLD else value


def _without_effects(measure: dict[str, Any]) -> dict[str, Any]:
    said = [one | {"effect": None} for one in measure["follow_ups"]]
    return measure | {"effect": None, "follow_ups": said}
