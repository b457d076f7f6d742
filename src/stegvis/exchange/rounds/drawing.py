"""From wishes to a document, and from its result to what each is told. Nothing is written here."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from stegvis.careers.queries.disclosed import database_rows
from stegvis.engine.allocation.documents import CROSSING, FORMAT, NESTED, digest, run_document
from stegvis.exchange.models import (
    Occasion,
    Offer,
    Round,
    RoundCap,
    RoundOccasion,
    RoundQuota,
    RoundResult,
    RoundWish,
)
from stegvis.exchange.rounds.policies import may_lead
from stegvis.exchange.rounds.reciprocity import classes_for
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible

Outcome = RoundWish.Outcome
Criterion = Round.Criterion
OWN = "own"
"""The part of a key that says whether one is of the host's own staff: the first, where own places are kept."""
WAITS = {Outcome.BEHIND, Outcome.NO_PLACES, Outcome.PASSED}


@dataclass(frozen=True)
class Input:
    """A wish as the rule sees it. ``why`` is what keeps it out, empty for what competes."""

    wish: int
    login: int
    number: int | None
    employer: int
    occasion: int
    rank: int
    company: str
    why: str
    is_gap: bool
    staff: int
    has_received: bool
    was_away: bool


@dataclass(frozen=True)
class Told:
    """What becomes of a wish. ``key`` is what the rule said of it, part by part, with the lot last; ``last`` the last
    admitted key as far as it decided, and no further. ``code`` is the quota that was full, as in the document."""

    wish: Input
    outcome: str
    key: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    code: str = ""
    waiting: int = 0


@dataclass(frozen=True)
class Drawn:
    """``document`` and ``result`` are what anybody computes; ``told`` has every wish that they tell of, and those that
    were kept out."""

    document: dict[str, Any]
    result: dict[str, Any]
    told: tuple[Told, ...]

    @cached_property
    def digest(self) -> str:
        return digest(self.result)

    @cached_property
    def placed(self) -> set[int]:
        """The numbers of who has a place."""
        return {one.wish.number or 0 for one in self.told if one.outcome == Outcome.PLACED}

    @cached_property
    def numbers(self) -> set[int]:
        return {one.wish.number or 0 for one in self.told}

    @cached_property
    def competed(self) -> set[int]:
        """The numbers of who had a wish that competed."""
        return {one.wish.number or 0 for one in self.told if not one.wish.why}

    @cached_property
    def first_choices(self) -> int:
        """How many got their dearest wish."""
        return sum(one.outcome == Outcome.PLACED and one.wish.rank == 1 for one in self.told)


@dataclass(frozen=True)
class Setting:
    """The parts of a round, read once. ``unseen`` are occasions of a draft that its leader no longer sees."""

    round: Round
    occasions: tuple[RoundOccasion, ...]
    quotas: tuple[RoundQuota, ...]
    caps: tuple[RoundCap, ...]
    unseen: frozenset[int] = frozenset()


def setting_of(actor: Actor, found: Round) -> Setting:
    """As far as the actor sees what is given; who leads the round sees all of it. Five queries at most."""
    leads = bool(may_lead(actor, found))
    occasions = list(_all_given(actor, found) if leads else _seen_given(actor, found))
    return Setting(
        found,
        tuple(sorted(occasions, key=lambda one: (one.occasion.starts, one.pk))),
        tuple(visible(actor, RoundQuota).filter(round=found)),
        tuple(visible(actor, RoundCap).filter(round=found).select_related("sender", "host")),
        _unseen(actor, occasions) if leads and found.state == Round.State.DRAFT else frozenset(),
    )


def _seen_given(actor: Actor, found: Round) -> Iterable[RoundOccasion]:
    return visible(actor, RoundOccasion).filter(round=found).select_related("occasion__offer", "employer")


def _all_given(actor: Actor, found: Round) -> Iterator[RoundOccasion]:
    """Also what is a draft again, or no longer for whom the leader works. Three queries."""
    offers = {one.pk: one for one in Offer.objects.raw("SELECT * FROM stegvis_round_offers(%s)", [found.pk])}
    rows = Occasion.objects.raw("SELECT * FROM stegvis_round_occasions(%s)", [found.pk])
    occasions = {one.pk: one for one in rows}
    for one in visible(actor, RoundOccasion).filter(round=found).select_related("employer"):
        one.occasion = occasions[one.occasion_id]
        one.occasion.offer = offers[one.occasion.offer_id]
        yield one


def _unseen(actor: Actor, occasions: Sequence[RoundOccasion]) -> frozenset[int]:
    keys = {one.occasion_id for one in occasions}
    return frozenset(keys.difference(visible(actor, Occasion).filter(pk__in=keys).values_list("pk", flat=True)))


def inputs_of(found: Round) -> list[Input]:
    """Every wish, of the first number first; to who leads the round."""
    return [Input(*row) for row in database_rows("SELECT * FROM stegvis_round_inputs(%s)", found.pk)]


def draw(actor: Actor, found: Round) -> Drawn:
    """The places of a round that has its seed, the same each time from the same wishes. Eight queries at most.

    Raises ``NoOutcomeError`` where rules that cross take too long.
    """
    setting, rows = setting_of(actor, found), inputs_of(found)
    document, keys = document_of(setting, rows, classes_for(found))
    result = run_document(document)
    return Drawn(document, result, tuple(_told(setting, rows, result, keys)))


def kept(actor: Actor, found: Round, result: RoundResult) -> Drawn:
    """A result as it was drawn, of the wishes that are still there; what their keys stood for is not. Six queries."""
    setting, rows = setting_of(actor, found), inputs_of(found)
    document, told = json.loads(result.document), json.loads(result.result)
    return Drawn(document, told, tuple(_told(setting, rows, told, ())))


def rule_of(setting: Setting) -> list[str]:
    """What counts, in its order; the lot comes after."""
    return [*([OWN] if has_own(setting) else []), *setting.round.rule]


def document_of(
    setting: Setting, rows: Sequence[Input], classes: Mapping[int, int]
) -> tuple[dict[str, Any], list[tuple[int, ...]]]:
    """What goes in, without a name: numbers, wishes that compete, quotas, seed and rule; and the keys.

    In the document a key is only its place among all that there are: the places fall by their order alone, and what
    the rule said of anybody is not for others to read (decision 0015). The keys themselves are returned beside it.
    """
    found = setting.round
    of_number: dict[int, list[Input]] = defaultdict(list)
    for row in rows:
        of_number[row.number or 0].append(row)
    hosts = {one.occasion_id: one.employer_id for one in setting.occasions}
    capped = {one.sender_id for one in setting.caps} if found.has_crossing else set()
    parts = {one.occasion_id: parts_of(setting, one) for one in setting.occasions}
    wished = {
        row.wish: list(_wishes(setting, row, parts[row.occasion], hosts[row.occasion], classes))
        for row in rows
        if not row.why
    }
    keys = sorted({key for wishes in wished.values() for _code, key in wishes})
    place = {key: n for n, key in enumerate(keys)}
    applicants = []
    for number in range(1, (found.applicants or 0) + 1):
        theirs = of_number.get(number, [])
        wishes = [
            {"programme": code, "key": [place[key]], "suits": True}
            for row in theirs
            for code, key in wished.get(row.wish, [])
        ]
        sender = {"sender": f"a{theirs[0].employer}"} if wishes and theirs[0].employer in capped else {}
        applicants.append({"number": number, "wishes": wishes, **sender})
    document = {
        "format": FORMAT,
        "engine": CROSSING if found.has_crossing else NESTED,
        "round": found.pk,
        "seed": found.seed,
        "rule": rule_of(setting),
        "programmes": [code for codes in parts.values() for code in codes],
        "quotas": [*_programme_quotas(setting), *_quotas(setting.quotas)],
        "titles": _titles(setting),
        "applicants": applicants,
        **({"crossing": _crossing(setting, rows)} if found.has_crossing else {}),
    }
    return document, keys


def has_own(setting: Setting) -> bool:
    return not setting.round.has_crossing and any(one.own_seats for one in setting.occasions)


def seats_of(occasion: Occasion) -> int:
    """Those to give: none of what is called off, a draft again, or has begun."""
    return max(occasion.left, 0) if _is_ahead(occasion) else 0


def parts_of(setting: Setting, one: RoundOccasion) -> list[str]:
    """The open places, and the host's own where some are kept."""
    code = f"t{one.occasion_id}"
    return [code, f"{code}-egna"] if one.own_seats and not setting.round.has_crossing else [code]


def _programme_quotas(setting: Setting) -> Iterable[dict[str, Any]]:
    for one in setting.occasions:
        codes, seats = parts_of(setting, one), seats_of(one.occasion)
        own = min(one.own_seats, seats) if len(codes) > 1 else 0
        within = [f"k{one.quota_id}"] if one.quota_id else []
        for code, limit in zip(codes, (seats - own, own), strict=False):
            yield {"code": code, "limit": limit, "within": within}


def _quotas(quotas: Iterable[RoundQuota]) -> Iterable[dict[str, Any]]:
    for one in quotas:
        yield {"code": f"k{one.pk}", "limit": one.limit, "within": [f"k{one.within_id}"] if one.within_id else []}


def _titles(setting: Setting) -> dict[str, str]:
    days = {
        code: f"{one.occasion.offer.title}, {timezone.localdate(one.occasion.starts).isoformat()}"
        for one in setting.occasions
        for code in parts_of(setting, one)
    }
    return days | {f"k{one.pk}": one.title for one in setting.quotas}


def _wishes(
    setting: Setting, row: Input, parts: Sequence[str], host: int, classes: Mapping[int, int]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """One wish is for the host's own places as well as the open ones: own staff ask for theirs first, others last."""
    found = setting.round
    value = {
        Criterion.CAME: int(row.was_away),
        Criterion.GAP: int(not row.is_gap),
        Criterion.SMALL: int(row.staff > found.small_staff),
        Criterion.RECEIVED: int(row.has_received),
        Criterion.RECIPROCITY: classes.get(row.employer, 0),
    }
    key = [value[Criterion(one)] for one in found.rule]
    is_own = row.employer == host
    for code in reversed(parts) if is_own else parts:
        own = [int(code.endswith("-egna") and not is_own)] if has_own(setting) else []
        yield code, (*own, *key)


def _crossing(setting: Setting, rows: Iterable[Input]) -> dict[str, Any]:
    """Who has no wish that competes binds nobody: the others of their company go by themselves."""
    groups: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.company and row.number and not row.why:
            groups[row.company].add(row.number)
    return {
        "caps": [{"sender": f"a{one.sender_id}", "host": f"a{one.host_id}", "most": one.most} for one in setting.caps],
        "hosts": {f"t{one.occasion_id}": f"a{one.employer_id}" for one in setting.occasions},
        "fewest": {f"t{one.occasion_id}": one.occasion.fewest for one in setting.occasions if one.occasion.fewest},
        "together": sorted(sorted(group) for group in groups.values() if len(group) > 1),
    }


def _told(
    setting: Setting, rows: Iterable[Input], result: Mapping[str, Any], keys: Sequence[tuple[int, ...]]
) -> Iterable[Told]:
    """The parts of one occasion are one wish again; what explains a refusal is the open places' key."""
    parts = {one.occasion_id: parts_of(setting, one) for one in setting.occasions}
    found = {(one["number"], wish["programme"]): wish for one in result["applicants"] for wish in one["wishes"]}
    for row in rows:
        if row.why:
            yield Told(row, row.why)
            continue
        theirs = [found[row.number, code] for code in parts[row.occasion] if (row.number, code) in found]
        if not theirs:  # it did not compete when this was drawn
            continue
        met = next((one for one in theirs if one["reason"] == "placed"), None)
        shown = met or theirs[0]
        key = _spelled(shown["key"], keys)
        last = _spelled(shown["last"], keys) if met is None and shown["last"] else ()
        yield Told(row, shown["reason"], key, _to_what_decided(key, last), shown["refused_by"] or "", shown["waiting"])


def _spelled(key: Sequence[int], keys: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """What a key of the document stands for, with its lot; empty where that is not known."""
    place, lot = key
    return (*keys[place], lot) if keys else ()


def _to_what_decided(key: Sequence[int], last: Sequence[int]) -> tuple[int, ...]:
    """The last admitted key up to the first part where it is before: the rest is nobody's but theirs."""
    same = sum(1 for _part in takewhile(lambda both: both[0] == both[1], zip(key, last, strict=False)))
    return tuple(last[: same + 1])


def rows_to_settle(setting: Setting, drawn: Drawn) -> list[dict[str, Any]]:
    """What the database writes: the outcome of each wish, and the application that comes of it.

    Who has no place waits for all that refused them, of which one is enough.
    """
    ahead = {one.occasion_id for one in setting.occasions if _is_ahead(one.occasion)}
    titles = {f"k{one.pk}": one.title for one in setting.quotas}
    rows = []
    for one in drawn.told:
        number = one.wish.number or 0
        waits = number not in drawn.placed and one.outcome in WAITS and one.wish.occasion in ahead
        state = "booked" if one.outcome == Outcome.PLACED else "waiting" if waits else ""
        either = uuid5(NAMESPACE_URL, f"stegvis:round:{setting.round.pk}:{number}") if waits else None
        rows.append(
            {
                "wish": one.wish.wish,
                "outcome": one.outcome,
                "key": list(one.key),
                "last": list(one.last),
                "quota": titles.get(one.code, ""),
                "waiting": one.waiting if waits else 0,
                "state": state,
                "either": str(either) if either else None,
            }
        )
    return rows


def _is_ahead(occasion: Occasion) -> bool:
    is_open = occasion.state == Occasion.State.OPEN and occasion.offer.state == Offer.State.PUBLISHED
    return is_open and occasion.last_start > timezone.now()
