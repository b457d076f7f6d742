"""What a person wants to come by: what the next level takes, or ways to grow deeper in an area."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_lazy as _

from stegvis.careers.gaps import smallest_to_next
from stegvis.careers.queries.person import Item, OpenChoice, Place
from stegvis.engine.ladder import Kind
from stegvis.exchange.models import Offer
from stegvis.frameworks.queries import compiled, effective_of

GIVEN = (Kind.COURSE, Kind.CERTIFICATE, Kind.INDUCTION, Kind.ASSIGNMENT)
"""Kinds of requirements that one piece of evidence meets whole."""

Do = Offer.Kind
WAYS = {
    (Do.COURSE, Do.DIGITAL): _("Take a course"),
    (Do.SHADOWING,): _("Follow somebody for a day"),
    (Do.SUPERVISION,): _("Supervision with others"),
    (Do.SIMULATION,): _("Practise by simulation"),
    (Do.NETWORK, Do.CONFERENCE): _("Meet others in the field"),
}


@dataclass(frozen=True)
class Asked:
    """Something to come by. ``codes`` are requirements of which any one will do; ``kinds`` those of offers."""

    title: str
    codes: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The one requirement, where there is one."""
        return next(iter(self.codes)) if len(self.codes) == 1 else ""


@dataclass(frozen=True)
class Met:
    """What meets the requirements of a gap: codes in the frameworks, and the evidence that they accept."""

    frameworks: tuple[str, ...] = ()
    by_evidence: tuple[tuple[str, str, str], ...] = ()
    """(requirement, kind, code) for each piece of evidence that meets one."""


def to_the_next_level(place: Place, offered: Collection[str]) -> list[Asked]:
    """What stands in the way; of a choice as many as it takes, those that are ``offered`` somewhere first."""
    left = _smallest(place)
    return [asked for one in place.missing for asked in _asked(one, left, offered)]


def deeper() -> list[Asked]:
    """Ways to grow where one is: one of each is worth more than several of one."""
    return [Asked(str(title), kinds=tuple(kinds)) for kinds, title in WAYS.items()]


def met_by(place: Place) -> Met:
    """What an offer says that it meets counts in the framework it was said of, and in all that rest on it."""
    effective = effective_of(place.version)
    leaves = compiled(place.version, place.area).leaves
    return Met(
        tuple(layer.code for layer in effective.layers),
        tuple(
            (leaf.requirement.code, str(leaf.requirement.kind), code)
            for leaf in leaves
            if leaf.requirement.kind in GIVEN and leaf.requirement.minimum <= 1
            for code in leaf.requirement.accepts
        ),
    )


def _smallest(place: Place) -> set[str]:
    """The requirements of one smallest set that leads to the next level."""
    ladder = compiled(place.version, place.area)
    met = {item.code for step in place.steps for item in step.met}
    leaves = [leaf.requirement.code for leaf in ladder.leaves]
    return {leaves[index] for index in smallest_to_next(ladder, np.array([code in met for code in leaves], np.bool_))}


def _asked(one: Item | OpenChoice, left: set[str], offered: Collection[str]) -> Iterator[Asked]:
    if isinstance(one, Item):
        yield Asked(one.label, frozenset({one.code}))
        return
    items = {item.code: item for item in _items(one)}
    number = len(items.keys() & left)
    if number == 1 and all(len(option.missing) == 1 for option in one.options):
        title = one.subject or " / ".join(item.label for item in items.values())
        yield Asked(title, frozenset(items))
        return
    chosen = list(items)
    if all(len(option.missing) == 1 for option in one.options):
        chosen.sort(key=lambda code: code not in offered)
    else:
        chosen.sort(key=lambda code: code not in left)
    for code in chosen[:number]:
        yield Asked(items[code].label, frozenset({code}))


def _items(choice: OpenChoice) -> Iterator[Item]:
    for option in choice.options:
        for one in option.missing:
            if isinstance(one, Item):
                yield one
            else:
                yield from _items(one)
