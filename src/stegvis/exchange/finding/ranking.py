"""The order of what was found, and why each stands where it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stegvis.exchange.finding.needs import Helped, met_by, needs_of, standings_of
from stegvis.exchange.finding.queries import Hit
from stegvis.exchange.finding.search import GAP, NEAR, TEAM, Search
from stegvis.foundation.access.actor import Actor

FAR = 10_000


@dataclass(frozen=True)
class Ranked:
    """``mine``: offer → the needs of one's own that it helps with; ``team``: offer → how many in the team it helps."""

    hits: list[Hit]
    mine: Mapping[int, Helped] = field(default_factory=dict)
    team: Mapping[int, int] = field(default_factory=dict)


def ranked(actor: Actor, hits: list[Hit], search: Search, order: str) -> Ranked:
    """The hits in the order asked for. Three queries, however many hits."""
    standings = standings_of(actor, team=order == TEAM)
    helped = met_by(needs_of(actor, standings), {hit.offer: hit.gives for hit in hits})
    if order == TEAM:
        team = {offer: one.others.bit_count() for offer, one in helped.items() if one.others}
        return Ranked(sorted(hits, key=lambda hit: (-team.get(hit.offer, 0), -hit.rank)), helped, team)
    if order == GAP:
        own = {(one.profession_id, one.level_order) for one in standings}
        mine = {offer: len(one.mine) for offer, one in helped.items()}
        hits = sorted(hits, key=lambda hit: (-mine.get(hit.offer, 0), not _is_for(hit, own), -hit.rank))
    elif order == NEAR:
        hits = sorted(hits, key=lambda hit: _distance(hit, search))
    return Ranked(hits, helped)


def _distance(hit: Hit, search: Search) -> int:
    km = hit.km(search)
    return FAR if km is None else km


def _is_for(hit: Hit, own: Iterable[tuple[str, int]]) -> bool:
    """The offer is for one's profession and level, as far as is known."""
    return any(
        (not hit.professions or profession in hit.professions)
        and (hit.lowest is None or level >= hit.lowest)
        and (hit.highest is None or level <= hit.highest)
        for profession, level in own
    )
