"""One mapping after another: what became of requirements across versions that were skipped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from stegvis.frameworks.models import FrameworkVersion, VersionMapping
from stegvis.frameworks.relations.entries import MappingEntry, Relation

Link = tuple[str, str]
Links = dict[Link, bool]
"""Which requirement became which, and whether it stayed the same."""


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
    links = _links(mappings[0])
    for mapping in mappings[1:]:
        links = _followed(links, _links(mapping))
    olds = [old for entry in mappings[0] for old in entry.from_codes]
    news = [new for entry in mappings[-1] for new in entry.to_codes]
    return _lines(_cover(list(links)), links, olds, news)


def _links(mapping: Sequence[MappingEntry]) -> Links:
    return {
        (old, new): entry.relation == Relation.SAME
        for entry in mapping
        for old in entry.from_codes
        for new in entry.to_codes
    }


def _followed(links: Links, further: Links) -> Links:
    follows: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for (middle, new), stays_same in further.items():
        follows[middle].append((new, stays_same))
    return {
        (old, new): is_same and stays_same
        for (old, middle), is_same in links.items()
        for new, stays_same in follows[middle]
    }


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


def _lines(links: Iterable[Link], same: Links, olds: list[str], news: list[str]) -> list[MappingEntry]:
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
            relation = Relation.SAME if same[sources[0], new] else Relation.CHANGED
            found.append(MappingEntry(relation, (sources[0],), (new,)))
        elif targets[0] == new:
            found.append(MappingEntry(Relation.SPLIT, (sources[0],), tuple(targets)))
    return [*found, *(MappingEntry(Relation.GONE, (old,), ()) for old in olds if not from_old[old])]
