"""Reading cards: one's own, one's codes, who has looked, and the card behind a code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils import timezone

from stegvis.careers.cards.codes import hash_code, read_code
from stegvis.careers.models import CardCheck, CardCode
from stegvis.careers.placements.queries import level_title
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.people.access import current
from stegvis.people.models import Employment, Evidence, Profession


@dataclass(frozen=True)
class Proof:
    """Something verified that holds today; ``until`` is empty where it does not lapse."""

    kind: str
    title: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Card:
    """``level`` is in words, with its framework, and empty where none is decided or shown."""

    name: str
    profession: str
    employer: str
    unit: str
    level: str
    proofs: tuple[Proof, ...]
    valid_until: datetime | None = None


def workplaces(actor: Actor) -> list[Employment]:
    """Where the actor works today, the largest share of each employer. Raises NotYours for who is no person."""
    if actor.person is None:
        raise NotYours
    rows = visible(actor, Employment).filter(current(actor), person=actor.person).select_related("employer")
    found: dict[int, Employment] = {}
    for one in rows.order_by("-share", "pk"):
        found.setdefault(one.employer_id, one)
    return list(found.values())


def own_card(employer_id: int) -> Card | None:
    """The acting person's card, level included; ``None`` for a protected identity."""
    return _card("SELECT stegvis_own_card(%s)", employer_id)


def card_by_code(text: str) -> Card | None:
    """The card behind a code, as it is now. Nobody needs to be signed in; that it was opened is noted."""
    code = read_code(text)
    return _card("SELECT stegvis_check_card(%s)", hash_code(code)) if code else None


def open_codes(actor: Actor) -> QuerySet[CardCode]:
    """The actor's codes that open a card now, the latest first, with how often each was used."""
    rows = visible(actor, CardCode).filter(person=actor.person, revoked_at__isnull=True)
    rows = rows.filter(valid_until__gt=timezone.now())
    return rows.select_related("employer").annotate(looks=Count("checks"))


def latest_checks(actor: Actor, limit: int = 20) -> Sequence[CardCheck]:
    return list(visible(actor, CardCheck).filter(person=actor.person).select_related("code", "employer")[:limit])


def _card(statement: str, value: int | str) -> Card | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        (found,) = cursor.fetchone()
    return _read(json.loads(found) if isinstance(found, str) else found) if found else None


def _read(found: dict[str, Any]) -> Card:
    until = found.get("valid_until")
    return Card(
        name=found["name"],
        profession=str(Profession.objects.get(pk=found["profession"])),
        employer=found["employer"],
        unit=found["unit"],
        level=_level(found.get("level")),
        proofs=tuple(_proof(one) for one in found["proofs"]),
        valid_until=datetime.fromisoformat(until) if until else None,
    )


def _level(level: dict[str, Any] | None) -> str:
    if not level or not level["code"]:
        return ""
    version = FrameworkVersion.objects.defer("exchange").select_related("framework").get(pk=level["version"])
    return f"{level_title(effective_of(version).document, level['code'])} · {version.framework.title_sv}"


def _proof(one: dict[str, Any]) -> Proof:
    until = one["until"]
    return Proof(
        kind=str(Evidence.Kind(one["kind"]).label),
        title=one["title"],
        since=date.fromisoformat(one["from"]),
        until=date.fromisoformat(until) if until else None,
    )
