"""What stands in the way, against trying every set of requirements."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stegvis.careers.gaps import fewest_to_next, in_the_way, levels_met, smallest_to_next
from stegvis.engine.ladder import CompiledLadder, Group, Ladder, Leaf, compile_ladder
from tests.engine.ladder.strategies import ladders

MOST = 7  # requirements, so that every set can be tried


def is_met(node: Group | Leaf, met: frozenset[int]) -> bool:
    if isinstance(node, Leaf):
        return node.index in met
    return sum(is_met(child, met) for child in node.children) >= node.need


def height(ladder: CompiledLadder, met: frozenset[int]) -> int:
    for position, level in enumerate(ladder.levels):
        if not is_met(level.whole, met):
            return position
    return len(ladder.levels)


@given(definition=ladders(), data=st.data())
@settings(max_examples=30)
def test_the_fewest_that_lead_on_are_those_of_the_smallest_set(definition: Ladder, data: st.DataObject) -> None:
    ladder = compile_ladder(definition)
    assume(ladder.levels and len(ladder.leaves) <= MOST)
    everything = range(len(ladder.leaves))
    has = frozenset(data.draw(st.sets(st.sampled_from(everything)))) if everything else frozenset()
    met = np.array([[index in has] for index in everything], np.bool_).reshape(-1, 1)
    reached = height(ladder, has)
    assert levels_met(ladder, met).tolist() == [reached]

    rest = [index for index in everything if index not in has]
    helping = [
        set(added)
        for size in range(len(rest) + 1)
        for added in combinations(rest, size)
        if reached < len(ladder.levels) and is_met(ladder.levels[reached].whole, has | set(added))
    ]
    smallest = min(map(len, helping), default=0 if reached == len(ladder.levels) else -1)
    assert fewest_to_next(ladder, met).tolist() == [smallest]
    one = set(smallest_to_next(ladder, met[:, 0]))
    assert one in helping if helping else one == set()
    assert len(one) == max(smallest, 0)
    shown = set(np.flatnonzero(in_the_way(ladder, met)[:, 0]).tolist())
    assert shown.isdisjoint(has)
    assert all(added <= shown for added in helping if len(added) == smallest)
