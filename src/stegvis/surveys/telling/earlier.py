"""What a telling leans on, kept as plain values for the tellings that come after it, and read again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from stegvis.engine.disclosure.earlier import Told
from stegvis.engine.disclosure.publication import Publication, relations_of

Plain = dict[str, Any]


def write(told: Told) -> Plain:
    """Cells with their conditions and counts, what adds up among them, and which were hidden."""
    publication = told.publication
    relations = publication.relations.tocsr()
    sums = []
    for row in range(relations.shape[0]):
        inside = slice(relations.indptr[row], relations.indptr[row + 1])
        cells, values = relations.indices[inside], relations.data[inside]
        sums.append([*cells[values < 0].tolist(), *cells[values > 0].tolist()])
    return {
        "keys": [_write_value(one) for one in publication.keys],
        "counts": publication.counts.tolist(),
        "sums": sums,
        "nested": publication.nested.tolist(),
        "published": np.flatnonzero(publication.published).tolist(),
        "known": np.flatnonzero(publication.known).tolist(),
        "hidden": np.flatnonzero(told.hidden).tolist(),
    }


def read(plain: Plain) -> Told:
    size = len(plain["keys"])
    publication = Publication(
        keys=tuple(_read_value(one) for one in plain["keys"]),
        counts=np.array(plain["counts"], np.int64),
        relations=relations_of([(one[0], tuple(one[1:])) for one in plain["sums"]], size),
        published=_mask(plain["published"], size),
        known=_mask(plain["known"], size),
        costs=np.zeros(size),
        places=(),
        nested=np.array(plain["nested"], np.bool_),
    )
    return Told(publication, _mask(plain["hidden"], size))


def is_same(now: Publication, before: Told) -> bool:
    """Whether it has the same cells with the same counts, in the same order."""
    return now.keys == before.publication.keys and bool((now.counts == before.publication.counts).all())


def _mask(numbers: list[int], size: int) -> Any:
    found = np.zeros(size, np.bool_)
    found[numbers] = True
    return found


def _write_value(value: Hashable) -> Any:
    """Conditions are pairs of a name and a value, which may be conditions again."""
    if isinstance(value, frozenset):
        return sorted(([name, _write_value(one)] for name, one in value), key=str)
    return value


def _read_value(plain: Any) -> Hashable:
    if isinstance(plain, list):
        return frozenset((name, _read_value(one)) for name, one in plain)
    return str(plain)
