"""Which level, and exactly why not the next: the ladder engine.

A ladder (``definition``) is compiled once and evaluated for any number of people in one vectorised pass;
``explain`` then says for one of them which requirements stand in the way of the next level. NumPy only.
"""

from stegvis.engine.ladder.check import Problem, problems
from stegvis.engine.ladder.compile import CompiledLadder, CompiledLevel, Group, Leaf, compile_ladder
from stegvis.engine.ladder.definition import (
    OWN_AREA,
    AllOf,
    AnyOf,
    AtLeast,
    FactKey,
    Kind,
    Ladder,
    Level,
    Node,
    Requirement,
    Track,
)
from stegvis.engine.ladder.evaluate import NOT_REACHED, Evaluation, evaluate
from stegvis.engine.ladder.explain import (
    Choice,
    Explanation,
    GroupState,
    LevelState,
    Missing,
    Option,
    RequirementState,
    explain,
)
from stegvis.engine.ladder.facts import NO_END, NO_START, UNNAMED, Column, Fact, Facts, day_number
from stegvis.engine.ladder.overlay import (
    LevelOverlay,
    Overlay,
    OverlayError,
    OverlayWeakens,
    apply_overlay,
    resolve,
)

__all__ = [
    "NOT_REACHED",
    "NO_END",
    "NO_START",
    "OWN_AREA",
    "UNNAMED",
    "AllOf",
    "AnyOf",
    "AtLeast",
    "Choice",
    "Column",
    "CompiledLadder",
    "CompiledLevel",
    "Evaluation",
    "Explanation",
    "Fact",
    "FactKey",
    "Facts",
    "Group",
    "GroupState",
    "Kind",
    "Ladder",
    "Leaf",
    "Level",
    "LevelOverlay",
    "LevelState",
    "Missing",
    "Node",
    "Option",
    "Overlay",
    "OverlayError",
    "OverlayWeakens",
    "Problem",
    "Requirement",
    "RequirementState",
    "Track",
    "apply_overlay",
    "compile_ladder",
    "day_number",
    "evaluate",
    "explain",
    "problems",
    "resolve",
]
