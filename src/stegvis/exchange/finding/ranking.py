"""The order of what was found, and why each stands where it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stegvis.careers.models import Standing
from stegvis.exchange.finding.needs import Need, met_by, needs_of, standings_of
from stegvis.exchange.finding.queries import Hit
from stegvis.exchange.finding.search import GAP, NEAR, TEAM, Search
from stegvis.foundation.access.actor import Actor

FAR = 10_000


@dataclass(frozen=True)
class Ranked:
    """``mine``: offer → the needs of one's own that it helps with; ``team``: offer → how many in the team it helps."""

    hits: list[Hit]
    mine: Mapping[int, list[Need]] = field(default_factory=dict)
    team: Mapping[int, int] = field(default_factory=dict)


def ranked(actor: Actor, hits: list[Hit], search: Search, order: str) -> Ranked:
    """The hits in the order asked for. Three queries, however many hits."""
    gives = {hit.offer: hit.gives for hit in hits if hit.gives[1]}
    standings = standings_of(actor, team=order == TEAM)
    helped = met_by(actor, needs_of(actor, standings), gives)
    mine = {offer: own for offer, needs in helped.items() if (own := _of(actor, needs))}
    if order == TEAM:
        team = {offer: len({one.person for one in needs} - {actor.person}) for offer, needs in helped.items()}
        return Ranked(sorted(hits, key=lambda hit: (-team.get(hit.offer, 0), -hit.rank)), mine, team)
    if order == GAP:
        hits = sorted(hits, key=lambda hit: (-len(mine.get(hit.offer, ())), not _is_for(hit, standings), -hit.rank))
    elif order == NEAR:
        hits = sorted(hits, key=lambda hit: _distance(hit, search))
    return Ranked(hits, mine)


def _of(actor: Actor, needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if need.person == actor.person]


def _distance(hit: Hit, search: Search) -> int:
    km = hit.km(search)
    return FAR if km is None else km


def _is_for(hit: Hit, own: Iterable[Standing]) -> bool:
    """The offer is for one's profession and level, as far as is known."""
    return any(
        (not hit.professions or one.profession_id in hit.professions)
        and (hit.lowest is None or one.level_order >= hit.lowest)
        and (hit.highest is None or one.level_order <= hit.highest)
        for one in own
    )
