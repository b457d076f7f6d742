"""What an invented person has to show, drawn so that it looks like working life: mostly met, never all of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stegvis.engine.ladder import OWN_AREA, Kind
from stegvis.frameworks.format.document import Combine, FrameworkDocument, Group, Level, Node, Requirement

DAYS_PER_MONTH = 30.44

THERAPISTS = ("arbetsterapeut", "fysioterapeut")
WIDER = dict.fromkeys(THERAPISTS, (("valfardsteknik-grund", "Välfärdsteknik i hemmet, grundkurs"),))
"""Courses that most people of a profession have taken although no level asks for them yet: code and title."""


@dataclass(frozen=True)
class EvidenceRow:
    """One row of the sheet on evidence, in the units that people write: credits, not tenths of them."""

    kind: Kind
    code: str
    title: str
    area: str = ""
    amount: float | None = None
    valid_from: date = date(2000, 1, 1)
    valid_until: date | None = None
    reference: str = ""
    checked_on: date | None = None
    checked_how: str = ""
    judged_by: str = ""


@dataclass(frozen=True)
class Career:
    """What the drawing needs to know of a person. ``months`` is practice in the profession up to ``today``."""

    profession: str
    months: int
    area: str
    today: date

    @property
    def since(self) -> date:
        return self.today - timedelta(days=round(self.months * DAYS_PER_MONTH))


def evidence_of(
    career: Career, document: FrameworkDocument, rng: random.Random, *, reached: int | None = None
) -> list[EvidenceRow]:
    """All rows of one person against a framework, each fact once. ``reached`` fixes how many levels are whole."""
    drawn = _Draw(career, document, rng)
    levels = sorted(document.levels, key=lambda level: level.order)
    slips = 0.0 if reached is not None or rng.random() < 0.75 else 0.03
    if reached is None:
        reached = _drawn_level(career.months, len(levels), rng)
    for position, level in enumerate(levels):
        chance = 1 - slips if position < reached else (0.45 if position == reached else 0.04)
        drawn.take_level(level, chance)
    drawn.take_wider()
    return drawn.rows()


def _drawn_level(months: int, levels: int, rng: random.Random) -> int:
    """How many levels the person has worked their way through: nobody is an expert in the first years."""
    if months < 10:
        return 0
    if months < 48:
        return 1 if rng.random() < 0.85 else 0
    chances = [0.05, 0.60, 0.28, 0.07] if months > 96 else [0.08, 0.72, 0.20, 0.0]
    return min(rng.choices(range(4), chances)[0], levels)


class _Draw:
    """Collects the facts of one person; the same fact asked for twice is kept once, at its highest.

    A judgement counts for those requirements that name the judge's role, so each judge's is a fact of its own.
    """

    def __init__(self, career: Career, document: FrameworkDocument, rng: random.Random) -> None:
        self.career, self.rng = career, rng
        self.facts = {(fact.kind, fact.code): fact for fact in document.facts}
        self.titles = {item.code: item.title.sv for group in document.competences for item in group.items}
        self.highest = max((value.value for value in document.scale), default=0)
        self.found: dict[tuple[Kind, str, str, str], EvidenceRow] = {}

    def take_level(self, level: Level, chance: float) -> None:
        self._take_all(level.requires, chance)
        if level.tracks:
            self._take_all(self.rng.choice(level.tracks).requires, chance)

    def take_wider(self) -> None:
        for code, title in WIDER.get(self.career.profession, ()):
            if self.rng.random() < 0.8:
                self.found[Kind.COURSE, code, "", ""] = EvidenceRow(
                    Kind.COURSE, code, title, valid_from=self._some_day(40)
                )

    def rows(self) -> list[EvidenceRow]:
        return list(self.found.values())

    def _take_all(self, nodes: tuple[Node, ...], chance: float) -> None:
        for node in nodes:
            if isinstance(node, Requirement):
                self._take(node, chance)
            else:
                self._take_all(self._chosen(node), chance)

    def _chosen(self, group: Group) -> tuple[Node, ...]:
        if group.combine is Combine.ALL_OF:
            return group.children
        wanted = group.n if group.combine is Combine.AT_LEAST else 1
        extra = self.rng.random() < 0.3
        return tuple(self.rng.sample(group.children, min(len(group.children), wanted + extra)))

    def _take(self, requirement: Requirement, chance: float) -> None:
        if requirement.kind is Kind.LICENCE or self.rng.random() < chance or requirement.kind is Kind.PRACTICE:
            for row in self._rows_for(requirement):
                key = (row.kind, row.code, row.area, row.judged_by)
                if key not in self.found or (row.amount or 0) > (self.found[key].amount or 0):
                    self.found[key] = row

    def _rows_for(self, requirement: Requirement) -> Iterator[EvidenceRow]:
        career, rng, kind = self.career, self.rng, requirement.kind
        area = career.area if requirement.area == OWN_AREA else requirement.area
        code = requirement.accepts[0]
        title = self._title(kind, code)
        if kind is Kind.LICENCE:
            yield self._licence(career.profession if career.profession in requirement.accepts else code)
        elif kind is Kind.PRACTICE:
            yield EvidenceRow(kind, code, title, area, valid_from=self._practice_start(area))
        elif kind is Kind.CREDITS:
            yield EvidenceRow(kind, code, title, area, amount=requirement.minimum / 10, valid_from=self._some_day(60))
        elif kind is Kind.COMPETENCE:
            judge = rng.choice(requirement.judged_by) if requirement.judged_by else "enhetschef"
            rating = self._rating(requirement.minimum)
            yield EvidenceRow(kind, code, title, area, amount=rating, valid_from=self._some_day(30), judged_by=judge)
        else:
            yield self._dated(kind, code, title, area)

    def _dated(self, kind: Kind, code: str, title: str, area: str) -> EvidenceRow:
        """A course, certificate, degree, assignment or induction; what lapses was taken within its time, mostly."""
        fact = self.facts.get((kind, code))
        if fact is None or not fact.valid_months:
            return EvidenceRow(kind, code, title, area, valid_from=self._some_day(72))
        taken = self._some_day(round(fact.valid_months * 1.025))
        until = taken + timedelta(days=round(fact.valid_months * DAYS_PER_MONTH))
        return EvidenceRow(kind, code, title, area, valid_from=taken, valid_until=until)

    def _licence(self, profession: str) -> EvidenceRow:
        checked = self._some_day(24)
        return EvidenceRow(
            Kind.LICENCE,
            profession,
            "Legitimation",
            valid_from=self.career.since,
            reference=f"PÅHITTAD-{self.rng.randrange(10**6):06d}",
            checked_on=checked,
            checked_how="Uppslag i HOSP (påhittat)",
        )

    def _rating(self, asked: int) -> int:
        """After some years many are judged a step above what is asked."""
        above = self.career.months > 24 and self.rng.random() < 0.6
        return min(asked + above, self.highest)

    def _practice_start(self, area: str) -> date:
        """In one's own area one has worked a part of the whole."""
        return self.career.since if not area else self._day_before(round(self.career.months * self.rng.uniform(0.3, 1)))

    def _some_day(self, months: int) -> date:
        """A day within the last ``months`` months, not before the career began."""
        return self._day_before(self.rng.uniform(0.1, max(0.2, min(months, self.career.months))))

    def _day_before(self, months: float) -> date:
        return self.career.today - timedelta(days=round(months * DAYS_PER_MONTH))

    def _title(self, kind: Kind, code: str) -> str:
        fact = self.facts.get((kind, code))
        return fact.title.sv if fact else self.titles.get(code, code)
