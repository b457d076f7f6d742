"""Who may retire within five years, for a whole employer, in counts that tell of no small group.

The reader may choose another age and compare, so that what is told at one age must not, subtracted from what is told
at another, tell of fewer than five. ``told_by_age`` sees to that; and how many hold a competence is told only where
the employer's overview hides nothing of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from stegvis.careers.queries.disclosed import Cell, database_rows, shown_lines
from stegvis.careers.queries.organisation import Overview, organisation_overview
from stegvis.careers.queries.team import PENSION_AGE, PENSION_AGES
from stegvis.careers.wording import worded
from stegvis.engine.disclosure import THRESHOLD
from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.queries import effective_of

Turning = Mapping[int, int]
"""The age that people turn within the years ahead → how many."""


@dataclass(frozen=True)
class Losing:
    """``None`` is hidden. ``few`` says that fewer than five have it, which is then all that is told."""

    label: str
    now: Cell
    may_retire: Cell
    left: Cell
    few: bool = False


@dataclass(frozen=True)
class Leaving:
    """``competences`` in the framework's groups are those shown above its first level, of the chosen profession."""

    overview: Overview
    age: int
    professions: tuple[Losing, ...]
    competences: tuple[tuple[str, tuple[Losing, ...]], ...]


def leaving_of(actor: Actor, *, employer_id: int | None, profession: str, age: int) -> Leaving:
    """For an employer that the actor coordinates. Eight queries. Raises NotYours as the overview does."""
    overview = organisation_overview(actor, employer_id=employer_id, profession=profession)
    by_profession: dict[str, Counter[int]] = defaultdict(Counter)
    for code, turning, people in database_rows("SELECT * FROM stegvis_leaving(%s)", overview.employer.pk):
        by_profession[code][turning] += people
    lines = tuple(
        _losing(str(one.profession), by_profession[one.profession.pk], age, is_known=one.people is not None)
        for one in overview.staff
    )
    return Leaving(overview, age, lines, tuple(_competences(overview, age)))


def _competences(overview: Overview, age: int) -> list[tuple[str, tuple[Losing, ...]]]:
    if overview.version is None or overview.profession is None:
        return []
    document = effective_of(overview.version).document
    orders = sorted(level.order for level in document.levels)
    cells: dict[str, Counter[int]] = defaultdict(Counter)
    turnings: dict[str, Counter[int]] = defaultdict(Counter)
    rows = database_rows(
        "SELECT * FROM stegvis_leaving_competence(%s, %s)", overview.employer.pk, overview.profession.pk
    )
    for version, competence, order, turning, people in rows:
        if version == overview.version.pk:
            cells[competence][order] += people
            if order > orders[0]:
                turnings[competence][turning] += people
    found = []
    for group in document.competences:
        held = [(item, cells[item.code]) for item in group.items if turnings[item.code]]
        lines = tuple(
            _losing(worded(item.title), turnings[item.code], age, is_known=_is_open(levels, orders))
            for item, levels in held
        )
        if lines:
            found.append((worded(group.title), lines))
    return found


def _is_open(levels: Counter[int], orders: list[int]) -> bool:
    """Whether the overview tells all of the competence's line, so that its sums are told already."""
    (line,) = shown_lines((tuple(levels[order] for order in (0, *orders)),), ("", ""))[:1]
    return line.total is not None and None not in line.cells


def _losing(label: str, turning: Turning, age: int, *, is_known: bool) -> Losing:
    people = sum(turning.values())
    if people < THRESHOLD:
        return Losing(label, None, None, None, few=people > 0)
    going = told_by_age(turning)[age]
    if not is_known:
        return Losing(label, None, going, None)
    return Losing(label, people, going, None if going is None else people - going)


def told_by_age(turning: Turning) -> dict[int, Cell]:
    """How many may retire at each age, ``None`` where it is not told.

    Of any two of what is told, all of them and none of them included, the difference is none or at least five. The
    age that is taken where nobody chooses comes first, then those nearest to it.
    """
    told = {0, sum(turning.values())}
    found: dict[int, Cell] = {}
    for age in sorted(PENSION_AGES, key=lambda one: (abs(one - PENSION_AGE), one)):
        going = sum(people for turned, people in turning.items() if turned >= age)
        if all(going == other or abs(going - other) >= THRESHOLD for other in told):
            told.add(going)
            found[age] = going
        else:
            found[age] = None
    return found
