"""Where needs are told from, beside what is counted here: later rooms register, and the page of demand asks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stegvis.foundation.access.actor import Actor


@dataclass(frozen=True)
class TopNeed:
    """``share`` in per cent; ``best`` and ``worst`` are the ranks that it could have."""

    title: str
    areas: tuple[str, ...]
    share: float
    rank: int
    best: int | None = None
    worst: int | None = None


@dataclass(frozen=True)
class NeedsTold:
    """A ranking, the most wanted first. ``what`` says what the shares are of, ``url`` where all of it stands for
    whoever may read it there, else empty. ``hidden`` is how many are of too few to tell."""

    title: str
    day: date
    what: str
    url: str
    needs: tuple[TopNeed, ...]
    hidden: int = 0


Source = Callable[[Actor], list[NeedsTold]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Once, when the room is ready. A source gives what the actor may know, the newest first, in few queries."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def needs_told(actor: Actor) -> list[NeedsTold]:
    """The newest ranking of each source that has one."""
    newest = (source(actor)[:1] for source in _SOURCES)
    return sorted((one for found in newest for one in found), key=lambda one: one.day, reverse=True)
