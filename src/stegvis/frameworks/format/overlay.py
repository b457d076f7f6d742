"""An overlay on its base: what is wrong with it, and the framework that comes out.

An overlay can only add, explain and raise. It is then as strict as its base or stricter: all that it adds
must be met too, a raised minimum is higher, and it cannot open a further track.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from .convert import minimum_from_file, minimum_to_file
from .document import (
    Addition,
    BaseReference,
    Document,
    EffectiveFramework,
    FrameworkDocument,
    Group,
    Level,
    Node,
    OverlayDocument,
    Text,
    Track,
)
from .meaning import Names, Raw, competences, duplicate_findings, node_findings, nodes, rating_findings, unit_of
from .problems import Finding, unknown

Holder = TypeVar("Holder", Level, Track)

Resolver = Callable[[BaseReference], Document | None]
"""Gives the document of a base in exactly that version, or None where there is none."""

MAX_LAYERS = 10


class BaseError(ValueError):
    """The bases that an overlay rests on do not lead to a framework; ``finding`` says how."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def resolve_chain(overlay: OverlayDocument, resolve: Resolver | None) -> EffectiveFramework:
    """The effective framework of what ``overlay`` rests on, the overlay itself not applied.

    Raises ``BaseError`` for a cycle, an unknown base and more than ``MAX_LAYERS`` layers.
    """
    above = [overlay]
    while True:
        wanted = above[-1].base
        chain = [layer.code for layer in above]
        if wanted.code in chain:
            cycle = " → ".join([*chain, wanted.code])
            raise BaseError(Finding(("overlay_of", "code"), "overlay_cycle", {"cycle": cycle}))
        if len(above) > MAX_LAYERS:
            raise BaseError(Finding(("overlay_of",), "overlay_chain_too_long", {"limit": MAX_LAYERS}))
        reference = {"code": wanted.code, "version": wanted.version}
        if resolve is None:
            raise BaseError(Finding(("overlay_of",), "overlay_without_base", reference))
        base = resolve(wanted)
        if base is None:
            raise BaseError(Finding(("overlay_of",), "unknown_base", reference))
        if isinstance(base, FrameworkDocument):
            break
        above.append(base)
    effective = bare(base)
    for layer in reversed(above[1:]):
        effective = apply(effective, layer)
    return effective


def bare(document: FrameworkDocument) -> EffectiveFramework:
    """A framework without any overlay, as an effective one."""
    return EffectiveFramework(
        document,
        (BaseReference(document.code, document.version),),
        {requirement.code: document.code for requirement in document.requirements()},
        owners={document.code: document.owner.name},
        purpose=document.summary,
    )


def overlay_findings(raw: Raw, base: FrameworkDocument) -> Iterator[Finding]:
    """What is wrong in the meaning of an overlay file that has the right shape, on its effective base."""
    names = Names.of(raw).with_base(base)
    yield from duplicate_findings(raw)
    yield from _taken(raw, base)
    for path, node in nodes(raw):
        yield from node_findings(path, node, names)
    yield from _clarify_findings(raw, base)
    yield from _add_findings(raw, base)
    yield from _raise_findings(raw, base, names)


def _taken(raw: Raw, base: FrameworkDocument) -> Iterator[Finding]:
    taken = Names.of({}).with_base(base)
    for key, codes in (("areas", taken.areas), ("roles", taken.roles)):
        for i, term in enumerate(raw.get(key, ())):
            if term["code"] in codes:
                yield Finding((key, i, "code"), "base_has_code", {"code": term["code"]})
    groups = {group.code for group in base.competences}
    for i, group in enumerate(raw.get("competences", ())):
        if group["code"] in groups:
            yield Finding(("competences", i, "code"), "base_has_code", {"code": group["code"]})
    for path, item in competences(raw):
        if item["code"] in taken.competences:
            yield Finding((*path, "code"), "base_has_code", {"code": item["code"]})
    for i, fact in enumerate(raw.get("facts", ())):
        if (fact["kind"], fact["code"]) in taken.facts:
            yield Finding(("facts", i, "code"), "base_has_code", {"code": fact["code"]})
    requirements = {requirement.code for requirement in base.requirements()}
    for path, node in nodes(raw):
        if node.get("code") in requirements:
            yield Finding((*path, "code"), "base_has_code", {"code": node["code"]})


def _clarify_findings(raw: Raw, base: FrameworkDocument) -> Iterator[Finding]:
    targets = {
        "requirement": {requirement.code for requirement in base.requirements()},
        "level": {level.code for level in base.levels},
        "competence": {item.code for group in base.competences for item in group.items},
        "area": {area.code for area in base.areas},
    }
    for i, item in enumerate(raw.get("clarify", ())):
        known = targets[item["of"]]
        if item["code"] not in known:
            yield unknown(f"unknown_{item['of']}", ("clarify", i, "code"), item["code"], known)


def _add_findings(raw: Raw, base: FrameworkDocument) -> Iterator[Finding]:
    known = {level.code for level in base.levels}
    known |= {track.code for level in base.levels for track in level.tracks}
    for i, addition in enumerate(raw.get("add", ())):
        if addition["to"] not in known:
            yield unknown("unknown_level_or_track", ("add", i, "to"), addition["to"], known)


def _raise_findings(raw: Raw, base: FrameworkDocument, names: Names) -> Iterator[Finding]:
    known = {requirement.code: requirement for requirement in base.requirements()}
    for i, item in enumerate(raw.get("raise", ())):
        code = item["requirement"]
        unit = next(key for key in item if key != "requirement")
        path = ("raise", i, unit)
        if code not in known:
            yield unknown("unknown_requirement", ("raise", i, "requirement"), code, known)
        elif unit_of(known[code].kind) != unit:
            params = {"code": code, "unit": unit, "kind": str(known[code].kind)}
            yield Finding(path, "nothing_to_raise", params, at_key=True)
        elif minimum_from_file(unit, item[unit]) <= known[code].minimum:
            asked = minimum_to_file(unit, known[code].minimum)
            yield Finding(path, "overlay_weakens", {"base": asked, "value": item[unit]})
        elif unit == "rating":
            yield from rating_findings(path, item[unit], names)


def apply(base: EffectiveFramework, overlay: OverlayDocument) -> EffectiveFramework:
    """The effective framework of an overlay without findings on ``base``.

    It carries the overlay's code, version, status, title, owner and provenance, and the base's content.
    """
    raised = {item.requirement: item.minimum for item in overlay.raises}
    added = _merged(overlay.add)
    document = base.document
    return EffectiveFramework(
        replace(
            document,
            code=overlay.code,
            version=overlay.version,
            status=overlay.status,
            title=overlay.title,
            owner=overlay.owner,
            provenance=overlay.provenance,
            summary=overlay.summary or base.purpose,
            licence=overlay.licence or document.licence,
            areas=document.areas + overlay.areas,
            roles=document.roles + overlay.roles,
            competences=document.competences + overlay.competences,
            facts=document.facts + overlay.facts,
            levels=tuple(_level(level, raised, added) for level in document.levels),
        ),
        (*base.layers, BaseReference(overlay.code, overlay.version)),
        base.origins | {requirement.code: overlay.code for requirement in overlay.requirements()},
        _with_raised(base, overlay),
        _with_clarified(base, overlay),
        base.owners | {overlay.code: overlay.owner.name},
        base.units | ({overlay.code} if overlay.owner.kind == "unit" else set()),
        purpose=base.purpose,
    )


def _merged(additions: tuple[Addition, ...]) -> dict[str, Addition]:
    merged: dict[str, Addition] = {}
    for item in additions:
        before = merged.get(item.to, Addition(item.to))
        merged[item.to] = Addition(
            item.to,
            before.requires + item.requires,
            before.tasks + item.tasks,
            before.responsibilities + item.responsibilities,
        )
    return merged


def _level(level: Level, raised: dict[str, int], added: dict[str, Addition]) -> Level:
    tracks = tuple(_with_addition(track, raised, added) for track in level.tracks)
    return replace(_with_addition(level, raised, added), tracks=tracks)


def _with_addition(holder: Holder, raised: dict[str, int], added: dict[str, Addition]) -> Holder:
    addition = added.get(holder.code, Addition(holder.code))
    return replace(
        holder,
        requires=tuple(_raise(node, raised) for node in holder.requires) + addition.requires,
        tasks=holder.tasks + addition.tasks,
        responsibilities=holder.responsibilities + addition.responsibilities,
    )


def _raise(node: Node, raised: dict[str, int]) -> Node:
    if isinstance(node, Group):
        return replace(node, children=tuple(_raise(child, raised) for child in node.children))
    return replace(node, minimum=raised.get(node.code, node.minimum))


def _with_raised(base: EffectiveFramework, overlay: OverlayDocument) -> dict[str, tuple[tuple[str, int, int], ...]]:
    before = {item.code: item for item in base.document.requirements()}
    raised = dict(base.raised)
    for item in overlay.raises:
        step = (overlay.code, before[item.requirement].minimum, item.minimum)
        raised[item.requirement] = (*raised.get(item.requirement, ()), step)
    return raised


def _with_clarified(
    base: EffectiveFramework, overlay: OverlayDocument
) -> dict[tuple[str, str], tuple[tuple[str, Text], ...]]:
    clarified = dict(base.clarifications)
    for item in overlay.clarify:
        target = (item.of, item.code)
        clarified[target] = (*clarified.get(target, ()), (overlay.code, item.text))
    return clarified
