"""What may be told of how many interviews said something: nothing of a few, and nothing that leaves a few over.

Pure: interviews are numbers, groups are words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Interviews that are counted together. ``name`` is empty for those that are left when the others are named."""

    name: str
    interviews: frozenset[int]


def groups_of(names: Mapping[int, str], fewest: int) -> tuple[Group, ...]:
    """The interviews in groups of at least ``fewest``, the greatest first; none where they are not two.

    ``names`` is interview → its group, empty where it has none or several. What is too small goes to the rest, and if
    the rest is too small yet the smallest group goes with it: a group that is left out could be had by subtraction.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for interview, name in names.items():
        found[name].add(interview)
    rest = found.pop("", set())
    groups = sorted(((name, set(own)) for name, own in found.items()), key=lambda one: (-len(one[1]), one[0]))
    while groups and (len(groups[-1][1]) < fewest or 0 < len(rest) < fewest):
        rest |= groups.pop()[1]
    named = [Group(name, frozenset(own)) for name, own in groups]
    told = [*named, Group("", frozenset(rest))] if rest else named
    return tuple(told) if len(told) > 1 else ()


def told(count: int, fewest: int) -> int | None:
    """The count, or None where it is of fewer than may be told; none at all is of fewer too."""
    return count if count >= fewest else None


def apart(said: Set[int], groups: Collection[Group], fewest: int) -> tuple[tuple[str, int], ...]:
    """How many of each group are among ``said``; nothing unless each is enough, since their sum is told beside."""
    counts = tuple((one.name, len(one.interviews & said)) for one in groups)
    return counts if counts and all(count >= fewest for _name, count in counts) else ()


def may_follow(before: Collection[int], now: Collection[int], fewest: int) -> bool:
    """Whether what is counted of the interviews ``now`` may be told after what was told ``before``: they are the same,
    or differ by enough that no difference between the two is a few's."""
    if not before:
        return True
    added, gone = len(set(now) - set(before)), len(set(before) - set(now))
    return all(number == 0 or number >= fewest for number in (added, gone))
