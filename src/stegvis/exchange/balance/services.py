"""Settling the costs of a half-year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection, transaction

from stegvis.exchange.balance.costs import Held, Owed, owed
from stegvis.exchange.balance.periods import HalfYear, half_of
from stegvis.exchange.balance.policies import may_close
from stegvis.exchange.balance.queries import members
from stegvis.exchange.models import Settlement, SettlementLine
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import require
from stegvis.foundation.database.turns import wait_for_turn


@dataclass(frozen=True)
class Costs:
    """A half-year's lines: as closed, or as they would be if it were closed now."""

    settlement: Settlement | None
    lines: tuple[Owed, ...]


def costs_of(actor: Actor, collaboration_id: int, period: HalfYear) -> Costs:
    """Those closed, as far as the actor may see them; while it is open, to the collaboration's leaders alone."""
    closed = visible(actor, Settlement).filter(collaboration=collaboration_id, starts=period.starts).first()
    if closed is not None:
        return Costs(closed, tuple(_of_row(one) for one in visible(actor, SettlementLine).filter(settlement=closed)))
    if collaboration_id not in actor.leads:
        return Costs(None, ())
    keys = [one.pk for one in members(actor, collaboration_id, period)]
    lines = owed(_held(collaboration_id, period), keys, _settled(actor, collaboration_id))
    return Costs(None, tuple(lines))


def latest_closed(actor: Actor, collaboration_id: int) -> HalfYear | None:
    """As far as the actor may see."""
    rows = visible(actor, Settlement).filter(collaboration=collaboration_id).order_by("-starts")
    starts = rows.values_list("starts", flat=True).first()
    return half_of(starts) if starts else None


def _of_row(one: SettlementLine) -> Owed:
    whose = (one.payer_id, one.receiver_id)
    return Owed(one.occasion_id, one.title, one.held_on, *whose, one.ground, one.seats, one.kronor)


def _held(collaboration_id: int, period: HalfYear) -> list[Held]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_exchange_seats(%s, %s)", [collaboration_id, period.ends])
        rows = cursor.fetchall()
    found: dict[int, Held] = {}
    taken: dict[int, dict[int, int]] = defaultdict(dict)
    for occasion, title, held_on, host, split, price, seats, employer, number in rows:
        if employer is not None:
            taken[occasion][employer] = number
        found[occasion] = Held(occasion, title, held_on, host, split, price, seats, taken[occasion])
    return list(found.values())


def _settled(actor: Actor, collaboration_id: int) -> dict[tuple[int, int, int], int]:
    found: dict[tuple[int, int, int], int] = defaultdict(int)
    rows = visible(actor, SettlementLine).filter(collaboration=collaboration_id)
    for *key, kronor in rows.values_list("occasion", "payer", "receiver", "kronor"):
        found[key[0], key[1], key[2]] += kronor
    return found


@transaction.atomic
def close_settlement(*, actor: Actor, collaboration_id: int, period: HalfYear) -> Settlement:
    """Freeze the half-year's lines, with what is left or corrected of earlier ones. Once; raises Refused."""
    if collaboration_id not in actor.leads or actor.user is None:
        raise NotYours
    wait_for_turn("exchange.settlement", collaboration_id)
    require(may_close(actor, collaboration_id, period, closed=latest_closed(actor, collaboration_id)))
    lines = costs_of(actor, collaboration_id, period).lines
    give_reason("close the settlement")
    settlement = Settlement.objects.create(
        collaboration_id=collaboration_id, starts=period.starts, ends=period.ends, closed_by_id=actor.user
    )
    SettlementLine.objects.bulk_create(
        SettlementLine(
            settlement=settlement,
            collaboration_id=collaboration_id,
            occasion_id=one.occasion,
            title=one.title,
            held_on=one.held_on,
            payer_id=one.payer,
            receiver_id=one.receiver,
            ground=one.ground,
            seats=one.seats,
            kronor=one.kronor,
        )
        for one in lines
    )
    return settlement
