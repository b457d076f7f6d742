"""What people need that an offer may give: what the next level waits for, and what lapses soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
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
from stegvis.frameworks.models import Equivalence
from stegvis.frameworks.queries import compiled, effective_of
from stegvis.people.access import current
from stegvis.people.models import Employment

Key = tuple[str, str]
Relation = Equivalence.Relation


@dataclass(frozen=True)
class Need:
    """A requirement that the acting person lacks for the level ``order``; with ``until`` one that lapses then."""

    requirement: str
    label: str
    order: int
    until: date | None = None


@dataclass
class Helped:
    """The acting person's own needs by requirement, and the ``others`` as bits of a number, one for each of them.

    A manager's team times what each lacks times two thousand offers is too much to go through one by one.
    """

    mine: dict[str, Need] = field(default_factory=dict)
    others: int = 0

    def add(self, more: Helped) -> None:
        self.mine = more.mine | self.mine
        self.others |= more.others

    def in_order(self) -> list[Need]:
        """What the next level waits for before what is met and lapses soon."""
        return sorted(self.mine.values(), key=lambda one: (one.until is not None, one.order, one.label))


def _nobody() -> dict[Key, Helped]:
    return defaultdict(Helped)


@dataclass
class Needs:
    """Needs by what would meet them: a framework's code and requirement, and evidence of a kind with a code."""

    by_requirement: dict[Key, Helped] = field(default_factory=_nobody)
    by_evidence: dict[Key, Helped] = field(default_factory=_nobody)

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
    bits: dict[UUID, int] = {actor.person: 0} if actor.person else {}
    for (_version, area), rows in groupby(standings, key=lambda one: (one.version_id, one.area)):
        group = list(rows)
        for one in group:
            bits.setdefault(one.person_id, 1 << len(bits))
        _add(found, actor, group, area, bits)
    if found:
        _add_equivalent(found, actor)
    return found


def _add(found: Needs, actor: Actor, group: list[Standing], area: str, bits: Mapping[UUID, int]) -> None:
    version = group[0].version
    ladder, effective = compiled(version, area), effective_of(version)
    met = np.array([one.met for one in group], np.bool_).T
    level = np.array([leaf.level for leaf in ladder.leaves])[:, None]
    waits = in_the_way(ladder, met) & (level == levels_met(ladder, met))
    soon = actor.today + timedelta(days=SOON)
    labels = {one.code: worded(one.title) for one in effective.document.requirements()}
    layers = [layer.code for layer in effective.layers]
    for index, leaf in enumerate(ladder.leaves):
        code, helped = leaf.requirement.code, Helped()
        for one, is_waited_for in zip(group, waits[index].tolist(), strict=True):
            until = one.met_until[index] if one.met[index] else None
            if not is_waited_for and (until is None or until > soon):
                continue
            helped.others |= bits[one.person_id]
            if one.person_id == actor.person:
                helped.mine[code] = Need(code, labels[code], ladder.levels[leaf.level].order, until)
        if not helped.mine and not helped.others:
            continue
        for layer in layers:
            found.by_requirement[layer, code].add(helped)
        for accepted in leaf.requirement.accepts:
            found.by_evidence[str(leaf.requirement.kind), accepted].add(helped)


def _add_equivalent(found: Needs, actor: Actor) -> None:
    """Who meets what asks for the same or more elsewhere is taken to be helped by it here."""
    own = {key: replace(helped) for key, helped in found.by_requirement.items()}
    codes = {code for _framework, code in own}
    rows = visible(actor, Equivalence).filter(
        Q(left_code__in=codes) | Q(right_code__in=codes), withdrawn_on__isnull=True
    )
    for left, left_code, right, right_code, relation in rows.values_list(
        "left__framework__code", "left_code", "right__framework__code", "right_code", "relation"
    ):
        if relation != Relation.BROADER and (left, left_code) in own:
            found.by_requirement[right, right_code].add(own[left, left_code])
        if relation != Relation.NARROWER and (right, right_code) in own:
            found.by_requirement[left, left_code].add(own[right, right_code])


def met_by(
    needs: Needs, gives: Mapping[int, Key], meets: Iterable[tuple[int, str, str]] | None = None
) -> dict[int, Helped]:
    """Offer → the needs that it helps with, each once. One query, none where ``meets`` is read already.

    ``gives`` has the offers that are asked about, with the evidence that each ends in, of an empty code for none, and
    ``meets`` the offer, framework and requirement of what they say. Those that help with nothing are not in the answer.
    """
    found: dict[int, Helped] = defaultdict(Helped)
    for offer, helped in _pairs(needs, gives, _said(needs, gives) if meets is None else meets) if needs else ():
        found[offer].add(helped)
    return dict(found)


def _said(needs: Needs, gives: Mapping[int, Key]) -> Iterable[tuple[int, str, str]]:
    """What an offer meets is seen with the offer, and those asked about are seen: no more than them are answered."""
    frameworks = {framework for framework, _code in needs.by_requirement}
    codes = {code for _framework, code in needs.by_requirement}
    rows = Meets.objects.filter(framework__code__in=frameworks, requirement__in=codes).order_by()
    rows = rows if len(gives) > 1 else rows.filter(offer__in=gives)
    return rows.values_list("offer", "framework__code", "requirement")


def _pairs(
    needs: Needs, gives: Mapping[int, Key], meets: Iterable[tuple[int, str, str]]
) -> Iterator[tuple[int, Helped]]:
    for offer, framework, code in meets:
        if offer in gives and (framework, code) in needs.by_requirement:
            yield offer, needs.by_requirement[framework, code]
    for offer, key in gives.items():
        if key in needs.by_evidence:
            yield offer, needs.by_evidence[key]
