"""The registers as they are read: an employer's own lines, and sums over employers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Count, F, Q

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation
from stegvis.people.access import current
from stegvis.people.models import Employment, Profession
from stegvis.planning.registers.database import RETIRING_FROM
from stegvis.planning.registers.kinds import Register, Row

RETIRING = "pensioner"


@dataclass(frozen=True)
class Sum:
    """``year`` and ``half`` are None of what is counted today. ``other`` is the second figure where there are two."""

    what: str
    step: str
    year: int | None
    half: int | None
    counted: Decimal
    other: Decimal | None


@dataclass(frozen=True)
class Ages:
    """How many of a profession are at each distance from retirement. An employer's own, exact."""

    code: str
    named: str
    all: int
    near: int  # 55 to 59
    nearer: int  # 60 to 64
    past: int  # 65 or more
    unknown: int


def employers_of(actor: Actor) -> list[Organisation]:
    return list(visible(actor, Organisation).filter(pk__in=actor.coordinates).order_by("name"))


def lines_of(actor: Actor, register: Register, employer: int) -> list[Row]:
    """The latest half-year first."""
    rows = visible(actor, register.model).filter(employer=employer)
    return list(rows.select_related("profession") if "profession" in register.what else rows)


def ages_of(actor: Actor, employer: int) -> list[Ages]:
    """One query. Who is hidden from the actor is not counted; a year of birth that is not known is said."""
    year = actor.today.year
    rows = visible(actor, Employment).filter(current(actor), employer=employer)

    def aged(least: int, most: int) -> Count:
        of_age = Q(person__birth_year__range=(year - most, year - least))
        return Count("person", distinct=True, filter=of_age)

    counted = (
        rows.values(code=F("profession"), named=F("profession__title_sv"))
        .annotate(
            all=Count("person", distinct=True),
            near=aged(55, RETIRING_FROM - 1),
            nearer=aged(RETIRING_FROM, 64),
            past=aged(65, 120),
            unknown=Count("person", distinct=True, filter=Q(person__birth_year__isnull=True)),
        )
        .order_by("named")
    )
    return [Ages(**one) for one in counted]


def sums() -> dict[str, dict[str, list[Sum]]]:
    """By scope (a collaboration's name, or nothing for the nation) and register. Two queries."""
    names = dict(Profession.objects.values_list("code", "title_sv"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_register_sums()")
        rows = cursor.fetchall()
    found: dict[str, dict[str, list[Sum]]] = defaultdict(lambda: defaultdict(list))
    for scope, register, what, *rest in rows:
        found[scope][register].append(Sum(names.get(what, what), *rest))
    return {scope: dict(registers) for scope, registers in found.items()}
