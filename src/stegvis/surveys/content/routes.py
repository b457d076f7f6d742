"""What is wrong with the conditions of a questionnaire whose shape is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from stegvis.organisations.models import Organisation
from stegvis.surveys.content.document import OF_ROWS, Kind, Test
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.problems import Path, Problem, shown

ONE_VALUE = frozenset({Test.IS, Test.IS_NOT, Test.AT_LEAST, Test.AT_MOST})
ORDERED = frozenset({Test.AT_LEAST, Test.AT_MOST})


@dataclass(frozen=True)
class Target:
    """What a condition may ask about: a question, or a row of one. ``actors`` are those who are asked it."""

    code: str
    question: Plain
    at: int
    is_row: bool
    actors: frozenset[str]

    @property
    def kind(self) -> Kind:
        return Kind(self.question["kind"])


def route_problems(content: Plain, found: list[tuple[Plain, Path]]) -> Iterator[Problem]:
    targets = _targets(content, found)
    asks_about = _edges(found, targets)
    for at, (question, path) in enumerate(found):
        asked = targets[question["code"]].actors if targets[question["code"]].at == at else frozenset()
        for number, condition in enumerate(question.get("shown_when", ())):
            place = (*path, "shown_when", number)
            target = targets.get(condition["question"])
            if target is None:
                yield Problem("unknown_target", place, params={"value": condition["question"]})
                continue
            yield from _order(at, target, place, asks_about, found)
            yield from _actors(asked, target, place)
            yield from _tried(condition, target, place, content.get("scales", {}))


def _targets(content: Plain, found: list[tuple[Plain, Path]]) -> dict[str, Target]:
    """By code; of a code that stands twice, the first."""
    targets: dict[str, Target] = {}
    for at, (question, path) in enumerate(found):
        section = content["sections"][path[1]]
        asked = _those(section) & _those(question)
        targets.setdefault(question["code"], Target(question["code"], question, at, False, asked))
        for row in question.get("rows", ()):
            targets.setdefault(row["code"], Target(row["code"], question, at, True, asked & _those(row)))
    return targets


def _those(part: Plain) -> frozenset[str]:
    return frozenset(part.get("actors") or Organisation.Type.values)


def _edges(found: list[tuple[Plain, Path]], targets: dict[str, Target]) -> dict[int, set[int]]:
    return {
        at: {targets[one["question"]].at for one in question.get("shown_when", ()) if one["question"] in targets}
        for at, (question, _path) in enumerate(found)
    }


def _order(
    at: int, target: Target, place: Path, edges: dict[int, set[int]], found: list[tuple[Plain, Path]]
) -> Iterator[Problem]:
    if target.at < at:
        return
    round_trip = _way(target.at, at, edges)
    if round_trip:
        names = " → ".join(found[one][0]["code"] for one in [at, *round_trip])
        yield Problem("cycle", place, params={"value": names})
    else:
        yield Problem("later_target", place, params={"value": target.code})


def _way(start: int, end: int, edges: dict[int, set[int]]) -> list[int]:
    """The questions from ``start`` to ``end`` along what they ask about; empty where there is no way."""
    came: dict[int, int] = {start: start}
    waiting = [start]
    while waiting:
        at = waiting.pop(0)
        if at == end:
            way = [at]
            while way[0] != start:
                way.insert(0, came[way[0]])
            return way
        for one in sorted(edges[at] - came.keys()):
            came[one] = at
            waiting.append(one)
    return []


def _actors(asked: frozenset[str], target: Target, place: Path) -> Iterator[Problem]:
    if missing := sorted(asked - target.actors):
        name = Organisation.Type(missing[0]).label if missing[0] in Organisation.Type.values else missing[0]
        yield Problem("unasked_target", place, params={"value": target.code, "actor": str(name)})


def _tried(condition: Plain, target: Target, place: Path, scales: dict[str, Any]) -> Iterator[Problem]:
    test, values = Test(condition["test"]), [_written(one) for one in condition.get("values", ())]
    params = {"test": test.value, "value": target.code}
    if test == Test.ANSWERED:
        if values:
            yield Problem("values_not_here", place, params=params)
    elif not _goes_with(test, target):
        yield Problem("test_not_here", place, params=params)
    elif not values:
        yield Problem("values_missing", place)
    elif test in ONE_VALUE and len(values) != 1:
        yield Problem("values_one", place, params=params)
    else:
        yield from _values(test, values, target, place, scales)


def _goes_with(test: Test, target: Target) -> bool:
    if target.kind in OF_ROWS:
        return target.is_row
    if target.kind in {Kind.TEXT, Kind.FILE}:
        return False
    return not (test in ORDERED and target.kind in {Kind.MULTI, Kind.RANKING})


def _values(test: Test, values: list[str], target: Target, place: Path, scales: dict[str, Any]) -> Iterator[Problem]:
    if target.kind in {Kind.NUMBER, Kind.DATE}:
        right, problem = (
            (_is_number, "value_not_number") if target.kind == Kind.NUMBER else (_is_date, "value_not_date")
        )
        for value in values:
            if not right(value):
                yield Problem(problem, place, params={"value": shown(value)})
        return
    choices = scales.get(target.question.get("scale", ""), []) or target.question.get("choices", [])
    known = {one["code"]: one.get("score") for one in choices}
    for value in values:
        if value not in known:
            yield Problem("unknown_value", place, params={"value": shown(value), "target": target.code})
        elif test in ORDERED and known[value] is None:
            yield Problem("value_without_score", place, params={"value": value})


def _written(value: object) -> str:
    return shown(value) if not isinstance(value, str) else value


def _is_number(value: str) -> bool:
    try:
        return abs(float(value)) < 1e15
    except ValueError:
        return False


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
