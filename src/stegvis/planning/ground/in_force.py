"""Which population figures hold where: an owner's own before those fetched for all, counted ages before estimated ones,
the later year before the earlier, and of the same year what was brought in last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.planning.ground import population
from stegvis.planning.ground.places import municipalities_of, places
from stegvis.planning.ground.population import Given

if TYPE_CHECKING:
    from stegvis.planning.models.ground import Figures

MOST_NAMES = 4


@dataclass(frozen=True)
class Part:
    """The municipalities that a table holds for."""

    figures: Figures
    codes: tuple[str, ...]


@dataclass(frozen=True)
class InForce:
    """``content`` as of ``Figures``, None where all is estimated; ``noise`` is that of the noisiest part."""

    parts: tuple[Part, ...]
    content: Given | None
    noise: float

    def source(self, codes: Sequence[str]) -> str:
        """Where the inhabitants of the places are from, by name where it differs; empty where all are estimated."""
        wanted = [one for code in codes for one in municipalities_of(code)]
        told = [(_named(part.figures), [one for one in wanted if one in part.codes]) for part in self.parts]
        given = {code for part in self.parts for code in part.codes}
        told.append((estimated_source(), [one for one in wanted if one not in given]))
        told = [(name, mine) for name, mine in told if mine]
        if len(told) == 1:
            return told[0][0] if self.parts and given >= set(wanted) else ""
        return "; ".join(f"{name} ({_places(mine)})" for name, mine in told)


def estimated_source() -> str:
    """What is packaged, in the active language."""
    return _("estimated from Statistics Sweden's open figures for 2015 and 2021")


def in_force(figures: Sequence[Figures]) -> InForce:
    """Of an owner's own the latest, then those for everybody in their order."""
    own = sorted((one for one in figures if one.ground_id), key=lambda one: one.brought_at, reverse=True)[:1]
    shared = [one for one in figures if not one.ground_id]
    shared.sort(key=lambda one: (one.has_ages, one.last_year, one.brought_at), reverse=True)
    left, parts = set(places()), []
    for one in (*own, *shared):
        codes = tuple(code for code in one.content["places"] if code in left)
        if codes:
            parts.append(Part(one, codes))
            left -= set(codes)
    return InForce(tuple(parts), _merged(parts), max((one.figures.noise for one in parts), default=0.0))


def _merged(parts: Sequence[Part]) -> Given | None:
    """One table of all years, in which a part's missing years are estimated from those that it has."""
    if not parts:
        return None
    years = sorted({year for part in parts for year in part.figures.content["years"]})
    return {"years": years, "places": {code: one for part in parts for code, one in _filled(part, years).items()}}


def _filled(part: Part, years: list[int]) -> dict[str, list[list[float]]]:
    content = part.figures.content
    known = content["years"]
    if known == years:
        return {code: content["places"][code] for code in part.codes}
    guessed = {year: population.population(part.codes, year, 0, content)[0] for year in years if year not in known}
    return {
        code: [
            guessed[year][number].tolist() if year in guessed else content["places"][code][known.index(year)]
            for year in years
        ]
        for number, code in enumerate(part.codes)
    }


def _named(figures: Figures) -> str:
    return f"{figures.source} {figures.table}".strip() + f", {date_format(figures.dated, 'Y-m-d')}"


def _places(codes: Sequence[str]) -> str:
    if len(codes) > MOST_NAMES:
        return ngettext("%(n)s municipality", "%(n)s municipalities", len(codes)) % {"n": len(codes)}
    return ", ".join(places()[code].name for code in codes)
