"""What the ladder says of one person in one area on one day: what a manager decides from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stegvis.careers.evaluation.evidence import Vocabulary, facts_of, table_of
from stegvis.careers.evaluation.results import areas_of, ladders_of
from stegvis.careers.models import Placement
from stegvis.careers.placements.queries import holding, level_title
from stegvis.careers.queries.person import versions_of
from stegvis.careers.wording import worded
from stegvis.engine.ladder import evaluate
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.frameworks.format.document import FrameworkDocument, Level
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Employment, Evidence


@dataclass(frozen=True)
class Proposal:
    """``order`` is the level's that is reached on the day ``on`` by what is registered now, 0 for none.

    ``areas`` are those in which the version places people. ``earlier`` are the decisions in the same profession with
    the same employer, not withdrawn, the oldest first.
    """

    employment: Employment
    version: FrameworkVersion
    area: str
    on: date
    order: int
    areas: tuple[str, ...]
    earlier: tuple[Placement, ...]

    @property
    def document(self) -> FrameworkDocument:
        return effective_of(self.version).document

    @property
    def levels(self) -> list[Level]:
        return sorted(self.document.levels, key=lambda level: level.order)

    @property
    def latest(self) -> int:
        """The newest of the earlier decisions, 0 for none: who decides has seen it."""
        return max((one.pk for one in self.earlier), default=0)

    @property
    def holds(self) -> Placement | None:
        """What is decided in the area, and held on the day."""
        until = [one for one in self.earlier if one.decided_on <= self.on]
        keys = holding(until)
        return next((one for one in until if one.pk in keys and one.area == self.area), None)

    @property
    def held_title(self) -> str:
        return level_title(effective_of(self.holds.version).document, self.holds.level_code) if self.holds else ""

    @property
    def area_title(self) -> str:
        return next((worded(one.title) for one in self.document.areas if one.code == self.area), "")

    def level(self, order: int) -> Level | None:
        return next((level for level in self.document.levels if level.order == order), None)

    def title(self) -> str:
        level = self.level(self.order)
        return worded(level.title) if level else ""


def proposal_for(actor: Actor, employment: Employment, area: str | None = None, on: date | None = None) -> Proposal:
    """The proposal in an area on a day, today unless one is named; in the area that stands highest unless one is named.

    Raises NotYours where the employment is placed by no version, or the version has no such area. Six queries.
    """
    version = versions_of(actor, [employment]).get(employment.pk)
    if version is None or not effective_of(version).document.places_people:
        raise NotYours
    areas, on = areas_of(version), on or actor.today
    rows = visible(actor, Evidence).filter(
        person=employment.person_id, employer=employment.employer_id, state=Evidence.State.VERIFIED
    )
    orders = reached(version, list(rows), on)
    chosen = max(orders, key=lambda one: orders[one]) if area is None else area
    if chosen not in ("", *areas):
        raise NotYours
    earlier = visible(actor, Placement).filter(
        person=employment.person_id,
        employer=employment.employer_id,
        profession=employment.profession_id,
        withdrawn_on__isnull=True,
    )
    earlier = earlier.select_related("version__framework")
    return Proposal(employment, version, chosen, on, orders.get(chosen, 0), areas, tuple(earlier))


def reached(version: FrameworkVersion, evidence: Sequence[Evidence], on: date) -> dict[str, int]:
    """The order of the level that is reached in each area and in none, those with evidence first."""
    ladders = ladders_of(version)
    vocabulary = Vocabulary.of(ladders.values())
    table = table_of(evidence, vocabulary)
    facts = facts_of(table, vocabulary, 1, on)
    held = [area for area in ladders if area and table.people_in(vocabulary.areas.index(area), 1)[0]]
    found = {}
    for area in sorted(ladders, key=lambda one: (one not in held, one != "")):
        position = int(evaluate(ladders[area], facts, on).level[0])
        found[area] = ladders[area].levels[position].order if position >= 0 else 0
    return found
