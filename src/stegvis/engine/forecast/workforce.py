"""What a forecast is made of before it is put together: each cause by itself, for levers to act upon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stegvis.engine.forecast.check import amounts, chances, check, first
from stegvis.engine.forecast.model import Array, Change, Dense, Feedback, Model, ModelError, Moves, exits
from stegvis.engine.forecast.study import Study, as_changes


@dataclass(frozen=True)
class Programme:
    """Who becomes a ``profession``: ``seats`` (T,) by the year of graduation, of whom the share ``completion``
    (1 or T,) graduates; ``stays`` (R,) is the share of them that begins at each place. The rest begin elsewhere."""

    profession: int
    seats: Array
    completion: Array
    stays: Array

    def graduates(self) -> Array:
        """(T, R) who begin."""
        found: Array = (self.seats * self.completion)[:, None] * self.stays[None, :]
        return found


@dataclass(frozen=True)
class Workforce:
    """``stock`` (R, P, A) persons today, the first age ``first_age``; ``retiring``, ``leaving`` and ``death``
    (1 or T, P, A) the chance of each within a year; ``hours`` (1 or T + 1, P, A) full-time equivalents of a person, of
    whom the share ``part_time`` (P, A) works part time of ``full_week`` hours; ``entry`` (P, A) at what ages people
    enter; ``retention`` (P,) how many of the new are there after their first year: the others count in no year.
    ``abroad`` (T, R, P) persons recruited from abroad; ``agency`` (T + 1, R, P) full-time equivalents bought in.
    """

    stock: Array
    first_age: int
    years: int
    retiring: Array
    leaving: Array
    death: Array
    hours: Array
    part_time: Array
    entry: Array
    retention: Array
    abroad: Array
    agency: Array
    programmes: tuple[Programme, ...] = ()
    full_week: float = 40.0
    moves: Moves | Dense | None = None
    changes: tuple[Change, ...] = ()
    studies: tuple[Study, ...] = ()
    odds: Array | None = None
    feedback: Feedback | None = None

    def intake(self) -> Array:
        """(T, R, P) who enter and are there after their first year."""
        found = self.abroad.copy()
        for one in self.programmes:
            found[..., one.profession] += one.graduates()
        return found * self.retention

    def model(self) -> Model:
        """One draw, checked. Who studies is in professions of their own, counted as the one that they come from."""
        self._check()
        plain = Model(
            stock=self.stock,
            leaving=exits(self.retiring, self.leaving, self.death)[None],
            hours=self.hours,
            intake=self.intake()[None],
            entry=self.entry,
            moves=self.moves,
            changes=self.changes,
            agency=self.agency if self.agency.any() else None,
            odds=self.odds,
            feedback=self.feedback,
        )
        check(plain)
        if not self.studies:
            return plain
        model = as_changes(plain, self.studies, self.first_age)
        check(model)
        return model

    def _check(self) -> None:
        places, professions, ages = self.stock.shape
        wanted = {
            "part_time": (self.part_time, (professions, ages)),
            "retention": (self.retention, (professions,)),
            "abroad": (self.abroad, (self.years, places, professions)),
            "agency": (self.agency, (self.years + 1, places, professions)),
        }
        for name, (array, shape) in wanted.items():
            if array.shape != shape:
                raise ModelError(name, "shape", array.shape)
        for cause in ("retiring", "leaving", "death"):
            array = getattr(self, cause)
            if array.ndim != 3 or array.shape[0] not in (1, self.years) or array.shape[1:] != (professions, ages):
                raise ModelError(cause, "shape", array.shape)
            chances(cause, array)
        for name in ("part_time", "retention"):
            chances(name, getattr(self, name))
        amounts("abroad", self.abroad)
        amounts("agency", self.agency)
        if not (self.first_age >= 0 and self.first_age + ages <= 130):
            raise ModelError("first_age", "outside", ages=ages)
        for number, one in enumerate(self.programmes):
            _check_programme(number, one, self.years, places, professions)


def _check_programme(number: int, one: Programme, years: int, places: int, professions: int) -> None:
    if not 0 <= one.profession < professions:
        raise ModelError("programmes", "professions", (number,))
    if one.seats.shape != (years,) or one.stays.shape != (places,) or one.completion.shape not in ((1,), (years,)):
        raise ModelError("programmes", "shape", (number,))
    try:
        amounts("seats", one.seats)
        chances("completion", one.completion)
        chances("stays", one.stays)
        first("stays", "more_than_all", np.array([one.stays.sum() > 1 + 1e-9]))
    except ModelError as fault:
        raise ModelError(f"programmes {fault.field}", fault.code, (number, *fault.at)) from None
