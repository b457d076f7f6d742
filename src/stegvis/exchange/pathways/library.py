"""Everything that is offered to a person, read once: a way asks it many times over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from stegvis.exchange.models import Meets, Offer
from stegvis.exchange.pathways.gap import Asked, Met
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible

Evidence = tuple[str, str]
"""Kind and code."""


@dataclass(frozen=True)
class Whom:
    """Whose way it is: profession and level, for offers to certain ones."""

    person: UUID
    profession: str
    order: int


@dataclass(frozen=True)
class Facts:
    """What an offer gives and whom it is for; ``needs`` is what one must have before."""

    kind: str
    gives: Evidence
    areas: Collection[str]
    professions: Collection[str]
    lowest: int | None
    highest: int | None
    needs: set[Evidence] = field(default_factory=set)

    def suits(self, whom: Whom) -> bool:
        if self.professions and whom.profession not in self.professions:
            return False
        return (self.lowest or 0) <= whom.order and (self.highest is None or whom.order <= self.highest)


@dataclass(frozen=True)
class Library:
    """Published offers by key, and (offer, requirement) of what they say that they meet."""

    offers: dict[int, Facts]
    meets: tuple[tuple[int, str], ...]

    def codes(self, met: Met) -> set[str]:
        """Requirements that some offer meets."""
        given = {one.gives for one in self.offers.values()}
        by_evidence = {requirement for requirement, *evidence in met.by_evidence if tuple(evidence) in given}
        return {code for _offer, code in self.meets} | by_evidence

    def closing(self, asked: list[Asked], met: Met, area: str) -> dict[int, set[int]]:
        """Offer → numbers of what it closes."""
        found: dict[int, set[int]] = defaultdict(set)
        if area:
            for offer, one in self.offers.items():
                if area in one.areas:
                    found[offer] |= {number for number, wish in enumerate(asked) if one.kind in wish.kinds}
            return found
        number_of = {code: number for number, one in enumerate(asked) for code in one.codes}
        for offer, code in self.meets:
            if code in number_of:
                found[offer].add(number_of[code])
        by_evidence = {(kind, code): number_of[one] for one, kind, code in met.by_evidence if one in number_of}
        for offer, one in self.offers.items():
            if one.gives in by_evidence:
                found[offer].add(by_evidence[one.gives])
        return found

    def giving(self, whom: Whom, wanted: set[Evidence]) -> set[int]:
        """Offers for the person that end in one of these pieces of evidence."""
        return {offer for offer, one in self.offers.items() if one.gives in wanted and one.suits(whom)}


def library_of(actor: Actor, met: Met) -> Library:
    """Two queries; what is asked for before an offer is seen with it."""
    offers: dict[int, Facts] = {}
    published = visible(actor, Offer).filter(state=Offer.State.PUBLISHED).order_by()
    columns = ("kind", "gives_kind", "gives_code", "areas", "professions", "lowest_level", "highest_level")
    for key, prior, code, kind, given, given_code, *rest in published.values_list(
        "pk", "priors__kind", "priors__code", *columns
    ):
        one = offers.setdefault(key, Facts(kind, (given, given_code), *rest))
        if prior:
            one.needs.add((prior, code))
    says = visible(actor, Meets).filter(framework__code__in=met.frameworks).order_by()
    rows = says.values_list("offer", "requirement")
    return Library(offers, tuple((offer, code) for offer, code in rows if offer in offers))
