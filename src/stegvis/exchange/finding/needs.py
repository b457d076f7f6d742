"""What people need that an offer may give: what the next level waits for, and what lapses soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

import numpy as np
from django.db.models import Q

from stegvis.careers.gaps import in_the_way, levels_met
from stegvis.careers.models import Standing
from stegvis.careers.wording import SOON, worded
from stegvis.exchange.models import Meets
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.models import Equivalence, FrameworkVersion
from stegvis.frameworks.queries import compiled, effective_of
from stegvis.people.access import current
from stegvis.people.models import Employment

Key = tuple[str, str]
Relation = Equivalence.Relation


@dataclass(frozen=True)
class Need:
    """A requirement that a person lacks for the level ``order``; with ``until`` one that is met and lapses then."""

    person: UUID
    requirement: str
    label: str
    order: int
    until: date | None = None


@dataclass
class Needs:
    """Needs by what would meet them: a framework's code and requirement, and evidence of a kind with a code."""

    by_requirement: dict[Key, list[Need]] = field(default_factory=lambda: defaultdict(list))
    by_evidence: dict[Key, list[Need]] = field(default_factory=lambda: defaultdict(list))

    def __bool__(self) -> bool:
        return bool(self.by_requirement)


def standings_of(actor: Actor, *, team: bool = False) -> list[Standing]:
    """The acting person's own, and with ``team`` of who works in a unit that the actor manages. One query.

    The protected are in nobody's team here.
    """
    who = Q(person=actor.person) if actor.person else Q(pk__in=())
    if team:
        employed = visible(actor, Employment).filter(current(actor), unit__in=actor.manages)
        who |= Q(person__in=employed.values("person"))
    rows = visible(actor, Standing).filter(who, is_primary=True)
    return list(rows.select_related("version__framework").order_by("version", "area", "person"))


def needs_of(actor: Actor, standings: Iterable[Standing]) -> Needs:
    """What the people need, also by what is recorded as asking for as much elsewhere. One query; none for nobody."""
    found = Needs()
    for (_version, area), rows in groupby(standings, key=lambda one: (one.version_id, one.area)):
        group = list(rows)
        _add(found, group[0].version, area, group, actor.today)
    if found:
        _add_equivalent(found, actor)
    return found


def _add(found: Needs, version: FrameworkVersion, area: str, group: list[Standing], today: date) -> None:
    ladder, effective = compiled(version, area), effective_of(version)
    met = np.array([one.met for one in group], np.bool_).T
    level = np.array([leaf.level for leaf in ladder.leaves])[:, None]
    waits = in_the_way(ladder, met) & (level == levels_met(ladder, met))
    soon = today + timedelta(days=SOON)
    labels = {one.code: worded(one.title) for one in effective.document.requirements()}
    layers = [layer.code for layer in effective.layers]
    for index, leaf in enumerate(ladder.leaves):
        code, order = leaf.requirement.code, ladder.levels[leaf.level].order
        for position, one in enumerate(group):
            until = one.met_until[index] if one.met[index] else None
            lapses = until is not None and until <= soon
            if not (waits[index, position] or lapses):
                continue
            need = Need(one.person_id, code, labels[code], order, until)
            for layer in layers:
                found.by_requirement[layer, code].append(need)
            for accepted in leaf.requirement.accepts:
                found.by_evidence[str(leaf.requirement.kind), accepted].append(need)


def _add_equivalent(found: Needs, actor: Actor) -> None:
    """Who meets what asks for the same or more elsewhere is taken to be helped by it here."""
    codes = {code for _framework, code in found.by_requirement}
    rows = visible(actor, Equivalence).filter(
        Q(left_code__in=codes) | Q(right_code__in=codes), withdrawn_on__isnull=True
    )
    own = {key: list(needs) for key, needs in found.by_requirement.items()}
    for left, left_code, right, right_code, relation in rows.values_list(
        "left__framework__code", "left_code", "right__framework__code", "right_code", "relation"
    ):
        if relation != Relation.BROADER and (left, left_code) in own:
            found.by_requirement[right, right_code] += own[left, left_code]
        if relation != Relation.NARROWER and (right, right_code) in own:
            found.by_requirement[left, left_code] += own[right, right_code]


def met_by(actor: Actor, needs: Needs, gives: Mapping[int, Key]) -> dict[int, list[Need]]:
    """Offer → the needs that it helps with, each once; ``gives`` has the evidence that each offer ends in. One query.

    Offers that help with nothing are not in the answer.
    """
    if not needs:
        return {}
    found: dict[int, dict[tuple[UUID, str], Need]] = defaultdict(dict)
    for offer, need in _pairs(actor, needs, gives):
        found[offer].setdefault((need.person, need.requirement), need)
    return {
        offer: sorted(them.values(), key=lambda one: (one.until is not None, one.order, one.label))
        for offer, them in found.items()
    }


def _pairs(actor: Actor, needs: Needs, gives: Mapping[int, Key]) -> Iterator[tuple[int, Need]]:
    frameworks = {framework for framework, _code in needs.by_requirement}
    codes = {code for _framework, code in needs.by_requirement}
    rows = visible(actor, Meets).filter(framework__code__in=frameworks, requirement__in=codes)
    for offer, framework, code in rows.values_list("offer", "framework__code", "requirement"):
        for need in needs.by_requirement.get((framework, code), ()):
            yield offer, need
    for offer, key in gives.items():
        for need in needs.by_evidence.get(key, ()):
            yield offer, need
