"""Invented staff of an employer: units, people of realistic age and profession, and where they work."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from faker import Faker

from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.web.demo.evidence import DAYS_PER_MONTH, Career, EvidenceRow, evidence_of

RETIREMENT_AGE = 67


@dataclass(frozen=True)
class UnitRow:
    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class StaffRow:
    number: str
    given_name: str
    family_name: str
    birth_year: int
    profession: str
    unit: str
    title: str
    share: int
    valid_from: date
    email: str
    valid_to: date | None = None
    evidence: tuple[EvidenceRow, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Team:
    """A kind of unit: what it is called, its size relative to others, who works there and in which area."""

    code: str
    name: str
    parent: str
    mix: dict[str, int]
    areas: tuple[str, ...]


NURSING = {"sjukskoterska": 62, "specialistsjukskoterska": 6, "distriktsskoterska": 12, "underskoterska": 20}
HOME = {"underskoterska": 88, "sjukskoterska": 12}
REHAB = {"fysioterapeut": 44, "arbetsterapeut": 56}

TREE = (
    UnitRow("VO", "Vård och omsorg"),
    UnitRow("HSV", "Hälso- och sjukvård", "VO"),
    UnitRow("SABO", "Särskilt boende", "VO"),
)
TEAMS = (
    Team("HSV-N", "Hemsjukvård norr", "HSV", NURSING, ("hemsjukvard", "palliativ-vard")),
    Team("REHAB", "Rehabilitering", "HSV", REHAB, ("ordinart-boende", "neurologi-stroke", "hjalpmedel-forflyttning")),
    Team("SABO-1", "Ekbacken särskilt boende", "SABO", HOME, ("sarskilt-boende", "demens-kognition")),
    Team("HSV-S", "Hemsjukvård söder", "HSV", NURSING, ("hemsjukvard", "diabetes-sar-nutrition")),
    Team("KORT", "Korttid och intermediärvård", "HSV", NURSING, ("korttid-intermediarvard",)),
    Team("SABO-2", "Lindgården särskilt boende", "SABO", HOME, ("sarskilt-boende",)),
    Team("HSV-NATT", "Hemsjukvård natt", "HSV", NURSING, ("hemsjukvard",)),
    Team("HEMREHAB", "Hemrehabilitering", "HSV", REHAB, ("ordinart-boende", "demens-kognition")),
    Team("SABO-3", "Björkhöjden särskilt boende", "SABO", HOME, ("sarskilt-boende", "demens-kognition")),
    Team("SABO-4", "Sjöutsikten särskilt boende", "SABO", HOME, ("sarskilt-boende",)),
)


def teams_for(size: int) -> tuple[Team, ...]:
    """The first teams of the list, so many that each has about thirty-five people; a small employer has few."""
    return TEAMS[: max(2, min(len(TEAMS), round(size / 35)))]


def units_for(size: int) -> list[UnitRow]:
    return [*TREE, *(UnitRow(team.code, team.name, team.parent) for team in teams_for(size))]


@dataclass(frozen=True)
class Drawing:
    """What all draws of an employer share. ``frameworks`` is by profession; ``rng`` decides everything."""

    domain: str
    frameworks: dict[str, FrameworkDocument]
    today: date
    rng: random.Random
    names: Faker

    @classmethod
    def of(cls, domain: str, frameworks: dict[str, FrameworkDocument], today: date, seed: int) -> Drawing:
        names = Faker("sv_SE")
        names.seed_instance(seed)
        return cls(domain, frameworks, today, random.Random(seed), names)  # noqa: S311 - invented people, no secrets


def staff_for(size: int, *, first_number: int, drawing: Drawing) -> Iterator[StaffRow]:
    """``size`` invented people, spread over the employer's teams."""
    teams = teams_for(size)
    for position in range(size):
        yield _person(f"{first_number + position}", teams[position % len(teams)], drawing)


def _person(number: str, team: Team, drawing: Drawing) -> StaffRow:
    rng, today = drawing.rng, drawing.today
    profession = rng.choices(list(team.mix), list(team.mix.values()))[0]
    age = min(RETIREMENT_AGE, max(22, round(rng.gauss(45, 12))))
    months = max(1, min((age - 21) * 12, round(rng.triangular(2, (age - 21) * 12, 60))))
    return StaffRow(
        number=number,
        given_name=drawing.names.first_name(),
        family_name=drawing.names.last_name(),
        birth_year=today.year - age,
        profession=profession,
        unit=team.code,
        title="",
        share=rng.choices([100, 90, 80, 75, 50], [55, 10, 15, 15, 5])[0],
        valid_from=today - timedelta(days=round(months * DAYS_PER_MONTH * rng.uniform(0.15, 1))),
        email=f"{number}@{drawing.domain}",
        evidence=tuple(_evidence(profession, months, team, drawing)),
    )


def _evidence(profession: str, months: int, team: Team, drawing: Drawing) -> list[EvidenceRow]:
    document = drawing.frameworks.get(profession)
    if document is None:
        return []
    known = {area.code for area in document.areas}
    areas = [area for area in team.areas if area in known] or sorted(known) or [""]
    return evidence_of(Career(profession, months, drawing.rng.choice(areas), drawing.today), document, drawing.rng)
