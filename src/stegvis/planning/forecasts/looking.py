"""What of a forecast is looked at: a place and a profession, asked for in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from stegvis.planning.forecasts.figures import Here
from stegvis.planning.forecasts.wording import place_name
from stegvis.planning.ground.inputs import TOTAL
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


def choices_of(asked: Mapping[str, str], result: Result, names: dict[str, str]) -> Choices:
    """All places and the first profession where nothing is asked for. Http404 for what is not in the forecast."""
    profession = asked.get("yrke") or result.professions[0]
    place = asked.get("plats") or (TOTAL if len(result.scope.places) > 1 else result.scope.places[0])
    if profession not in result.professions or place not in result.places:
        raise Http404
    shown = (TOTAL, *result.scope.places) if len(result.scope.places) > 1 else result.scope.places
    return Choices(
        Here(place, profession, names.get(profession, profession)),
        [(code, place_name(code)) for code in shown],
        [(code, names.get(code, code)) for code in result.professions],
    )
