"""What the engine says of a group of people, as rows for ``Standing``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt

from stegvis.careers.evaluation.evidence import EvidenceTable, Vocabulary, facts_of
from stegvis.careers.gaps import left_to_next
from stegvis.engine.ladder import (
    NO_END,
    OWN_AREA,
    CompiledLadder,
    Evaluation,
    Facts,
    Kind,
    evaluate,
)
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import compiled, effective_of


class Row(NamedTuple):
    """One standing to be, by the names of its columns."""

    person_id: UUID
    profession_id: str
    version_id: int
    area: str
    level_code: str
    level_order: int
    level_until: str | None
    next_level_code: str
    missing_for_next: int
    next_lapse: str | None
    met: str  # a PostgreSQL array of booleans
    met_until: str  # a PostgreSQL array of dates
    months: int  # of practice in the area; decides which standing is the primary one


def areas_of(version: FrameworkVersion) -> tuple[str, ...]:
    """The areas in which people are placed: none where no requirement is held against the own area."""
    held = any(leaf.requirement.area == OWN_AREA for leaf in compiled(version).leaves)
    return tuple(area.code for area in effective_of(version).document.areas) if held else ()


def ladders_of(version: FrameworkVersion) -> dict[str, CompiledLadder]:
    """The ladder in general, under ``""``, and in each area in which people are placed."""
    return {area: compiled(version, area) for area in ("", *areas_of(version))}


def rows_of(
    version: FrameworkVersion,
    vocabulary: Vocabulary,
    people: Sequence[tuple[UUID, str]],
    table: EvidenceTable,
    on: date,
) -> Iterator[Row]:
    """Standings of people (with their professions) against a version.

    Each is placed in the areas where there is evidence of theirs, and in none (``""``) where there is no such area.
    """
    facts = facts_of(table, vocabulary, len(people), on)
    for area, evaluation, here in evaluated_by_area(version, vocabulary, table, facts, on):
        yield from _rows_in_area(version, area, people, evaluation, here)


def evaluated_by_area(
    version: FrameworkVersion, vocabulary: Vocabulary, table: EvidenceTable, facts: Facts, on: date
) -> Iterator[tuple[str, Evaluation, npt.NDArray[np.bool_]]]:
    """Each area in which somebody is placed, everybody's evaluation in it, and who is placed there."""
    nowhere = np.ones(facts.size, np.bool_)
    for area in (*areas_of(version), ""):
        here = table.people_in(vocabulary.areas.index(area), facts.size) if area else nowhere
        if here.any():
            yield area, evaluate(ladders_of(version)[area], facts, on), here
        nowhere = nowhere & ~here


def _rows_in_area(
    version: FrameworkVersion,
    area: str,
    people: Sequence[tuple[UUID, str]],
    evaluation: Evaluation,
    here: npt.NDArray[np.bool_],
) -> Iterator[Row]:
    who = np.flatnonzero(here)
    levels = evaluation.compiled.levels
    met = evaluation.met[:, who]
    until = np.where(met, evaluation.until[:, who], NO_END)
    level = evaluation.level[who]
    columns = zip(
        who.tolist(),
        level.tolist(),
        _dates(np.where(level >= 0, evaluation.level_until[who], NO_END), None),
        _dates(until.min(axis=0, initial=NO_END), None),
        left_to_next(evaluation.compiled, met).tolist(),
        np.where(met, "t", "f").T.tolist(),
        _dates(until.T, "NULL"),
        months_in(evaluation.facts, area)[who].tolist(),
        strict=True,
    )
    for position, reached, level_until, next_lapse, missing, met_row, until_row, months in columns:
        person, profession = people[position]
        yield Row(
            person_id=person,
            profession_id=profession,
            version_id=version.pk,
            area=area,
            level_code=levels[reached].code if reached >= 0 else "",
            level_order=levels[reached].order if reached >= 0 else 0,
            level_until=level_until,
            next_level_code=levels[reached + 1].code if reached + 1 < len(levels) else "",
            missing_for_next=missing,
            next_lapse=next_lapse,
            met="{" + ",".join(met_row) + "}",
            met_until="{" + ",".join(until_row) + "}",
            months=months,
        )


def _dates(days: npt.NDArray[np.int32], endless: str | None) -> list:
    """ISO dates in lists nested as the array; ``endless`` stands where there is no end."""
    different, place = np.unique(days, return_inverse=True)
    words = [endless if day == NO_END else str(np.datetime64(int(day), "D")) for day in different]
    return np.array(words, object)[place].reshape(days.shape).tolist()


def months_in(facts: Facts, area: str) -> npt.NDArray[np.int64]:
    """Months of practice of any kind in the area, shape (people,)."""
    total = np.zeros(facts.size, np.int64)
    for key, column in facts.columns.items():
        if key.kind is Kind.PRACTICE and key.area == area:
            np.add.at(total, column.person, column.value)
    return total
