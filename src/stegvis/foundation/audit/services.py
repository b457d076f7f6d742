"""Writing the logs of readings and refusals."""

from __future__ import annotations

from uuid import UUID

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.audit.models import Reading, Refusal


def record_reading(*, actor: Actor, person: UUID, page: str) -> None:
    """Note that the actor opened ``person``'s record. One's own readings are not noted."""
    if actor.user is None or actor.person == person:
        return
    Reading.objects.create(person=person, reader_id=actor.user, page=page)


def record_refusal(*, actor: Actor, view_name: str) -> None:
    """Note a refused or missing row. Nobody signed in, nothing noted: there is no one to name."""
    if actor.user is not None:
        Refusal.objects.create(user_id=actor.user, view_name=view_name)
