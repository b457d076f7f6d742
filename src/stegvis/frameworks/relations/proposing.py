"""A first proposal of how the requirements of one version follow into the next. A person has the last word.

Requirements that kept their code stay together. Of the others the likest find each other first: by the facts that
they accept, their level and their text. What is left over joins a changed or renamed requirement that it is
much alike, as a split or a merger; the rest is gone or new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from stegvis.frameworks.format.document import FrameworkDocument, Requirement
from stegvis.frameworks.relations.entries import MappingEntry, Relation, asks_no_more, placed_faults
from stegvis.frameworks.relations.likeness import likenesses

ENOUGH = 0.5
"""The likeness from which two requirements are proposed as one another's."""

SAME_TEXT = 0.85
"""The likeness of texts from which requirements with different codes may be proposed as the same."""

FACTS, LEVEL, TEXT = 0.3, 0.15, 0.55
TEXT_ALONE = 0.9

Pairs = dict[int, list[int]]

Leaf = tuple[str, Requirement]
"""A requirement and the code of its level."""


def propose_mapping(
    earlier: FrameworkDocument, later: FrameworkDocument, said: Iterable[MappingEntry] = ()
) -> list[MappingEntry]:
    """A mapping in which every requirement of both versions has exactly one place: it has no ``faults``.

    What people have ``said`` stays as it is where it still holds, and the rest is proposed around it. Lines stand in
    the order of the later version; what is gone stands last.
    """
    kept = _still_true(earlier, later, said)
    old = {code for entry in kept for code in entry.from_codes}
    new = {code for entry in kept for code in entry.to_codes}
    entries = [*kept, *_Proposal(_leaves(earlier, old), _leaves(later, new)).entries()]
    order = {requirement.code: place for place, requirement in enumerate(later.requirements())}
    return sorted(entries, key=lambda entry: min((order[code] for code in entry.to_codes), default=len(order)))


def with_plain(
    earlier: FrameworkDocument, later: FrameworkDocument, said: Iterable[MappingEntry]
) -> list[MappingEntry]:
    """What people have ``said``, and the plainly same of the rest. It has ``faults`` where more has to be said."""
    said = list(said)
    return [*said, *(entry for entry in propose_mapping(earlier, later, said) if entry.is_proposal and entry.is_plain)]


def _still_true(
    earlier: FrameworkDocument, later: FrameworkDocument, said: Iterable[MappingEntry]
) -> list[MappingEntry]:
    """What has been said without a fault in its own line, each requirement once."""
    said = list(said)
    wrong = {fault.line for fault in placed_faults(earlier, later, said)}
    return [entry for line, entry in enumerate(said) if line not in wrong]


class _Proposal:
    def __init__(self, earlier: list[Leaf], later: list[Leaf]) -> None:
        self.old, self.new = [item for _level, item in earlier], [item for _level, item in later]
        self.texts = likenesses([item.title.sv for item in self.old], [item.title.sv for item in self.new])
        self.alike = np.maximum(
            TEXT * self.texts + FACTS * _shared_facts(self.old, self.new) + LEVEL * _same_level(earlier, later),
            TEXT_ALONE * self.texts,
        )
        self.pairs = self._kept_codes()
        self._pair_likest()
        self.splits, self.mergers = self._join_left_over()

    def entries(self) -> Iterator[MappingEntry]:
        partner = {new: old for old, new in self.pairs.items()}
        split_off = {new for news in self.splits.values() for new in news}
        for new in range(len(self.new)):
            if new in self.mergers:
                yield self._entry(Relation.MERGED, sorted([partner[new], *self.mergers[new]]), [new])
            elif new in partner and partner[new] in self.splits:
                yield self._entry(Relation.SPLIT, [partner[new]], sorted([new, *self.splits[partner[new]]]))
            elif new in partner:
                old = partner[new]
                yield self._entry(Relation.SAME if self._is_same(old, new) else Relation.CHANGED, [old], [new])
            elif new not in split_off:
                yield self._entry(Relation.NEW, [], [new])
        merged = {old for olds in self.mergers.values() for old in olds}
        for old in range(len(self.old)):
            if old not in self.pairs and old not in merged:
                yield self._entry(Relation.GONE, [old], [])

    def _entry(self, relation: Relation, old: list[int], new: list[int]) -> MappingEntry:
        return MappingEntry(
            str(relation),
            tuple(self.old[i].code for i in old),
            tuple(self.new[i].code for i in new),
            likeness=self._sureness(old, new),
            is_proposal=True,
        )

    def _sureness(self, old: list[int], new: list[int]) -> float:
        """How alike the parts are on average; for what has no counterpart, how unlike all else it is."""
        if not old:
            return round(1 - float(self.alike[:, new].max(initial=0)), 2)
        if not new:
            return round(1 - float(self.alike[old].max(initial=0)), 2)
        pairs = [self._pair_sureness(a, b) for a in old for b in new]
        return round(sum(pairs) / len(pairs), 2)

    def _pair_sureness(self, old: int, new: int) -> float:
        return 1.0 if self._is_same(old, new) else float(self.alike[old, new])

    def _kept_codes(self) -> dict[int, int]:
        places = {requirement.code: place for place, requirement in enumerate(self.new)}
        return {old: places[item.code] for old, item in enumerate(self.old) if item.code in places}

    def _pair_likest(self) -> None:
        taken_new = set(self.pairs.values())
        for old, new in _likest_first(self.alike):
            if old not in self.pairs and new not in taken_new:
                self.pairs[old] = new
                taken_new.add(new)

    def _join_left_over(self) -> tuple[Pairs, Pairs]:
        """What new requirements an old one was also split into, and what old ones a new one also merges."""
        splits: Pairs = {}
        mergers: Pairs = {}
        partner = {new: old for old, new in self.pairs.items()}
        open_old = {old for old, new in self.pairs.items() if not self._is_kept(old, new)}
        joined: set[tuple[str, int]] = set()
        for old, new in _likest_first(self.alike):
            if new not in partner and ("new", new) not in joined and old in open_old and self.pairs[old] not in mergers:
                splits.setdefault(old, []).append(new)
                joined.add(("new", new))
            elif old not in self.pairs and ("old", old) not in joined and partner.get(new) in open_old - set(splits):
                mergers.setdefault(new, []).append(old)
                joined.add(("old", old))
        return splits, mergers

    def _is_kept(self, old: int, new: int) -> bool:
        return self.old[old].code == self.new[new].code and self._is_same(old, new)

    def _is_same(self, old: int, new: int) -> bool:
        """Cautious: what counted must count on, and the text of another code must be nearly the same too."""
        before, after = self.old[old], self.new[new]
        return (
            asks_no_more(before, after)
            and set(before.accepts) <= set(after.accepts)
            and (before.code == after.code or float(self.texts[old, new]) >= SAME_TEXT)
        )


def _likest_first(alike: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Pairs that are alike enough, the likest first, equals in the order of the files."""
    old, new = np.nonzero(alike >= ENOUGH)
    for place in np.argsort(-alike[old, new], kind="stable"):
        yield int(old[place]), int(new[place])


def _shared_facts(old: list[Requirement], new: list[Requirement]) -> NDArray[np.float32]:
    """The share of the accepted codes, of the requirement that has fewer, which the other of the same kind accepts."""
    shared = np.zeros((len(old), len(new)), np.float32)
    having: dict[tuple[str, str], list[int]] = {}
    for place, item in enumerate(new):
        for code in item.accepts:
            having.setdefault((item.kind, code), []).append(place)
    for place, item in enumerate(old):
        for code in item.accepts:
            shared[place, having.get((item.kind, code), [])] += 1
    fewest = np.minimum.outer([len(item.accepts) for item in old], [len(item.accepts) for item in new])
    return (shared / np.maximum(fewest, 1)).astype(np.float32)


def _same_level(earlier: list[Leaf], later: list[Leaf]) -> NDArray[np.float32]:
    same = [level == other for level, _ in earlier for other, _ in later]
    return np.array(same, np.float32).reshape(len(earlier), len(later))


def _leaves(document: FrameworkDocument, left_out: set[str]) -> list[Leaf]:
    return [
        (level.code, requirement)
        for level in document.levels
        for requirement in level.requirements()
        if requirement.code not in left_out
    ]
