"""One mapping after another: what became of requirements across versions that were skipped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from stegvis.frameworks.models import FrameworkVersion, VersionMapping
from stegvis.frameworks.relations.entries import MappingEntry, Relation

Link = tuple[str, str]


def mapping_between(version: FrameworkVersion, earlier: FrameworkVersion) -> list[MappingEntry] | None:
    """How the requirements of ``earlier`` follow into ``version``, over the versions between them.

    None where no chain of mappings leads from one to the other. One query.
    """
    rows = VersionMapping.objects.filter(version__framework=version.framework_id).order_by("pk")
    steps: dict[int, tuple[int, list[MappingEntry]]] = {}
    for row in rows:
        steps.setdefault(row.version_id, (row.earlier_id, []))[1].append(entry_of(row))
    chain: list[list[MappingEntry]] = []
    place = version.pk
    while place != earlier.pk:
        if place not in steps:
            return None
        place, entries = steps.pop(place)
        chain.append(entries)
    return composed(chain[::-1]) if chain else None


def entry_of(row: VersionMapping) -> MappingEntry:
    return MappingEntry(row.relation, tuple(row.from_codes), tuple(row.to_codes), row.note)


def composed(mappings: Sequence[Sequence[MappingEntry]]) -> list[MappingEntry]:
    """The mappings, the earliest first, as one. It is whole where each of them is.

    What was the same all the way is the same. Where several became several, each still gets one place: lines are
    then the fewest that leave out no requirement which has a counterpart.
    """
    whole = list(mappings[0])
    for mapping in mappings[1:]:
        whole = _after(whole, mapping)
    return whole


def _after(first: Sequence[MappingEntry], second: Sequence[MappingEntry]) -> list[MappingEntry]:
    follows: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for entry in second:
        for middle in entry.from_codes:
            follows[middle].extend((new, entry.relation == Relation.SAME) for new in entry.to_codes)
    same: set[Link] = set()
    links: dict[Link, None] = {}
    for entry in first:
        for old in entry.from_codes:
            for middle in entry.to_codes:
                for new, stays_same in follows[middle]:
                    links[old, new] = None
                    if stays_same and entry.relation == Relation.SAME:
                        same.add((old, new))
    olds = [old for entry in first for old in entry.from_codes]
    news = [new for entry in second for new in entry.to_codes]
    return _lines(_cover(list(links)), same, olds, news)


def _cover(links: list[Link]) -> list[Link]:
    """The links without those that both ends can do without: what is left are stars."""
    old_links: dict[str, int] = defaultdict(int)
    new_links: dict[str, int] = defaultdict(int)
    for old, new in links:
        old_links[old] += 1
        new_links[new] += 1
    kept = []
    for old, new in links:
        if old_links[old] > 1 and new_links[new] > 1:
            old_links[old] -= 1
            new_links[new] -= 1
        else:
            kept.append((old, new))
    return kept


def _lines(links: Iterable[Link], same: set[Link], olds: list[str], news: list[str]) -> list[MappingEntry]:
    from_old, from_new = defaultdict(list), defaultdict(list)
    for old, new in links:
        from_old[old].append(new)
        from_new[new].append(old)
    found = []
    for new in news:
        sources = from_new[new]
        if not sources:
            found.append(MappingEntry(Relation.NEW, (), (new,)))
        elif len(sources) > 1:
            found.append(MappingEntry(Relation.MERGED, tuple(sources), (new,)))
        elif len(targets := from_old[sources[0]]) == 1:
            relation = Relation.SAME if (sources[0], new) in same else Relation.CHANGED
            found.append(MappingEntry(relation, (sources[0],), (new,)))
        elif targets[0] == new:
            found.append(MappingEntry(Relation.SPLIT, (sources[0],), tuple(targets)))
    return [*found, *(MappingEntry(Relation.GONE, (old,), ()) for old in olds if not from_old[old])]
