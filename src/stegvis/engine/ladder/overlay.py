"""An employer's own additions on a shared ladder: it may clarify and add, never weaken.

Only additions can be written down, so nothing can be removed; what is left to refuse is a "tightened"
requirement that is easier somewhere, and a new track beside others, which would be a new way up.
A track on a level that had none is an addition: the level now takes that track as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from stegvis.engine.ladder.definition import AllOf, AnyOf, AtLeast, Ladder, Level, Node, Requirement, Track

Group = TypeVar("Group", bound=AllOf | AnyOf | AtLeast)


@dataclass(frozen=True, slots=True)
class LevelOverlay:
    """What an overlay asks for beyond the base on one level.

    ``tightens`` replaces requirements of the base by code, wherever on the level they stand. A track that
    the base has gets its ``requires`` added to the base's.
    """

    level: str
    adds: AllOf = field(default_factory=AllOf)
    tightens: tuple[Requirement, ...] = ()
    tracks: tuple[Track, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """``code`` names the ladder that comes out of it, ``base`` the one it lies on (itself maybe overlaid).

    ``areas`` are further areas that one can be placed in.
    """

    code: str
    base: str
    levels: tuple[LevelOverlay, ...] = ()
    areas: tuple[str, ...] = ()


class OverlayError(ValueError):
    """The overlay does not fit its base. ``subject`` is a code of the overlay, ``reason`` a machine word."""

    def __init__(self, overlay: str, subject: str, reason: str, explanation: str):
        super().__init__(f"{overlay}: {subject}: {explanation}")
        self.overlay = overlay
        self.subject = subject
        self.reason = reason


class OverlayWeakens(OverlayError):  # noqa: N818 - reads as what happened
    """The overlay would let somebody through whom the base does not.

    ``subject`` is the code of the requirement or track.
    """


def apply_overlay(base: Ladder, overlay: Overlay) -> Ladder:
    """The effective ladder, on which nobody stands higher than on the base.

    Raises ``OverlayWeakens``, or ``OverlayError`` where it names what the base does not have, lies on
    another base, or adds a requirement under a code that is taken.
    """
    if overlay.base != base.code:
        raise OverlayError(overlay.code, base.code, "other-base", f"lies on {overlay.base}")
    changes: dict[str, LevelOverlay] = {}
    known = {level.code for level in base.levels}
    for change in overlay.levels:
        if change.level not in known:
            raise OverlayError(overlay.code, change.level, "unknown-level", "the base has no such level")
        if change.level in changes:
            raise OverlayError(overlay.code, change.level, "duplicate-level", "is overlaid twice")
        changes[change.level] = change
    _refuse_taken_codes(base, overlay)
    levels = tuple(
        _overlaid(level, changes[level.code], overlay.code) if level.code in changes else level for level in base.levels
    )
    return replace(base, code=overlay.code, levels=levels, areas=base.areas + overlay.areas)


def resolve(code: str, ladders: Mapping[str, Ladder], overlays: Mapping[str, Overlay]) -> Ladder:
    """The effective ladder under a code, through any number of overlays on overlays.

    Raises ``OverlayError`` for a cycle (``cycle``) and for a base that is not there (``unknown-base``).
    """
    chain: list[Overlay] = []
    while code not in ladders:
        if code not in overlays:
            raise OverlayError(chain[-1].code if chain else code, code, "unknown-base", "there is none")
        if overlays[code] in chain:
            raise OverlayError(code, code, "cycle", "lies, over others, on itself")
        chain.append(overlays[code])
        code = overlays[code].base
    ladder = ladders[code]
    for overlay in reversed(chain):
        ladder = apply_overlay(ladder, overlay)
    return ladder


def _refuse_taken_codes(base: Ladder, overlay: Overlay) -> None:
    taken = {requirement.code for level in base.levels for requirement in _requirements_on(level)}
    for change in overlay.levels:
        for requirement in _requirements_on(change):
            if requirement.code in taken:
                raise OverlayError(overlay.code, requirement.code, "taken", "a requirement with this code exists")
            taken.add(requirement.code)


def _overlaid(level: Level, change: LevelOverlay, overlay: str) -> Level:
    tightened = {requirement.code: requirement for requirement in change.tightens}
    there = {requirement.code: requirement for requirement in _requirements_on(level)}
    for code, requirement in tightened.items():
        if code not in there:
            raise OverlayError(overlay, code, "unknown-requirement", f"{level.code} has no such requirement")
        weakening = _weakening(there[code], requirement)
        if weakening:
            raise OverlayWeakens(overlay, code, *weakening)
    own = tuple(Track(track.code, _tightened(track.requires, tightened)) for track in level.tracks)
    return Level(
        level.code,
        level.order,
        _joined(_tightened(level.requires, tightened), change.adds),
        _tracks(own, change.tracks, overlay),
    )


def _tracks(base: tuple[Track, ...], changes: tuple[Track, ...], overlay: str) -> tuple[Track, ...]:
    if not base:
        return changes
    added = {track.code: track.requires for track in changes}
    for code in added:
        if code not in {track.code for track in base}:
            raise OverlayWeakens(overlay, code, "new-track", "one more track is one more way up")
    return tuple(Track(track.code, _joined(track.requires, added.get(track.code, AllOf()))) for track in base)


def _joined(base: AllOf, added: AllOf) -> AllOf:
    return AllOf(base.children + added.children)


def _tightened(group: Group, tightened: Mapping[str, Requirement]) -> Group:
    children = tuple(
        tightened.get(child.code, child) if isinstance(child, Requirement) else _tightened(child, tightened)
        for child in group.children
    )
    return replace(group, children=children)


def _weakening(base: Requirement, own: Requirement) -> tuple[str, str] | None:
    """Why the overlay's requirement is not at least as hard as the base's: a machine word and a sentence.

    Another area is refused in both directions: the facts of an area and those of none are kept apart,
    so that neither requirement implies the other.
    """
    wider = ", ".join(sorted(set(own.accepts) - set(base.accepts)))
    judges = ", ".join(sorted(set(own.judged_by) - set(base.judged_by))) if base.judged_by else ""
    faults = (
        (own.kind is not base.kind, "kind", f"asks for {own.kind} instead of {base.kind}"),
        (own.minimum < base.minimum, "minimum", f"asks for {own.minimum} instead of {base.minimum}"),
        (bool(wider), "accepts", f"also accepts {wider}"),
        (own.area != base.area, "area", f"is held against area {own.area!r} instead of {base.area!r}"),
        (bool(base.judged_by) and not own.judged_by, "judged-by", "lets anybody judge"),
        (bool(judges), "judged-by", f"also lets {judges} judge"),
    )
    return next(((reason, why) for weaker, reason, why in faults if weaker), None)


def _requirements_in(node: Node) -> Iterator[Requirement]:
    if isinstance(node, Requirement):
        yield node
    else:
        for child in node.children:
            yield from _requirements_in(child)


def _requirements_on(level: Level | LevelOverlay) -> Iterator[Requirement]:
    yield from _requirements_in(level.requires if isinstance(level, Level) else level.adds)
    for track in level.tracks:
        yield from _requirements_in(track.requires)
