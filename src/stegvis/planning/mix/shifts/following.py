"""Whether a task shift really happens, by what is told of its weeks. The documents' fear is that staff is added and the
task stays where it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import mean

WEEKS = 8
LATEST = 3  # weeks that a verdict stands on
MOVED, PARTLY, ADDED = 0.8, 0.4, 0.5  # shares of what was planned


class Verdict(StrEnum):
    NOT_BEGUN = "not_begun"
    NOT_TOLD = "not_told"
    HAPPENS = "happens"
    PARTLY = "partly"
    ONLY_ADDED = "only_added"
    NOT = "not"


SUMMED_UP = {
    Verdict.HAPPENS: ("happened", "partly"),
    Verdict.PARTLY: ("partly", "not"),
    Verdict.ONLY_ADDED: ("only_added", "not"),
    Verdict.NOT: ("not",),
}
"""The outcomes (``Shift.Outcome``) that the figures allow: what they say, or less."""


@dataclass(frozen=True)
class Told:
    """Hours in a week: ``moved`` from who gives, ``added`` by who takes."""

    week: date
    moved: float
    added: float
    words: str = ""


@dataclass(frozen=True)
class Week:
    """``number`` is 1 to WEEKS. ``told`` is None while nothing is told; ``is_late`` where the week has passed so."""

    number: int
    week: date
    told: Told | None
    is_late: bool


@dataclass(frozen=True)
class Following:
    """``moved`` and ``added`` are means of the latest weeks told of, hours a week."""

    weeks: list[Week]
    verdict: Verdict
    moved: float
    added: float

    @property
    def told(self) -> int:
        return sum(one.told is not None for one in self.weeks)

    @property
    def late(self) -> list[Week]:
        return [one for one in self.weeks if one.is_late]


def follow(planned: float, starts: date, told: Iterable[Told], today: date) -> Following:
    """``starts`` is the Monday of the first week."""
    known = {one.week: one for one in told}
    weeks = []
    for number in range(1, WEEKS + 1):
        week = starts + timedelta(weeks=number - 1)
        said = known.get(week)
        weeks.append(Week(number, week, said, said is None and week + timedelta(days=6) < today))
    latest = [one.told for one in weeks if one.told is not None][-LATEST:]
    moved, added = (mean(getattr(one, name) for one in latest) if latest else 0.0 for name in ("moved", "added"))
    return Following(weeks, _verdict(planned, moved, added, told=bool(latest), begun=starts <= today), moved, added)


def _verdict(planned: float, moved: float, added: float, *, told: bool, begun: bool) -> Verdict:
    if not told:
        return Verdict.NOT_TOLD if begun else Verdict.NOT_BEGUN
    if moved >= MOVED * planned:
        return Verdict.HAPPENS
    if added >= ADDED * planned and moved < PARTLY * added:
        return Verdict.ONLY_ADDED
    return Verdict.PARTLY if moved >= PARTLY * planned else Verdict.NOT
