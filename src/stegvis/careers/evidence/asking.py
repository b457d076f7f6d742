"""What a person may state: what their framework asks for, by name, and free kinds beside it."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.careers.queries.person import versions_of
from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.queries import effective_of
from stegvis.people.access import current
from stegvis.people.models import Employment, Evidence

Kind = Evidence.Kind
STATABLE = (
    Kind.COURSE,
    Kind.CERTIFICATE,
    Kind.DEGREE,
    Kind.CREDITS,
    Kind.PRACTICE,
    Kind.ASSIGNMENT,
    Kind.REFLECTION,
)
"""Licences come from the employer's list, judgements from assessments, and introductions from their programme."""


@dataclass(frozen=True)
class AskedFact:
    """Something that a framework asks for; ``valid_months`` is 0 where it does not lapse."""

    kind: str
    code: str
    title: str
    valid_months: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class Asked:
    """``facts`` by key and ``areas`` (code → title) of all the person's frameworks, ``employments`` by employer."""

    employments: dict[int, Employment]
    facts: dict[str, AskedFact]
    areas: dict[str, str]


def asked_of(actor: Actor) -> Asked:
    """What the actor's own employments ask for today. Three queries, two more where a pilot runs."""
    rows = visible(actor, Employment).filter(current(actor), person=actor.person)
    employments = list(rows.select_related("employer").order_by("-share", "pk"))
    facts: dict[str, AskedFact] = {}
    areas: dict[str, str] = {}
    for version in versions_of(actor, employments).values():
        document = effective_of(version).document
        asked = {(one.kind, code) for one in document.requirements() for code in one.accepts}
        for fact in document.facts:
            if Kind(fact.kind.value) in STATABLE and (fact.kind, fact.code) in asked:
                found = AskedFact(fact.kind.value, fact.code, worded(fact.title), fact.valid_months)
                facts.setdefault(found.key, found)
        areas |= {area.code: worded(area.title) for area in document.areas}
    return Asked({one.employer_id: one for one in reversed(employments)}, facts, areas)
