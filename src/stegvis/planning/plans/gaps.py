"""What is had and needed, and what others than the owner's coordinators are told of it where people are few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.planning.models import PlanNeed

FIGURES = ("now", "supply", "need")


@dataclass(frozen=True)
class Gap:
    """Full-time equivalents. ``missing`` is below 0 where there will be more than is needed.

    None is a figure that the reader is not told. Whether it is below five or withheld beside such a one is not told
    either, and so not what is missing, since the one could be had from the other.
    """

    now: Decimal | None
    supply: Decimal | None
    need: Decimal | None

    @property
    def missing(self) -> Decimal | None:
        return None if self.supply is None or self.need is None else self.need - self.supply

    @property
    def figures(self) -> tuple[Decimal | None, ...]:
        return (self.now, self.supply, self.need)

    @property
    def is_whole(self) -> bool:
        return None not in self.figures

    @property
    def told(self) -> list[str]:
        """Now, supply, need and what is missing, in words."""
        return [figure(one, _("not shown")) for one in (*self.figures, self.missing)]

    @property
    def labelled(self) -> list[tuple[str, str]]:
        """As ``told``, each with what it is."""
        return list(zip([_("Have now"), _("Will have"), _("Will need"), _("Missing")], self.told, strict=True))

    @property
    def cells(self) -> list[Decimal | str]:
        """As ``told``, for a file: numbers as numbers."""
        values = (*self.figures, self.missing)
        return [words if value is None else value for value, words in zip(values, self.told, strict=True)]


def figure(value: Decimal | None, absent: str = "") -> str:
    return absent if value is None else number_format(value, 1)


def gap_of(need: PlanNeed) -> Gap:
    return Gap(need.now, need.supply, need.need)


def total(gaps: Iterable[Gap]) -> Gap:
    """Of the rows that are told whole: from a sum with the others in it they could be subtracted out."""
    rows = list(gaps)
    if len(rows) == 1:
        return rows[0]
    whole = [one for one in rows if one.is_whole]
    if rows and not whole:
        return Gap(None, None, None)
    return Gap(*(sum((getattr(one, name) for one in whole), Decimal(0)) for name in FIGURES))


def for_others(content: dict[str, Any], withheld: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A decided plan's content as others read it: what is withheld is None, and so are the effects of measures on it.
    ``withheld`` names figures by profession."""
    needs = [need | dict.fromkeys(withheld.get(need["profession"], ())) for need in content["needs"]]
    measures = [_without_effects(one) if withheld.get(one["profession"]) else one for one in content["measures"]]
    return content | {"needs": needs, "measures": measures}


def _without_effects(measure: dict[str, Any]) -> dict[str, Any]:
    said = [one | {"effect": None} for one in measure["follow_ups"]]
    return measure | {"effect": None, "follow_ups": said}
