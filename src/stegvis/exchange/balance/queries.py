"""Reading the balance: places given and got, with the few hidden, and the class that it gives the next round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db import connection

from stegvis.engine.disclosure import suppress
from stegvis.exchange.balance.periods import HalfYear
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Collaboration, Membership, Organisation
from stegvis.people.access import current

TEN = 10
"""Hours are told in tens."""


@dataclass(frozen=True)
class Sum:
    """Places and hours, and how many people are behind them."""

    places: int
    persons: int
    hours: int


@dataclass(frozen=True)
class Account:
    """One employer's half-year as the database counts it. ``staff`` is how many work there in Stegvis today."""

    employer: int
    name: str
    staff: int
    given: Sum
    got: Sum


@dataclass(frozen=True)
class Shown:
    """What may be told of a sum; None is hidden. ``per_hundred`` is places for each hundred employees."""

    places: int | None
    hours: int | None
    per_hundred: float | None = None


@dataclass(frozen=True)
class Line:
    employer: int
    name: str
    given: Shown
    got: Shown


@dataclass(frozen=True)
class Balance:
    """The lines by name, never by amount, and what they add up to."""

    lines: tuple[Line, ...]
    total: Shown


def collaborations(actor: Actor) -> list[Collaboration]:
    """Those that the actor leads, or is a coordinator in: by name."""
    members = visible(actor, Membership).filter(current(actor), organisation__in=actor.coordinates)
    keys = actor.leads | set(members.values_list("collaboration", flat=True) if actor.coordinates else ())
    return list(visible(actor, Collaboration).filter(pk__in=keys).order_by("name"))


def accounts(collaboration_id: int, period: HalfYear) -> list[Account]:
    """By name; nothing to who may not know. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM stegvis_exchange_balance(%s, %s, %s)", [collaboration_id, period.starts, period.ends]
        )
        rows = cursor.fetchall()
    return [Account(employer, name, staff, Sum(*sums[:3]), Sum(*sums[3:])) for employer, name, staff, *sums in rows]


def balance(collaboration_id: int, period: HalfYear) -> Balance:
    """What may be told. A sum of fewer than five people is hidden, and others beside it, so that it cannot be worked
    out from the whole."""
    found = accounts(collaboration_id, period)
    given, total = _shown(found, [one.given for one in found])
    got, same = _shown(found, [one.got for one in found])
    total = same if same.places is None else total  # what is given is got: the one must not tell of the other
    lines = (Line(one.employer, one.name, *pair) for one, *pair in zip(found, given, got, strict=True))
    return Balance(tuple(lines), total)


def _shown(found: Sequence[Account], sums: Sequence[Sum]) -> tuple[list[Shown], Shown]:
    """The column, and its total."""
    if not sums:
        return [], Shown(0, 0)
    hidden = suppress([[one.persons] for one in sums]).hidden[:, 0].tolist()
    lines = [
        Shown(None, None)
        if is_hidden
        else Shown(one.places, _in_tens(one.hours), _per_hundred(one.places, whose.staff))
        for one, whose, is_hidden in zip(sums, found, hidden[:-1], strict=True)
    ]
    if hidden[-1]:
        return lines, Shown(None, None)
    return lines, Shown(sum(one.places for one in sums), _in_tens(sum(one.hours for one in sums)))


def _in_tens(hours: int) -> int:
    return (hours + TEN // 2) // TEN * TEN


def _per_hundred(places: int, staff: int) -> float | None:
    return round(places * 100 / staff, 1) if staff else None


FIRST, SECOND = 0, 1


def reciprocity_class(collaboration_id: int, period: HalfYear) -> dict[int, int]:
    """Employer → the class that a round may order its applicants by, 0 before 1, from the half-year's places.

    First are those who gave at least as many places as they got, and the small: who has less than half the staff of
    the member in the middle needs others, and that is as it should be. Asked by who leads the collaboration.
    """
    found = accounts(collaboration_id, period)
    small = median(one.staff for one in found) / 2 if found else 0
    return {one.employer: FIRST if one.given.places >= one.got.places or one.staff < small else SECOND for one in found}


def members(actor: Actor, collaboration_id: int, period: HalfYear) -> list[Organisation]:
    """Employers that were members at its end."""
    rows = visible(actor, Membership).filter(collaboration=collaboration_id, valid_from__lte=period.ends)
    rows = rows.exclude(valid_to__lt=period.ends)
    return list(Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("name"))
