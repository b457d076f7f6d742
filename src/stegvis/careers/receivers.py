"""What this room does when others change what a standing rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from stegvis.careers.moves.tasks import propose_moves, rehearse_moves_again
from stegvis.careers.tasks import reevaluate
from stegvis.frameworks.models import Pilot, UnitAdoption
from stegvis.frameworks.signals import adoption_changed, version_published
from stegvis.organisations.models import Unit
from stegvis.organisations.signals import unit_moved
from stegvis.people.signals import competence_changed

MOST_NAMED = 1000
"""A job that names more persons than this is better as one for the whole employer."""


@receiver(competence_changed)
def place_persons_anew(employer_id: int, person_ids: Iterable[UUID], **_kwargs: Any) -> None:
    """Queued in the transaction of the change, so that neither happens without the other."""
    named = [str(person) for person in person_ids]
    if named:
        reevaluate.defer(employer_id=employer_id, person_ids=named if len(named) <= MOST_NAMED else None)


@receiver(adoption_changed)
def place_staff_anew(employer_id: int, **_kwargs: Any) -> None:
    reevaluate.defer(employer_id=employer_id)


@receiver(adoption_changed, sender=Pilot)
@receiver(adoption_changed, sender=UnitAdoption)
def rehearse_beside_the_pilot(employer_id: int, profession_code: str, **_kwargs: Any) -> None:
    rehearse_moves_again.defer(employer_id=employer_id, profession_code=profession_code)


@receiver(unit_moved)
def place_anew_in_the_tree(unit: Unit, **_kwargs: Any) -> None:
    """A unit's place in the tree says which pilot and which overlay its staff are placed by."""
    reevaluate.defer(employer_id=unit.organisation_id)
    rehearse_moves_again.defer(employer_id=unit.organisation_id, profession_code=None)


@receiver(version_published)
def propose_moves_to_it(version_id: int, **_kwargs: Any) -> None:
    """Should this be lost, the night looks for what is due."""
    propose_moves.defer(version_id=version_id)
