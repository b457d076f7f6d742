"""All tables of a round hidden together, as one publication, with what earlier tellings of it have said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stegvis.engine.disclosure.earlier import Told as Earlier
from stegvis.engine.disclosure.growing import Watch, unwatched
from stegvis.engine.disclosure.publication import gather
from stegvis.engine.disclosure.release import release
from stegvis.surveys.telling.counts import Counts
from stegvis.surveys.telling.earlier import is_same

Shown = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Published:
    """``shown`` has each table of the counts, None for what is withheld; ``audit`` is what could be worked out of it,
    and ``told`` what a later telling has to reckon with."""

    shown: list[Shown]
    audit: dict[str, Any]
    told: Earlier


def publish(counts: Counts, *, threshold: int, earlier: Sequence[Earlier] = (), watch: Watch = unwatched) -> Published:
    """Hide what is of fewer than ``threshold``, and what would give it away. 0 hides nothing.

    ``watch`` is called at each step of the search for what to hide.
    """
    publication = gather(counts.tables, known=counts.known)
    tables = range(len(counts.tables))
    if not threshold:
        told = Earlier(publication, np.zeros(publication.size, np.bool_))
        whole = [publication.counts[publication.places[one]].astype(object) for one in tables]
        return Published(whole, {"hides": False}, told)
    if earlier and is_same(publication, earlier[-1]):  # told again: what was hidden stays hidden, and no more is
        hidden = earlier[-1].hidden
        shown = [_shown(publication.counts, publication.places[one], hidden) for one in tables]
        return Published(shown, {"hides": True, "same_as_before": True}, Earlier(publication, hidden))
    found = release(publication, threshold=threshold, earlier=_since(earlier), exact=False, watch=watch)
    return Published([found.shown(one) for one in tables], {"hides": True, **found.audit.plain()}, found.told)


def _since(earlier: Iterable[Earlier]) -> list[Earlier]:
    """Tellings that said the same as the one before them say nothing more."""
    kept: list[Earlier] = []
    for one in earlier:
        if not kept or not is_same(one.publication, kept[-1]):
            kept.append(one)
    return kept


def _shown(counts: npt.NDArray[np.int64], places: npt.NDArray[np.intp], hidden: npt.NDArray[np.bool_]) -> Shown:
    found = counts[places].astype(object)
    found[hidden[places]] = None
    return found
