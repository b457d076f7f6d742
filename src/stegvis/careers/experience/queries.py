"""Reading what is offered, who would like it, and wishes of one's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from stegvis.careers.experience.policies import WAITING
from stegvis.careers.models import Interest, Offer
from stegvis.careers.queries.disclosed import database_rows
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.access import current
from stegvis.people.models import Employment, Profession

State = Interest.State


@dataclass(frozen=True)
class Interested:
    """Somebody who is interested or has a wish, with where they work."""

    interest: Interest
    person: UUID
    name: str
    unit: str
    profession: str


@dataclass(frozen=True)
class Place:
    """Where the actor may offer a role: a unit, or anywhere with an employer."""

    employer: Organisation
    unit: Unit | None

    @property
    def key(self) -> str:
        return f"enhet-{self.unit.pk}" if self.unit else f"arbetsgivare-{self.employer.pk}"

    @property
    def label(self) -> str:
        return f"{self.unit.name} ({self.employer.name})" if self.unit else self.employer.name


def open_offers(actor: Actor, employments: Iterable[Employment]) -> list[Offer]:
    """Every role that is open with the actor's employers, those for the employments' professions first. One query."""
    own = {one.profession_id for one in employments}
    rows = visible(actor, Offer).filter(closed_on__isnull=True).select_related("employer", "unit")
    return sorted(rows, key=lambda one: bool(one.professions) and own.isdisjoint(one.professions))


def own_employments(actor: Actor) -> QuerySet[Employment]:
    rows = visible(actor, Employment).filter(current(actor), person=actor.person)
    return rows.select_related("employer", "unit").order_by("-share", "pk")


def offer_of(actor: Actor, offer_id: int) -> Offer:
    """Raises NotYours."""
    rows = visible(actor, Offer).select_related("employer", "unit")
    return get_visible(actor, Offer, rows, pk=offer_id)


def own_interests(actor: Actor) -> list[Interest]:
    """What the actor has said, the latest first, without what is taken back. One query."""
    if actor.person is None:
        return []
    rows = visible(actor, Interest).filter(person=actor.person).exclude(state=State.WITHDRAWN)
    return list(rows.select_related("offer", "employer"))


def interests_to_answer(actor: Actor) -> QuerySet[Interest]:
    """What waits for a talk with the actor; nobody answers themself."""
    rows = writable(actor, Interest).filter(state__in=WAITING)
    return rows.exclude(person=actor.person) if actor.person is not None else rows


def interested(actor: Actor) -> list[Interested]:
    """Everybody whom the actor answers, the longest waiting first. Two queries."""
    found = database_rows("SELECT * FROM stegvis_interested()")
    rows = visible(actor, Interest).exclude(person=actor.person) if actor.person else visible(actor, Interest)
    seen = rows.select_related("offer", "employer").in_bulk([one[0] for one in found])
    titles = Profession.objects.in_bulk({one[4] for one in found})
    return [
        Interested(seen[key], person, name, unit, str(titles.get(profession, "")))
        for key, person, name, unit, profession in found
        if key in seen
    ]


def by_offer(found: Iterable[Interested]) -> dict[int | None, list[Interested]]:
    """Offer → who is interested; wishes under None."""
    groups: dict[int | None, list[Interested]] = defaultdict(list)
    for one in found:
        groups[one.interest.offer_id].append(one)
    return groups


def interested_one(actor: Actor, interest_id: int) -> Interested:
    """One whom the actor answers. Raises NotYours."""
    found = next((one for one in interested(actor) if one.interest.pk == interest_id), None)
    if found is None:
        raise NotYours
    return found


def places(actor: Actor) -> list[Place]:
    """The employers that the actor coordinates with all their units, and the units that they manage. Two queries."""
    employers = {one.pk: one for one in visible(actor, Organisation).filter(pk__in=actor.employers).order_by("name")}
    units = visible(actor, Unit).filter(organisation__in=employers, closed_on__isnull=True).order_by("name")
    whole = [Place(one, None) for one in employers.values() if one.pk in actor.coordinates]
    parts = [
        Place(employers[one.organisation_id], one)
        for one in units
        if one.pk in actor.manages or one.organisation_id in actor.coordinates
    ]
    return [*whole, *parts]
