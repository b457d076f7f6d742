"""Writing the logs of readings and refusals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.audit.models import Reading, Refusal


def record_reading(*, actor: Actor, person: UUID, page: str) -> None:
    """Note that the actor opened ``person``'s record. One's own readings are not noted."""
    if actor.user is None or actor.person == person:
        return
    Reading.objects.create(**_reader(actor), person=person, page=page)


def record_readings(*, actor: Actor, persons: Iterable[UUID], page: str) -> None:
    """Note that the actor opened a page or a file with the records of ``persons``: once a day for each and page.

    One's own is not noted. Two queries, whatever the number, and one when all are noted already.
    """
    others = set(persons) - {actor.person}
    if actor.user is None or not others:
        return
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    noted = visible(actor, Reading).filter(reader=actor.user, person__in=others, page=page, at__gte=midnight)
    new = others.difference(noted.values_list("person", flat=True))
    Reading.objects.bulk_create(Reading(**_reader(actor), person=person, page=page) for person in sorted(new))


def _reader(actor: Actor) -> dict[str, Any]:
    return {"reader_id": actor.user, "employers": sorted(actor.employers)}


def record_refusal(*, actor: Actor, view_name: str) -> None:
    """Note a refused or missing row. Nobody signed in, nothing noted: there is no one to name."""
    if actor.user is not None:
        Refusal.objects.create(user_id=actor.user, view_name=view_name)
