"""A computed scenario as it is read: by the owner's coordinators, and by those it is shared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.planning.forecasts import queries
from stegvis.planning.forecasts.assumed import Read, read_assumptions
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.figures.fall import fall_figure
from stegvis.planning.forecasts.figures.fan import fan_figure
from stegvis.planning.forecasts.figures.figure import Figure, Here, missing_words
from stegvis.planning.forecasts.figures.gap_map import map_figure
from stegvis.planning.forecasts.figures.layers import layers_figure
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.wording import METHODS, ORIGINS, lever_title
from stegvis.planning.ground.assumptions import Assumptions
from stegvis.planning.ground.in_force import estimated_source
from stegvis.planning.models import Forecast, Scenario, ScenarioNote, SharedScenario


@dataclass(frozen=True)
class Note:
    words: str
    signed: str
    day: Any


@dataclass(frozen=True)
class Lever:
    title: str
    help: Any
    note: str


@dataclass(frozen=True)
class Shown:
    """What a page shows of a reading. ``few``: fewer than five persons are behind it today; ``hidden``: not shown."""

    figures: list[Figure]
    fall: Figure | None
    unknown: Figure | None
    origin: str
    few: bool
    hidden: bool
    gap_head: list[str]
    gap_rows: list[list[str]]
    assumed: list[Read]


@dataclass(frozen=True, eq=False)
class Reading:
    title: str
    scenario: str
    owner: str
    picture: Picture
    names: dict[str, str]
    notes: Sequence[Note]
    assumptions: Assumptions
    population: str
    computed: Any

    @property
    def levers(self) -> list[Lever]:
        result = self.picture.result
        return [
            Lever(lever_title(one, self.names, result.scope.first_year), one.about.help, one.note)
            for one in result.levers
        ]

    def shown(self, here: Here) -> Shown:
        return Shown(
            figures=[one for one in (fan_figure(self.picture, here), self.map(here)) if one is not None],
            fall=self.fall(here),
            unknown=self.unknown(here),
            origin=self.origin(here),
            few=self.picture.is_few(here.place, here.profession),
            hidden=self.picture.series(here.place, here.profession) is None,
            gap_head=gap_heads(),
            gap_rows=self.gap_rows(here.place),
            assumed=self.assumed(here.profession),
        )

    @property
    def method(self) -> str:
        return str(METHODS[self.picture.result.engine])

    def map(self, here: Here) -> Figure | None:
        if len(self.picture.result.scope.places) < 2:
            return None
        return map_figure(self.picture, here.profession, here.name)

    def fall(self, here: Here) -> Figure | None:
        return fall_figure(self.picture, here, self.names)

    def unknown(self, here: Here) -> Figure | None:
        return layers_figure(self.picture, here)

    def origin(self, here: Here) -> str:
        """Where the number of staff comes from, in words; nothing for all places together."""
        result = self.picture.result
        if here.place not in result.scope.places:
            return ""
        at = result.scope.places.index(here.place), result.professions.index(here.profession)
        return str(ORIGINS[result.origin[at[0]][at[1]]])

    def assumed(self, profession: str) -> list[Read]:
        return read_assumptions(self.assumptions.entries, profession)

    def gap_rows(self, place: str) -> list[list[str]]:
        """Of each profession: now, supply and need in the last year, and what is missing."""
        found = []
        for code in self.picture.result.professions:
            series = self.picture.series(place, code)
            name = self.names.get(code, code)
            if series is None:
                found.append([name, *[str(ORIGINS["few"])] * 4])
                continue
            figures = (series.mean_supply[0], series.mean_supply[-1], series.mean_need[-1])
            found.append([name, *(figure(float(one)) for one in figures), missing_words(series)])
        return found


def gap_heads() -> list[str]:
    return [_("Profession"), _("Staff today"), _("Supply"), pgettext("forecast", "Need"), _("Missing")]


def reading_of(
    forecast: Forecast,
    scenario: Scenario,
    picture: Picture,
    *,
    notes: Sequence[ScenarioNote],
    names: dict[str, str],
) -> Reading:
    """No query."""
    inputs = queries.inputs_of(scenario.run)
    return Reading(
        title=forecast.title,
        scenario=scenario.name,
        owner=str(forecast.owner),
        picture=picture,
        names=names,
        notes=[Note(one.words, one.signed_name, one.signed_at.date()) for one in notes],
        assumptions=inputs.assumptions.about(inputs.scope.professions),
        population=inputs.population_source or estimated_source(),
        computed=scenario.run.finished_at if scenario.run else None,
    )


def reading_of_shared(shared: SharedScenario, names: dict[str, str]) -> Reading:
    about = shared.about
    return Reading(
        title=about["forecast"],
        scenario=about["scenario"],
        owner=shared.owner,
        picture=queries.shared_picture(shared),
        names=names,
        notes=[Note(one["words"], one["signed"], _day(one["day"])) for one in about["notes"]],
        assumptions=Assumptions.of_json(about["assumptions"]),
        population=about["population"] or estimated_source(),
        computed=_day(about["computed"]) if about["computed"] else None,
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
