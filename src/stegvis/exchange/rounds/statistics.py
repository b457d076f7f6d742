"""How the places of a round fall, for who looks it through. Few are not shown of each employer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from stegvis.careers.queries.disclosed import Line, shown_lines
from stegvis.exchange.rounds.drawing import Drawn
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation


@dataclass(frozen=True)
class Figures:
    """People: ``without`` competed and got nothing, ``kept_out`` had no wish that could compete. ``employers`` are
    lines of (got a place, got none), small groups hidden so that none can be subtracted out."""

    competed: int
    placed: int
    first: int
    without: int
    kept_out: int
    why: tuple[tuple[str, int], ...]
    passed_by: int | None
    employers: tuple[Line, ...]


def figures_of(actor: Actor, drawn: Drawn, total: str) -> Figures:
    """``total`` names the line of all. One query."""
    competed = drawn.competed
    why = Counter(one.wish.why for one in drawn.told if one.wish.why)
    return Figures(
        competed=len(competed),
        placed=len(drawn.placed),
        first=drawn.first_choices,
        without=len(competed - drawn.placed),
        kept_out=len(drawn.numbers - competed),
        why=tuple(sorted(why.items())),
        passed_by=drawn.result.get("passed_by"),
        employers=tuple(_by_employer(actor, drawn, total)),
    )


def _by_employer(actor: Actor, drawn: Drawn, total: str) -> list[Line]:
    of_employer: dict[int, set[int]] = defaultdict(set)
    for one in drawn.told:
        if (one.wish.number or 0) in drawn.competed:
            of_employer[one.wish.employer].add(one.wish.number or 0)
    names = visible(actor, Organisation).in_bulk(of_employer)
    keys = sorted(of_employer, key=lambda key: str(names.get(key, "")))
    rows = [(len(of_employer[key] & drawn.placed), len(of_employer[key] - drawn.placed)) for key in keys]
    if len(rows) < 2:
        return []
    return shown_lines(tuple(rows), (*(str(names.get(key, "–")) for key in keys), total))
