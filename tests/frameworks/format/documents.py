"""Random frameworks and overlays that have nothing wrong with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from hypothesis import strategies as st

from stegvis.engine.ladder import OWN_AREA, Kind
from stegvis.frameworks.format.convert import UNITS
from stegvis.frameworks.format.document import (
    Addition,
    BaseReference,
    Basis,
    Clarification,
    Combine,
    CompetenceGroup,
    Fact,
    FrameworkDocument,
    Group,
    Level,
    Node,
    OverlayDocument,
    Owner,
    Provenance,
    Raise,
    Requirement,
    ScaleValue,
    Status,
    Term,
    Text,
    Track,
)
from stegvis.frameworks.format.tree import _HIDDEN

SCALE = (1, 2, 3)
AREAS = ("stroke", "demens")
ROLES = ("enhetschef", "mentor")
COMPETENCES = ("saker-vard", "team")
FACTS = {
    Kind.DEGREE: ("magister",),
    Kind.CREDITS: ("omvardnad", "metod"),
    Kind.COURSE: ("hygien", "fall"),
    Kind.CERTIFICATE: ("hlr",),
    Kind.PRACTICE: ("rehab",),
    Kind.ASSIGNMENT: ("uppdrag",),
    Kind.INDUCTION: ("introduktion",),
}
ACCEPTED = {Kind.LICENCE: ("fysioterapeut", "sjukskoterska"), Kind.COMPETENCE: COMPETENCES, **FACTS}
MINIMA = {
    Kind.CREDITS: st.integers(1, 1200).map(lambda halves: halves * 5),
    Kind.PRACTICE: st.integers(1, 600),
    Kind.COMPETENCE: st.sampled_from(SCALE),
}


def _readable(text: str) -> bool:
    """Whether a file may hold the text: composed, visible, and not blank."""
    return bool(text.strip()) and not _HIDDEN.search(text) and unicodedata.is_normalized("NFC", text)


_ALPHABET = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")) | st.sampled_from(
    "\n åäö:#-'\"{}[]&*!|>%@`,?~"
)
words = st.text(_ALPHABET, min_size=1, max_size=60).filter(_readable) | st.sampled_from(
    ["yes", "no", "null", "~", "1.0", "12", "2026-11-21", "- a", "a: b", "=", "<<", " inled", "slut ", "0x1f", "1_000"]
)
texts = st.builds(Text, words, st.just("") | words)
maybe = st.just(Text()) | texts
some = st.lists(texts, max_size=3).map(tuple)


concepts = st.lists(
    st.from_regex(r"jobtech:[A-Za-z0-9]{4}_[A-Za-z0-9]{3}_[A-Za-z0-9]{3}", fullmatch=True)
    | st.uuids().map("esco:skill/{}".format)
    | st.uuids().map("esco:http://data.europa.eu/esco/occupation/{}".format),
    max_size=3,
    unique=True,
).map(tuple)


def terms(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[Term, ...]]:
    return st.tuples(*(st.builds(Term, st.just(code), texts, maybe, st.booleans(), concepts) for code in codes))


@st.composite
def requirements(draw: st.DrawFn, code: Callable[[], str]) -> Requirement:
    kind = draw(st.sampled_from(list(Kind)))
    demonstrated = kind is Kind.COMPETENCE
    return Requirement(
        code=code(),
        kind=kind,
        title=draw(texts),
        accepts=tuple(draw(st.lists(st.sampled_from(ACCEPTED[kind]), min_size=1, unique=True))),
        minimum=draw(MINIMA[kind]) if kind in MINIMA else 1,
        area=draw(st.sampled_from(("", OWN_AREA, *AREAS))),
        judged_by=tuple(draw(st.lists(st.sampled_from(ROLES), unique=True))) if demonstrated else (),
        help=draw(maybe),
    )


@st.composite
def nodes(draw: st.DrawFn, code: Callable[[], str], depth: int = 2) -> Node:
    if depth == 0 or draw(st.integers(0, 2)):
        return draw(requirements(code))
    children = tuple(draw(nodes(code, depth - 1)) for _ in range(draw(st.integers(1, 3))))
    combine = draw(st.sampled_from(Combine))
    n = draw(st.integers(1, len(children))) if combine is Combine.AT_LEAST else 0
    return Group(combine, children, n, draw(maybe))


def many_nodes(draw: st.DrawFn, code: Callable[[], str], most: int = 3) -> tuple[Node, ...]:
    return tuple(draw(nodes(code)) for _ in range(draw(st.integers(0, most))))


def counter(prefix: str) -> Callable[[], str]:
    codes = (f"{prefix}-{number}" for number in range(10_000))
    return lambda: next(codes)


heads = {
    "version": st.integers(1, 9999),
    "status": st.sampled_from(Status),
    "title": texts,
    "owner": st.builds(Owner, words, st.sampled_from(["municipality", "region", "university"])),
    "provenance": st.builds(
        Provenance,
        st.sampled_from(Basis),
        st.lists(words, max_size=2).map(tuple),
        st.just("") | words,
        maybe,
        st.booleans(),
    ),
    "summary": maybe,
    "licence": st.just("") | st.just("CC-BY-4.0"),
}


@st.composite
def frameworks(draw: st.DrawFn) -> FrameworkDocument:
    code, level_code = counter("krav"), counter("niva")
    orders = draw(st.lists(st.integers(1, 100), min_size=1, max_size=4, unique=True))
    levels = tuple(
        Level(
            level_code(),
            order,
            draw(texts),
            draw(maybe),
            draw(st.booleans()),
            draw(maybe),
            draw(some),
            draw(some),
            draw(maybe),
            many_nodes(draw, code),
            tuple(
                Track(
                    level_code(),
                    draw(texts),
                    draw(maybe),
                    draw(st.booleans()),
                    draw(some),
                    draw(some),
                    many_nodes(draw, code, 2),
                )
                for _ in range(draw(st.integers(0, 2)))
            ),
        )
        for order in orders
    )
    return FrameworkDocument(
        code="modell",
        **{name: draw(strategy) for name, strategy in heads.items()},
        levels=levels,
        professions=tuple(draw(st.lists(st.sampled_from(["lakare", "underskoterska"]), unique=True))),
        profession_groups=draw(some),
        level_word=draw(st.sampled_from(["level", "step"])),
        pay_note=draw(maybe),
        notes=draw(some),
        requirement_notes=draw(some),
        areas=draw(terms(AREAS)),
        roles=draw(terms(ROLES)),
        scale=tuple(ScaleValue(value, draw(texts), draw(maybe)) for value in SCALE),
        competences=(CompetenceGroup("karna", draw(texts), draw(terms(COMPETENCES)), draw(maybe)),),
        facts=tuple(
            Fact(kind, name, draw(texts), draw(st.integers(0, 600)), draw(concepts))
            for kind, names in FACTS.items()
            for name in names
        ),
    )


@st.composite
def overlays(draw: st.DrawFn, base: FrameworkDocument, name: str = "tillagg") -> OverlayDocument:
    """An overlay that fits ``base``."""
    code = counter(name)
    there = list(base.requirements())
    raisable = [
        item
        for item in there
        if item.kind in (Kind.CREDITS, Kind.PRACTICE) or (item.kind is Kind.COMPETENCE and item.minimum < SCALE[-1])
    ]
    raised = draw(st.lists(st.sampled_from(raisable), unique_by=lambda item: item.code)) if raisable else []
    targets = [level.code for level in base.levels] + [track.code for level in base.levels for track in level.tracks]
    explained = [("level", level.code) for level in base.levels] + [("requirement", item.code) for item in there]
    return OverlayDocument(
        code=name,
        **{key: draw(strategy) for key, strategy in heads.items()},
        base=BaseReference(base.code, base.version),
        areas=draw(terms((f"{name}-omrade",))),
        roles=draw(terms((f"{name}-roll",))),
        competences=(CompetenceGroup(f"{name}-grupp", draw(texts), draw(terms((f"{name}-kompetens",))), draw(maybe)),),
        facts=(Fact(Kind.COURSE, f"{name}-kurs", draw(texts)),),
        clarify=tuple(
            Clarification(*draw(st.sampled_from(explained)), draw(texts)) for _ in range(draw(st.integers(0, 2)))
        ),
        raises=tuple(
            Raise(item.code, UNITS[item.kind], _higher(item)) for item in raised if _higher(item) <= _MOST[item.kind]
        ),
        add=tuple(
            Addition(
                draw(st.sampled_from(targets)), (draw(nodes(code)), *many_nodes(draw, code, 2)), draw(some), draw(some)
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
    )


_MOST = {Kind.CREDITS: 6000, Kind.PRACTICE: 600, Kind.COMPETENCE: SCALE[-1]}


def _higher(requirement: Requirement) -> int:
    return requirement.minimum + (5 if requirement.kind is Kind.CREDITS else 1)
