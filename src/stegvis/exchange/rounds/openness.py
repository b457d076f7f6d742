"""What of a result is shown to everybody: the whole, so that anybody can compute it again, where it tells of no few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stegvis.exchange.models import RoundResult
from stegvis.exchange.rounds.drawing import Drawn, Setting, has_own

FEWEST = 5
"""People in a group that may be told of, as everywhere in Stegvis."""


@dataclass(frozen=True)
class Shown:
    documents: bool
    figures: bool


def what_is_shown(setting: Setting, drawn: Drawn) -> Shown:
    """Figures where at least five competed; the documents where each group that they tell apart has as many, or none.

    The order of the keys tells nothing of why. But the host's own places tell who is of the host's staff, a cap who is
    of the sender's, and company who goes with whom: few of these would be known to their colleagues (decision 0015).
    """
    enough = len(drawn.competed) >= FEWEST
    goes_along = bool(drawn.document.get("crossing", {}).get("together"))
    apart = all(not 0 < len(group) < FEWEST for group in _told_apart(setting, drawn))
    return Shown(documents=enough and apart and not goes_along, figures=enough)


def _told_apart(setting: Setting, drawn: Drawn) -> Iterator[Collection[int]]:
    """The numbers of each group, and of everybody else beside it."""
    staff: dict[int, set[int]] = defaultdict(set)
    wished: dict[int, set[int]] = defaultdict(set)
    for one in drawn.told:
        if not one.wish.why:
            staff[one.wish.employer].add(one.wish.number or 0)
            wished[one.wish.occasion].add(one.wish.number or 0)
    if has_own(setting):
        for given in setting.occasions:
            if given.own_seats:
                yield wished[given.occasion_id] & staff[given.employer_id]
                yield wished[given.occasion_id] - staff[given.employer_id]
    if setting.round.has_crossing:
        for cap in setting.caps:
            yield staff[cap.sender_id]
            yield drawn.competed - staff[cap.sender_id]


def draws_of(results: Iterable[RoundResult]) -> list[dict[str, Any]]:
    """Every draw that was made, the first first, without who competed; what came out the same again stands once."""
    told: list[dict[str, Any]] = []
    for one in sorted(results, key=lambda one: one.pk):
        if not told or (told[-1]["seed"], told[-1]["digest"]) != (one.seed, one.digest):
            at = one.made_at.isoformat(timespec="minutes")
            told.append({"at": at, "seed": one.seed, "digest": one.digest, "why": one.reason})
    return told


@dataclass(frozen=True)
class Draw:
    """``again`` where it is the lottery of the one before, computed anew because somebody had withdrawn."""

    at: datetime
    seed: int
    digest: str
    why: str
    again: bool


def draws_in(published: RoundResult) -> list[Draw]:
    """The draws that a published result tells of."""
    before = [None, *(one["seed"] for one in published.draws)]
    return [
        Draw(datetime.fromisoformat(one["at"]), one["seed"], one["digest"], one["why"], one["seed"] == earlier)
        for one, earlier in zip(published.draws, before, strict=False)
    ]
