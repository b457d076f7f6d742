"""What a well-shaped file may still say wrongly: codes that clash or lead nowhere, requirements nobody can meet.

Findings carry paths into the file, so the plain values are walked, not the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from stegvis.engine.ladder import OWN_AREA, problems

from .convert import UNITS
from .document import FrameworkDocument
from .problems import Finding, Path, unknown
from .vocabulary import professions

Raw = dict[str, Any]
Found = tuple[Path, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that requirements may use. For an overlay they are the base's and its own together."""

    areas: frozenset[str]
    roles: frozenset[str]
    competences: frozenset[str]
    facts: frozenset[tuple[str, str]]
    scale: tuple[int, ...]

    @classmethod
    def of(cls, raw: Raw) -> Names:
        return cls(
            frozenset(area["code"] for area in raw.get("areas", ())),
            frozenset(role["code"] for role in raw.get("roles", ())),
            frozenset(item["code"] for _, item in competences(raw)),
            frozenset((fact["kind"], fact["code"]) for fact in raw.get("facts", ())),
            tuple(value["value"] for value in raw.get("scale", ())),
        )

    def with_base(self, base: FrameworkDocument) -> Names:
        """These names and those of ``base``, whose scale stands."""
        return Names(
            self.areas | {area.code for area in base.areas},
            self.roles | {role.code for role in base.roles},
            self.competences | {item.code for group in base.competences for item in group.items},
            self.facts | {(str(fact.kind), fact.code) for fact in base.facts},
            tuple(value.value for value in base.scale),
        )


def framework_findings(raw: Raw) -> Iterator[Finding]:
    """What is wrong in the meaning of a whole framework file that has the right shape."""
    names = Names.of(raw)
    yield from duplicate_findings(raw)
    yield from _same(((("levels", i, "order"), level["order"]) for i, level in enumerate(raw["levels"])), "order")
    scale = enumerate(raw.get("scale", ()))
    yield from _same(((("scale", i, "value"), value["value"]) for i, value in scale), "value")
    for i, code in enumerate(raw.get("professions", ())):
        if code not in professions():
            yield unknown("unknown_profession", ("professions", i), code, professions())
    for path, node in nodes(raw):
        yield from node_findings(path, node, names)


def ladder_findings(document: FrameworkDocument) -> Iterator[Finding]:
    """What the engine itself would refuse in a document that has no other findings."""
    for problem in problems(document.ladder()):
        level = [i for i, level in enumerate(document.levels) if level.code in problem.path[:1]]
        yield Finding(("levels", *level), "ladder", {"detail": problem.message})


def competences(raw: Raw) -> Iterator[tuple[Path, Raw]]:
    for g, group in enumerate(raw.get("competences", ())):
        for i, item in enumerate(group["items"]):
            yield ("competences", g, "items", i), item


def nodes(raw: Raw) -> Iterator[tuple[Path, Raw]]:
    """Every requirement and group of a framework or an overlay, with its path, in the order of the file."""
    for key in ("levels", "add"):
        for i, holder in enumerate(raw.get(key, ())):
            yield from _nodes(holder.get("requires", ()), (key, i, "requires"))
            for t, track in enumerate(holder.get("tracks", ())):
                yield from _nodes(track.get("requires", ()), (key, i, "tracks", t, "requires"))


def _nodes(children: Iterable[Raw], path: Path) -> Iterator[tuple[Path, Raw]]:
    for i, node in enumerate(children):
        yield (*path, i), node
        for key in ("all_of", "any_of"):
            yield from _nodes(node.get(key, ()), (*path, i, key))
        yield from _nodes(node.get("at_least", {}).get("of", ()), (*path, i, "at_least", "of"))


def duplicate_findings(raw: Raw) -> Iterator[Finding]:
    """Codes that are used twice where each must be its own."""
    yield from _same(_codes(raw, "areas"), "code")
    yield from _same(_codes(raw, "roles"), "code")
    yield from _same(_codes(raw, "competences"), "code")
    yield from _same((((*path, "code"), item["code"]) for path, item in competences(raw)), "code")
    facts = enumerate(raw.get("facts", ()))
    yield from _same(((("facts", i, "code"), (fact["kind"], fact["code"])) for i, fact in facts), "code")
    yield from _same(_levels_and_tracks(raw), "code")
    requirements = (((*path, "code"), node["code"]) for path, node in nodes(raw) if "kind" in node)
    yield from _same(requirements, "code")
    raised = enumerate(raw.get("raise", ()))
    yield from _same(((("raise", i, "requirement"), item["requirement"]) for i, item in raised), "code")


def _codes(raw: Raw, key: str) -> Iterator[Found]:
    for i, item in enumerate(raw.get(key, ())):
        yield (key, i, "code"), item["code"]


def _levels_and_tracks(raw: Raw) -> Iterator[Found]:
    for i, level in enumerate(raw.get("levels", ())):
        yield ("levels", i, "code"), level["code"]
        for t, track in enumerate(level.get("tracks", ())):
            yield ("levels", i, "tracks", t, "code"), track["code"]


_REPEATS = {"code": "duplicate_code", "order": "same_order", "value": "same_scale_value"}


def _same(found: Iterable[Found], what: str) -> Iterator[Finding]:
    first: dict[Any, Path] = {}
    for path, value in found:
        if value in first:
            shown = value[1] if isinstance(value, tuple) else value
            yield Finding(path, _REPEATS[what], {what: shown, "first_line": first[value]})
        else:
            first[value] = path


def node_findings(path: Path, node: Raw, names: Names) -> Iterator[Finding]:
    """What is wrong with one requirement or group, leaving out what stands inside a group."""
    if "at_least" in node:
        n, available = node["at_least"]["n"], len(node["at_least"]["of"])
        if n > available:
            yield Finding((*path, "at_least", "n"), "never_met_too_many", {"n": n, "available": available})
    if "kind" not in node:
        return
    for i, code in enumerate(node["accepts"]):
        yield from _accepted(node["kind"], (*path, "accepts", i), code, names)
    for i, role in enumerate(node.get("judged_by", ())):
        if role not in names.roles:
            yield unknown("unknown_role", (*path, "judged_by", i), role, names.roles)
    yield from _area(path, node, names)
    if "rating" in node:
        yield from rating_findings((*path, "rating"), node["rating"], names)


def _accepted(kind: str, path: Path, code: str, names: Names) -> Iterator[Finding]:
    if kind == "licence":
        if code not in professions():
            yield unknown("unknown_profession", path, code, professions())
        elif not professions()[code].licensed:
            yield Finding(path, "never_met_no_licence", {"code": code})
    elif kind == "competence":
        if code not in names.competences:
            yield unknown("unknown_competence", path, code, names.competences)
    elif (kind, code) not in names.facts:
        same_kind = [fact for of_kind, fact in names.facts if of_kind == kind]
        yield unknown("unknown_fact", path, code, same_kind, kind=kind)


def _area(path: Path, node: Raw, names: Names) -> Iterator[Finding]:
    area = node.get("area", "")
    if area == OWN_AREA and not names.areas:
        yield Finding((*path, "area"), "never_met_no_areas")
    elif area not in ("", OWN_AREA, *names.areas):
        yield unknown("unknown_area", (*path, "area"), area, names.areas)


def rating_findings(path: Path, rating: int, names: Names) -> Iterator[Finding]:
    if not names.scale:
        yield Finding(path, "never_met_no_scale")
    elif rating not in names.scale:
        scale = ", ".join(map(str, sorted(names.scale)))
        yield Finding(path, "unknown_scale_value", {"value": rating, "scale": scale})


def unit_of(kind: str) -> str:
    """The key that holds the minimum of a requirement of ``kind``; empty where it has none."""
    return {str(kind): unit for kind, unit in UNITS.items()}.get(kind, "")
