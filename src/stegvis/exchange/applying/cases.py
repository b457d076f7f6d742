"""What decides whether somebody may apply to an occasion, read in one round trip."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from stegvis.exchange.models import Occasion
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible


@dataclass(frozen=True)
class Work:
    """One of the person's employments today; ``level`` is None where no framework says."""

    employer: int
    employer_name: str
    unit: int
    unit_name: str
    profession: str
    level: int | None
    is_invited: bool

    @property
    def workplace(self) -> str:
        return f"{self.unit_name}, {self.employer_name}"


@dataclass(frozen=True)
class Case:
    """An occasion and the acting person. ``clash`` is the title of what they are in at that time, ``left`` free seats,
    ``waiting`` how many wait, ``is_given`` that a published round has given its places; ``lowest`` and ``highest`` are
    orders of levels."""

    occasion: int
    offer: int
    host: int
    host_unit: int | None
    title: str
    given: str
    professions: tuple[str, ...]
    lowest: int | None
    highest: int | None
    any_time: bool
    is_open: bool
    starts: datetime
    ends: datetime
    apply_by: date
    left: int
    waiting: int
    is_given: bool
    name: str
    may_be_named: bool
    has_applied: bool
    clash: str | None
    works: tuple[Work, ...]

    @property
    def work(self) -> Work | None:
        """The employment that they apply in: the first that the offer is for, else the largest."""
        return next((one for one in self.works if self.suits(one)), self.works[0] if self.works else None)

    def suits(self, work: Work) -> bool:
        return work.is_invited and self.suits_profession(work) and self.suits_level(work)

    def suits_profession(self, work: Work) -> bool:
        return not self.professions or work.profession in self.professions

    def suits_level(self, work: Work) -> bool:
        """Where no framework says a level, none is asked for: small employers are not left out."""
        if work.level is None:
            return True
        return (self.lowest or 0) <= work.level and (self.highest is None or work.level <= self.highest)


def case_of(actor: Actor, occasion_id: int) -> Case:
    """Raises NotYours for an occasion that the actor does not see, and for who is no person.

    One query; one more where the offer is not for them, who may see it all the same or not.
    """
    if actor.person is None:
        raise NotYours
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_to_apply(%s)", [occasion_id])
        (found,) = cursor.fetchone()
    if found is None:
        raise NotYours
    case = _case(json.loads(found) if isinstance(found, str) else found)
    if not any(one.is_invited for one in case.works):
        get_visible(actor, Occasion, pk=occasion_id)
    return case


def cases_of(actor: Actor, occasions: Collection[int]) -> dict[int, Case]:
    """The same, of occasions that the caller has found visible. One query, none for who is no person."""
    if actor.person is None or not occasions:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_to_apply(one) FROM unnest(%s::bigint[]) AS one", [list(occasions)])
        found = [row for (row,) in cursor.fetchall() if row is not None]
    cases = [_case(json.loads(row) if isinstance(row, str) else row) for row in found]
    return {case.occasion: case for case in cases}


def _case(found: dict[str, Any]) -> Case:
    found["works"] = tuple(Work(**one) for one in found["works"] or ())
    found["professions"] = tuple(found["professions"])
    found["starts"], found["ends"] = (datetime.fromisoformat(found[name]) for name in ("starts", "ends"))
    found["apply_by"] = date.fromisoformat(found["apply_by"])
    return Case(**found)
