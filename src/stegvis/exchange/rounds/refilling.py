"""What comes free after a round is published goes to those who wait, by the round's own engine, quotas, caps and keys.

Places that were given stay where they are: the engine gives what is left of each quota and cap to those who wait. It
runs as the system, because whoever frees a seat sees neither the others nor their keys.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from stegvis.engine.allocation import Quota, Wishes, allocate, compile_quotas
from stegvis.engine.allocation.crossing import Crossing, allocate_crossing
from stegvis.exchange.applying.filling import fill_seats
from stegvis.exchange.models import Application, Round, RoundCap, RoundOccasion, RoundQuota, RoundWish
from stegvis.exchange.models.applying import SEATED
from stegvis.exchange.rounds.drawing import Setting, has_own, parts_of, seats_of
from stegvis.exchange.rounds.notices import FEW, tell
from stegvis.exchange.rounds.wishing import TURN
from stegvis.foundation.database.turns import wait_for_turn

State = Application.State
HAS_OR_HAD = (*SEATED, State.ATTENDED, State.ABSENT)


def refill_round(found: Round) -> int:
    """Offer what is free in a published round; returns how many were asked. Raises ``NoOutcomeError``.

    Whoever cannot take it just now (another place at that time, an employment that has ended, no day left to answer)
    is passed over, and it goes on to the next.
    """
    wait_for_turn(TURN, found.pk)
    passed: set[UUID] = set()
    asked = 0
    while chosen := _next_in_turn(_setting(found), passed):
        for one in chosen:
            if fill_seats(one.occasion_id, [one.pk]):
                asked += 1
            else:
                passed.add(one.pk)
    _tell_of_few(found)
    return asked


def _setting(found: Round) -> Setting:
    occasions = RoundOccasion.objects.filter(round=found).select_related("occasion__offer").order_by("pk")
    quotas, caps = RoundQuota.objects.filter(round=found), RoundCap.objects.filter(round=found)
    return Setting(found, tuple(occasions), tuple(quotas), tuple(caps))


@dataclass(frozen=True)
class _Wish:
    """One way to one free place: the open ones and the host's own are two."""

    application: Application
    programme: str
    key: tuple[object, ...]


def _next_in_turn(setting: Setting, passed: Collection[UUID]) -> list[Application]:
    """Whom the engine gives what is left; one place a person."""
    wishes = _wishes(setting, passed)
    programmes = [code for one in setting.occasions for code in parts_of(setting, one)]
    number = {code: n for n, code in enumerate(programmes)}
    order = {key: n for n, key in enumerate(sorted({one.key for theirs in wishes for one in theirs}))}
    rows = Wishes.of([[(number[one.programme], order[one.key], True) for one in theirs] for theirs in wishes])
    quotas = compile_quotas(_left(setting), programmes)
    if setting.round.has_crossing:
        places = allocate_crossing(rows, quotas, _crossing_left(setting, wishes, number), seed=0).places
    else:
        places = allocate(rows, quotas, seed=0).places
    return [
        next(one.application for one in theirs if number[one.programme] == place)
        for theirs, place in zip(wishes, places.tolist(), strict=True)
        if place >= 0
    ]


def _wishes(setting: Setting, passed: Collection[UUID]) -> list[list[_Wish]]:
    """A list a person, the dearest first; who asked when the round was over has no rank, and comes last."""
    given = {one.occasion_id: one for one in setting.occasions}
    waiting = Application.objects.filter(occasion__in=given, state=State.WAITING).exclude(pk__in=passed)
    wished = RoundWish.objects.filter(round=setting.round).values_list("person", "occasion", "rank")
    rank = {(person, occasion): place for person, occasion, place in wished}
    sits = set(Application.objects.filter(occasion__in=given, state__in=SEATED).values_list("either", flat=True))
    people: dict[UUID, list[Application]] = defaultdict(list)
    for one in waiting.order_by("asked_at", "pk"):
        if one.either is None or one.either not in sits:
            people[one.person_id].append(one)
    for theirs in people.values():
        theirs.sort(key=lambda one: rank.get((one.person_id, one.occasion_id), len(rank) + 1))
    return [
        [wish for one in theirs for wish in _ways(setting, given[one.occasion_id], one)] for theirs in people.values()
    ]


def _ways(setting: Setting, given: RoundOccasion, one: Application) -> Iterator[_Wish]:
    """As in the round: own staff ask for the host's own places first, others last and after them."""
    is_own = one.employer_id == given.employer_id
    codes = parts_of(setting, given)
    for code in reversed(codes) if is_own else codes:
        behind = has_own(setting) and code != codes[0] and not is_own
        yield _Wish(one, code, (behind, tuple(one.key), one.asked_at, one.pk))


def _left(setting: Setting) -> Iterator[Quota]:
    """What is left of the places and of each quota. Of the host's own as many are kept as own staff do not have yet."""
    seated = _seated(setting)
    own = Counter(one.occasion_id for one, given in seated if one.employer_id == given.employer_id)
    within: Counter[int | None] = Counter(given.quota_id for _one, given in seated)
    for one in setting.occasions:
        codes, seats = parts_of(setting, one), seats_of(one.occasion)
        kept = min(seats, max(one.own_seats - own[one.occasion_id], 0)) if len(codes) > 1 else 0
        above = (f"k{one.quota_id}",) if one.quota_id else ()
        for code, limit in zip(codes, (seats - kept, kept), strict=False):
            yield Quota(code, limit, above)
    inner = {one.pk: [other.pk for other in setting.quotas if other.within_id == one.pk] for one in setting.quotas}
    for quota in setting.quotas:
        used = sum(within[key] for key in _inside(quota.pk, inner))
        above = (f"k{quota.within_id}",) if quota.within_id else ()
        yield Quota(f"k{quota.pk}", max(quota.limit - used, 0), above)


def _inside(key: int, inner: dict[int, list[int]]) -> Iterator[int]:
    yield key
    for other in inner[key]:
        yield from _inside(other, inner)


def _seated(setting: Setting) -> list[tuple[Application, RoundOccasion]]:
    """Who sits by the round; what was booked before it counts in the seats alone."""
    given = {one.occasion_id: one for one in setting.occasions}
    rows = Application.objects.filter(occasion__in=given, state__in=HAS_OR_HAD).exclude(key=[])
    return [(one, given[one.occasion_id]) for one in rows]


def _crossing_left(setting: Setting, wishes: list[list[_Wish]], number: dict[str, int]) -> Crossing:
    """A least number is asked of what does not take place yet; what does may be filled one at a time."""
    used = Counter((one.employer_id, given.employer_id) for one, given in _seated(setting))
    people = [theirs[0].application for theirs in wishes]
    groups: dict[str, set[int]] = defaultdict(set)
    words = RoundWish.objects.filter(round=setting.round).exclude(company="").values_list("person", "company")
    place = {one.person_id: n for n, one in enumerate(people)}
    for person, word in words:
        if person in place:
            groups[word].add(place[person])
    return Crossing(
        senders=np.array([one.employer_id for one in people], np.int64),
        hosts=np.array([one.employer_id for one in setting.occasions], np.int64),
        caps={
            (one.sender_id, one.host_id): max(one.most - used[one.sender_id, one.host_id], 0) for one in setting.caps
        },
        fewest={
            number[f"t{one.occasion_id}"]: one.occasion.fewest
            for one in setting.occasions
            if one.occasion.fewest and not one.occasion.taken
        },
        together=[sorted(group) for group in groups.values() if len(group) > 1],
    )


def _tell_of_few(found: Round) -> None:
    """Who leads it hears of an occasion that has fallen under its least number, once for each number."""
    for one in _setting(found).occasions:
        if is_under_its_least(one):
            tell(found, [found.created_by_id], FEW, f"{one.occasion_id}-{one.occasion.taken}")


def is_under_its_least(one: RoundOccasion) -> bool:
    """Somebody has a place, but too few for it to take place."""
    return 0 < one.occasion.taken < (one.occasion.fewest or 0)
