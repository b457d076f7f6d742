"""What others are not told of a decided plan: few people, and what lets a few be subtracted out beside other plans.

A collaboration's plan tells of the same staff as its members' own. Its figure less what the members tell leaves a
remainder, of those who tell nothing, and whoever of these knows their own figure takes that away too. A figure is told
only where every such remainder is of five and more, also where plans of different members are solved together
(``combining``). A remainder of nobody is not told either, or that a figure is withheld would say that somebody is
there. Whichever plan is shown later yields, for what has been shown may have been kept. Full-time equivalents: behind
as many are at least as many people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stegvis.engine.disclosure import THRESHOLD
from stegvis.planning.plans.combining import cornered

Figure = tuple[str, str]
"""A profession, and which of its figures."""

NOW = "now"
NONE = Decimal(0)


@dataclass(frozen=True)
class Decided:
    """A decided plan. ``members`` are the employers whose staff it tells of; of an employer's own, itself alone.
    ``withheld`` is what others are not told, None where it has never been shown."""

    members: frozenset[int]
    is_joint: bool
    starts: int
    ends: int
    figures: Mapping[Figure, Decimal]
    withheld: frozenset[Figure] | None = None

    def tells(self, what: Figure) -> bool:
        return what in self.figures and self.withheld is not None and what not in self.withheld

    def is_beside(self, other: Decided, what: Figure) -> bool:
        """Whether their years overlap; what there is now does not hang on them."""
        return what[1] == NOW or (self.starts <= other.ends and other.starts <= self.ends)


@dataclass(frozen=True)
class Whole:
    """What is told of these members together in the years of ``of``; ``less`` is what was taken from that."""

    members: frozenset[int]
    value: Decimal
    of: Decided
    less: Decided | None = None


def withheld_from(new: Decided, others: Sequence[Decided]) -> frozenset[Figure]:
    """What of ``new`` is not told when it is shown now; ``others`` are all decided plans with a member in common."""
    few = frozenset(what for what, value in new.figures.items() if value < THRESHOLD)
    return few | {what for what in new.figures.keys() - few if lets_out(what, new, others)}


def lets_out(what: Figure, new: Decided, others: Sequence[Decided]) -> bool:
    """Whether somebody could work out a few, were the figure told."""
    shown = Decided(new.members, new.is_joint, new.starts, new.ends, {what: new.figures[what]}, frozenset())
    return _leaves_few(what, new, shown, [*others, shown]) or _combines(what, shown, others)


def _combines(what: Figure, shown: Decided, others: Sequence[Decided]) -> bool:
    """Whether it lets out what the others do not, as they were last told or as they were first."""
    beside = [one for one in others if what in one.figures and one.is_beside(shown, what)]
    return any(
        cornered(*_facts(what, [*order, shown])) - cornered(*_facts(what, order)) for order in (beside, beside[::-1])
    )


def _facts(
    what: Figure, plans: Sequence[Decided]
) -> tuple[dict[frozenset[int], float], Mapping[int, float], Mapping[int, float]]:
    """What is told of members together and of each alone, the later before the earlier, and what only they know."""
    joint = {one.members: float(one.figures[what]) for one in plans if one.is_joint and one.tells(what)}
    own = [(member, one) for one in plans if not one.is_joint for member in one.members]
    told = {member: float(one.figures[what]) for member, one in own if one.tells(what)}
    return joint, told, {member: float(one.figures[what]) for member, one in own if member not in told}


def _leaves_few(what: Figure, new: Decided, shown: Decided, every: Sequence[Decided]) -> bool:
    return any(
        _is_few_left(what, whole, every)
        for whole in _wholes(what, every)
        if (any(shown is one for one in (whole.of, whole.less)) if new.is_joint else new.members <= whole.members)
        and new.is_beside(whole.of, what)
    )


def _wholes(what: Figure, every: Sequence[Decided]) -> Iterator[Whole]:
    """What collaborations tell, and what is left of one where another tells of some of its members."""
    joint = [Whole(one.members, one.figures[what], one) for one in every if one.is_joint and one.tells(what)]
    yield from joint
    for one in joint:
        for part in joint:
            if part.members < one.members and part.of.is_beside(one.of, what):
                yield Whole(one.members - part.members, one.value - part.value, one.of, part.of)


def _is_few_left(what: Figure, whole: Whole, every: Sequence[Decided]) -> bool:
    """Of a member's several plans any may be subtracted, so what is left lies between a least and a most."""
    own = [one for one in every if not one.is_joint and what in one.figures and one.is_beside(whole.of, what)]
    told = {member: [one.figures[what] for one in _of(member, own) if one.tells(what)] for member in whole.members}
    known = {member: [one.figures[what] for one in _of(member, own)] for member in whole.members}
    silent = {member for member in whole.members if not told[member] or len(told[member]) < len(known[member])}
    seen = {
        member: (NONE if member in silent else min(values), max(values)) for member, values in told.items() if values
    }
    most, least = (whole.value - sum(span[end] for span in seen.values()) for end in (0, 1))
    for reader in (None, *(member for member in silent if known[member])):
        if silent - {reader}:
            theirs = () if reader is None else known[reader]
            before = seen.get(reader, (NONE, NONE)) if reader is not None else (NONE, NONE)
            if (
                most + before[0] - min(theirs, default=NONE) >= 0
                and least + before[1] - max(theirs, default=NONE) < THRESHOLD
            ):
                return True
    return False


def _of(member: int, own: Iterable[Decided]) -> Iterator[Decided]:
    return (one for one in own if member in one.members)
