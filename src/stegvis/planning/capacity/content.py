"""What a capacity plan holds, as plain values: no person, and nothing of Django's.

A tuple by week has as many places as the plan has weeks. All time is hours, but for the minutes that an activity takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from stegvis.engine.capacity import Reason

FEWEST = 5
"""With fewer people in a profession, why they are away is not kept: it would tell of one of them."""
FULL_TIME = 38.25
"""Hours a week of full time where the duty falls on all days of the week."""
MOST_MINUTES, MOST_A_WEEK, MOST_HOURS = 2_400, 100_000, 20_000
"""Of an activity: minutes that one takes, and how many in a week. Of a profession: hours or kronor."""
MOST_TIMES = 20
"""More hours needed than so many times those employed is no plan, but a slip of the keys."""
SEEN = {
    "activity": ("name", "minutes", "volume"),
    "standards": ("support", "individual"),
    "lever": ("step", "most", "cost"),
    "moving": ("share", "within", "cost"),
}
"""What a form of each part shows of it: of two who save, the second is told."""
LEVERS = ("extra", "neighbour", "agency")

ByWeek = tuple[float, ...]


@dataclass(frozen=True)
class Competence:
    """A profession in the unit. ``booked`` absence is read from Stegvis, ``typed`` is written; both by reason.

    ``support`` is the share of the time that goes to what all do beside, ``individual`` hours a week for certain tasks.
    """

    profession: str
    people: int
    contracted: ByWeek
    booked: dict[str, ByWeek] = field(default_factory=dict)
    typed: dict[str, ByWeek] = field(default_factory=dict)
    support: float = 0.0
    individual: float = 0.0

    @property
    def is_few(self) -> bool:
        return self.people < FEWEST

    def away(self, week: int) -> float:
        return sum(hours[week] for kind in (self.booked, self.typed) for hours in kind.values())

    def unexposed(self) -> Competence:
        """With one sum of the absence where the people are few."""
        if not self.is_few:
            return self
        return replace(self, booked=_together(self.booked), typed=_together(self.typed))


@dataclass(frozen=True)
class Activity:
    """What is produced, such as a visit: ``minutes`` that one takes of each profession, and ``volume`` by week."""

    key: str
    name: str
    minutes: dict[str, float]
    volume: ByWeek


@dataclass(frozen=True)
class LeverUse:
    """A way to get hours: by profession the ``most`` a week and kronor an hour, and what is ``used`` by week.

    With ``step`` above 0 they come in whole steps, such as shifts of 8 hours.
    """

    kind: str
    most: dict[str, float]
    cost: dict[str, float]
    step: float = 0.0
    used: dict[str, ByWeek] = field(default_factory=dict)


@dataclass(frozen=True)
class MovingUse:
    """``share`` of a week's production may be moved at most ``within`` weeks, at ``cost`` kronor each.

    ``moved`` is activity, week from, week to (their places among the weeks) and how many.
    """

    share: float
    within: int
    cost: float
    moved: tuple[tuple[str, int, int, float], ...] = ()


@dataclass(frozen=True)
class Content:
    full_time: float = FULL_TIME
    season: str = "even"
    competences: tuple[Competence, ...] = ()
    activities: tuple[Activity, ...] = ()
    levers: tuple[LeverUse, ...] = ()
    moving: MovingUse | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, value: dict[str, Any]) -> Content:
        moving = value.get("moving")
        return cls(
            full_time=value["full_time"],
            season=value["season"],
            competences=tuple(
                Competence(
                    **one
                    | {
                        "contracted": tuple(one["contracted"]),
                        "booked": _weeks(one["booked"]),
                        "typed": _weeks(one["typed"]),
                    }
                )
                for one in value["competences"]
            ),
            activities=tuple(Activity(**one | {"volume": tuple(one["volume"])}) for one in value["activities"]),
            levers=tuple(LeverUse(**one | {"used": _weeks(one["used"])}) for one in value["levers"]),
            moving=moving and MovingUse(**moving | {"moved": tuple(tuple(one) for one in moving["moved"])}),
        )

    @property
    def professions(self) -> tuple[str, ...]:
        return tuple(one.profession for one in self.competences)

    def competence(self, profession: str) -> Competence | None:
        return next((one for one in self.competences if one.profession == profession), None)

    def activity(self, key: str) -> Activity | None:
        return next((one for one in self.activities if one.key == key), None)

    def lever(self, kind: str) -> LeverUse | None:
        return next((one for one in self.levers if one.kind == kind), None)

    def with_competence(self, competence: Competence) -> Content:
        kept = {one.profession: one for one in self.competences} | {competence.profession: competence.unexposed()}
        return replace(self, competences=tuple(kept.values()))

    def with_activity(self, activity: Activity) -> Content:
        kept = {one.key: one for one in self.activities} | {activity.key: activity}
        return replace(self, activities=tuple(kept.values()))

    def with_lever(self, lever: LeverUse) -> Content:
        kept = {one.kind: one for one in self.levers} | {lever.kind: lever}
        return replace(self, levers=tuple(kept[kind] for kind in LEVERS if kind in kept))

    def not_moved(self) -> Content:
        """As it is before any production is moved."""
        return replace(self, moving=self.moving and replace(self.moving, moved=()))


@dataclass(frozen=True)
class Outcome:
    """How a week went. By activity ``volume`` and ``minutes`` (by profession); by profession the rest: hours
    ``contracted`` and ``beside``, ``away`` by reason, and ``added`` by lever."""

    volume: dict[str, float]
    minutes: dict[str, dict[str, float]]
    contracted: dict[str, float]
    beside: dict[str, float]
    away: dict[str, dict[str, float]]
    added: dict[str, dict[str, float]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def figures(self) -> dict[str, float]:
        """Each figure by its path, as ``minutes.a.sjukskoterska``."""
        return dict(_paths("", self.as_json()))

    @classmethod
    def of_figures(cls, figures: dict[str, float]) -> Outcome:
        told: dict[str, Any] = {name: {} for name in cls.__dataclass_fields__}
        for path, value in figures.items():
            *way, last = path.split(".")
            place = told
            for step in way:
                place = place.setdefault(step, {})
            place[last] = value
        return cls(**told)


def _paths(before: str, value: dict[str, Any]) -> Iterator[tuple[str, float]]:
    for name, one in value.items():
        if isinstance(one, dict):
            yield from _paths(f"{before}{name}.", one)
        else:
            yield f"{before}{name}", one


def _weeks(value: dict[str, list[float]]) -> dict[str, ByWeek]:
    return {name: tuple(hours) for name, hours in value.items()}


def _together(by_reason: dict[str, ByWeek]) -> dict[str, ByWeek]:
    if not by_reason:
        return {}
    return {Reason.OTHER.value: tuple(sum(hours) for hours in zip(*by_reason.values(), strict=True))}
