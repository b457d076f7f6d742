"""Random frameworks in which only the requirements matter: light enough for many examples."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from stegvis.engine.ladder import Kind
from stegvis.frameworks.format.document import FrameworkDocument, Level, Requirement, Text
from tests.frameworks.relations.second import first

CODES = [f"r{number}" for number in range(8)]
TITLES = [
    "Hygien",
    "Basal hygien",
    "Handledning av studenter",
    "Handleder studenter",
    "Palliativ vård",
    "Palliativ vård och demens",
    "Demens",
    "–",
]
BARE = replace(first(), notes=(), areas=(), roles=(), scale=(), competences=(), facts=(), levels=())
"""Whatever a failing example need not print."""

kinds = st.sampled_from([Kind.COURSE, Kind.CERTIFICATE])
accepted = st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> FrameworkDocument:
    """A framework of up to eight requirements on up to three levels; few codes, facts and texts, so that many meet."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True))
    levels: list[list[Requirement]] = [[], [], []]
    for code in codes:
        requirement = Requirement(code, draw(kinds), Text(draw(st.sampled_from(TITLES))), draw(accepted))
        levels[draw(st.integers(0, 2))].append(requirement)
    return replace(
        BARE,
        levels=tuple(
            Level(f"l{order}", order, Text(f"L{order}"), requires=tuple(requirements))
            for order, requirements in enumerate(levels, start=1)
        ),
    )
