"""What a ladder is, as plain immutable values.

A framework file, a test and a benchmark all build these; the compiler reads nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The typed facts a requirement can ask for. The unit of ``minimum`` follows the kind."""

    LICENCE = "licence"  # held or not
    DEGREE = "degree"  # held or not
    CREDITS = "credits"  # higher-education credits in a subject, in tenths (7.5 credits is 75)
    COURSE = "course"  # taken or not, may lapse
    CERTIFICATE = "certificate"  # held or not, lapses
    PRACTICE = "practice"  # whole months
    ASSIGNMENT = "assignment"  # held or not
    INDUCTION = "induction"  # completed or not
    COMPETENCE = "competence"  # rating on the framework's scale, judged by a named role

    @property
    def is_demonstrated(self) -> bool:
        """Demonstrated (reell) competence is judged by people; all other kinds are formal."""
        return self is Kind.COMPETENCE


OWN_AREA = "own"
"""The requirement is held against the area that the person is being placed in."""


@dataclass(frozen=True, slots=True, order=True)
class FactKey:
    """What a fact is about: ``("practice", "kommunal-halso-och-sjukvard", "")``."""

    kind: Kind
    code: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One testable requirement: a fact of ``kind`` with a code from ``accepts``, at least ``minimum``.

    ``area`` is ``""`` (any area: the fact is looked up without one), ``OWN_AREA`` or an area's code.
    ``judged_by`` names the roles whose judgement counts; empty means any named judge.
    """

    code: str
    kind: Kind
    accepts: tuple[str, ...]
    minimum: int = 1
    area: str = ""
    judged_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    n: int
    children: tuple[Node, ...]


Node = Requirement | AllOf | AnyOf | AtLeast


@dataclass(frozen=True, slots=True)
class Track:
    """One of several directions on a level, such as leadership or research."""

    code: str
    requires: AllOf = field(default_factory=AllOf)


@dataclass(frozen=True, slots=True)
class Level:
    """A level is met by ``requires`` and, where it has tracks, by at least one of them."""

    code: str
    order: int
    requires: AllOf = field(default_factory=AllOf)
    tracks: tuple[Track, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Levels in any order; a level is reached by meeting it and every level with a lower ``order``."""

    code: str
    levels: tuple[Level, ...]
    areas: tuple[str, ...] = ()
    scale: tuple[int, ...] = ()
