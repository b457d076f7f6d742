"""What of a forecast is looked at: a place and a profession, asked for in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404

from stegvis.planning.forecasts.figures.figure import Here
from stegvis.planning.forecasts.wording import place_name
from stegvis.planning.ground.inputs import TOTAL
from stegvis.planning.ground.levers import Lever
from stegvis.planning.ground.results import Result


@dataclass(frozen=True)
class Choices:
    """For the two selects of a page; ``query`` is what is chosen, for links."""

    here: Here
    places: list[tuple[str, str]]
    professions: list[tuple[str, str]]

    @property
    def query(self) -> str:
        return f"plats={self.here.place}&yrke={self.here.profession}"


def choices_of(
    asked: Mapping[str, str], result: Result, names: dict[str, str], levers: Sequence[Lever] = ()
) -> Choices:
    """Where nothing is asked for: all places, and the first profession that the result's levers or these change.
    Http404 for what is not in the forecast."""
    profession = asked.get("yrke") or _concerned(result.professions, [*result.levers, *levers])
    place = asked.get("plats") or (TOTAL if len(result.scope.places) > 1 else result.scope.places[0])
    if profession not in result.professions or place not in result.places:
        raise Http404
    shown = (TOTAL, *result.scope.places) if len(result.scope.places) > 1 else result.scope.places
    return Choices(
        Here(place, profession, names.get(profession, profession)),
        [(code, place_name(code)) for code in shown],
        [(code, names.get(code, code)) for code in result.professions],
    )


def _concerned(professions: Sequence[str], levers: Sequence[Lever]) -> str:
    of_all = any(not one.professions for one in levers)
    named = {code for one in levers for code in (*one.professions, one.to)}
    return next((code for code in professions if of_all or code in named), professions[0])
