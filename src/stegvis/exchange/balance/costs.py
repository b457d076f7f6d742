"""Who owes whom for what was held: worked out from seats, in whole kronor that always add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stegvis.engine.apportionment import apportion

Pair = tuple[int, int]
"""Who pays, and to whom."""


@dataclass(frozen=True)
class Held:
    """An occasion that cost ``price`` kronor a seat: ``taken`` is employer → seats, the host's own among them."""

    occasion: int
    title: str
    held_on: date
    host: int
    split: str
    price: int
    seats: int
    taken: Mapping[int, int]


@dataclass(frozen=True)
class Owed:
    """A line. ``kronor`` is never negative: a correction downwards is owed the other way."""

    occasion: int
    title: str
    held_on: date
    payer: int
    receiver: int
    ground: str
    seats: int
    kronor: int


def shares_of(held: Held, members: Sequence[int]) -> dict[int, int]:
    """Employer → what it owes the host for the occasion as it stands now; the host bears the rest.

    ``sender``: the price of the seats its staff took. ``by_seats``: all seats that were arranged, by those taken.
    ``equally``: all seats that were arranged, in equal parts among the members.
    """
    whole = held.price * held.seats
    if held.split == "sender":
        parts = {employer: held.price * seats for employer, seats in held.taken.items()}
    elif held.split == "by_seats":
        parts = _divided(whole, held.taken)
    else:
        parts = _divided(whole, dict.fromkeys(sorted({*members, held.host}), 1))
    return {employer: kronor for employer, kronor in parts.items() if employer != held.host and kronor}


def _divided(whole: int, weights: Mapping[int, int]) -> dict[int, int]:
    ordered = {employer: weights[employer] for employer in sorted(weights) if weights[employer]}
    return dict(zip(ordered, apportion(whole, list(ordered.values())), strict=True)) if ordered else {}


def owed(held: Iterable[Held], members: Sequence[int], settled: Mapping[tuple[int, int, int], int]) -> list[Owed]:
    """What is owed beyond what is settled: ``settled`` is (occasion, payer, receiver) → kronor, less what went back."""
    lines = []
    for one in held:
        shares = shares_of(one, members)
        before = _settled_of(one, settled)
        for employer in sorted(shares.keys() | before.keys()):
            left = shares.get(employer, 0) - before.get(employer, 0)
            if left:
                lines.append(_line(one, employer, left, is_correction=employer in before))
    return lines


def _settled_of(held: Held, settled: Mapping[tuple[int, int, int], int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for (occasion, payer, receiver), kronor in settled.items():
        if occasion == held.occasion and receiver == held.host:
            found[payer] += kronor
        elif occasion == held.occasion and payer == held.host:
            found[receiver] -= kronor
    return found


def _line(held: Held, employer: int, left: int, *, is_correction: bool) -> Owed:
    payer, receiver = (employer, held.host) if left > 0 else (held.host, employer)
    ground = "correction" if is_correction else held.split
    seats = held.taken.get(employer, 0)
    return Owed(held.occasion, held.title, held.held_on, payer, receiver, ground, seats, abs(left))


def between(lines: Iterable[Owed]) -> dict[Pair, int]:
    """What each pair comes to, once what goes either way is set off: only the one who owes more pays."""
    sums: dict[Pair, int] = defaultdict(int)
    for one in lines:
        sums[one.payer, one.receiver] += one.kronor
    nets = {(a, b): kronor - sums.get((b, a), 0) for (a, b), kronor in sums.items()}
    return {pair: kronor for pair, kronor in sorted(nets.items()) if kronor > 0}
