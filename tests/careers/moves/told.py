"""The slow and obvious dry run: one person, one area, requirement by requirement, straight from the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from stegvis.engine.ladder import OWN_AREA, day_number
from stegvis.engine.ladder.reference import standing
from stegvis.frameworks.format.document import Combine, FrameworkDocument, Group, Level, Node, Requirement
from stegvis.frameworks.models import FrameworkVersion, VersionMapping
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.carrying import with_carried
from stegvis.people.models import Evidence
from tests.careers.test_evaluation import plain_facts


@dataclass(frozen=True)
class Stand:
    """One person in one area of one version: codes met, and how many levels from the lowest are reached."""

    document: FrameworkDocument
    met: frozenset[str]
    reached: int


def levels(document: FrameworkDocument) -> list[Level]:
    return sorted(document.levels, key=lambda level: level.order)


def stands(version: FrameworkVersion, evidence: list[Evidence], today: date) -> dict[str, Stand]:
    """Area by area where the person is placed."""
    document = with_carried(effective_of(version).document, version.carried)
    asked = {(one.kind, code) for one in document.requirements() for code in one.accepts}
    known = [area.code for area in document.areas]
    has_areas = any(one.area == OWN_AREA for one in document.requirements())
    held = {one.area for one in evidence if (one.kind, one.code) in asked and one.area in known}
    areas = [area for area in known if has_areas and area in held] or [""]
    found = {}
    for area in areas:
        answer = standing(document.ladder(), plain_facts(evidence, today), day_number(today), area)
        codes = [one.code for level in levels(document) for one in level.requirements()]
        met = frozenset(code for code, until in zip(codes, answer.requirements, strict=True) if until is not None)
        found[area] = Stand(document, met, answer.level + 1)
    return found


def told(before: FrameworkVersion, after: FrameworkVersion, evidence: list[Evidence], today: date) -> dict[str, dict]:
    """Area → what ``MoveOutcome`` should say."""
    then, now = stands(before, evidence, today), stands(after, evidence, today)
    return {area: one_area(one, now.get(area) or highest(now), after) for area, one in then.items()}


def highest(now: dict[str, Stand]) -> Stand:
    return max(now.values(), key=lambda stand: stand.reached)


def one_area(then: Stand, now: Stand, after: FrameworkVersion) -> dict:
    mapping = list(VersionMapping.objects.filter(version=after))
    waits = {one.code for level in levels(now.document) for one in in_the_way(level_nodes(level), now.met)}
    review, gone, kept = set(), set(), 0
    for code in then.met:
        (entry,) = [one for one in mapping if code in one.from_codes]
        open_ones = [later for later in entry.to_codes if later in waits]
        review |= set(open_ones)
        if not entry.to_codes:
            gone.add(code)
        elif not open_ones:
            kept += 1
    reviewed = reached(now.document, now.met | review)
    expected = reached_before(then, now)
    outcome = "lapsed" if reviewed < expected else "review" if review else "kept"
    return {
        "outcome": outcome,
        "level_before": order(then.document, then.reached),
        "level_after": order(now.document, now.reached),
        "level_if_reviewed": order(now.document, reviewed),
        "kept": kept,
        "to_review": review,
        "lapsed": gone,
    }


def order(document: FrameworkDocument, number: int) -> int:
    return levels(document)[number - 1].order if number else 0


def reached_before(then: Stand, now: Stand) -> int:
    """The same levels keep their codes here: the generated versions never rename one."""
    codes = [level.code for level in levels(now.document)]
    return codes.index(levels(then.document)[then.reached - 1].code) + 1 if then.reached else 0


def level_nodes(level: Level) -> Group:
    parts: list[Node] = list(level.requires)
    if level.tracks:
        tracks = tuple(Group(Combine.ALL_OF, track.requires) for track in level.tracks)
        parts.append(Group(Combine.ANY_OF, tracks))
    return Group(Combine.ALL_OF, tuple(parts))


def is_met(node: Node, met: Iterable[str]) -> bool:
    if isinstance(node, Requirement):
        return node.code in met
    number = sum(is_met(child, met) for child in node.children)
    return number >= {Combine.ALL_OF: len(node.children), Combine.ANY_OF: 1, Combine.AT_LEAST: node.n}[node.combine]


def in_the_way(node: Node, met: Iterable[str]) -> Iterator[Requirement]:
    if is_met(node, met):
        return
    if isinstance(node, Requirement):
        yield node
    else:
        for child in node.children:
            yield from in_the_way(child, met)


def reached(document: FrameworkDocument, met: Iterable[str]) -> int:
    number = 0
    for level in levels(document):
        if not is_met(level_nodes(level), met):
            break
        number += 1
    return number
