"""Offers, occasions and applications for the tests of the exchange. Prepared as Stegvis itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from stegvis.exchange.models import Application, Lesson, Occasion, Offer, Outcome, Presence, Session
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Employment
from tests.support.database import as_owner

if TYPE_CHECKING:
    from tests.support.furnished import Furnished

EIGHT = timedelta(hours=8)


def an_offer(employer: Organisation, collaboration: Collaboration | None = None, **facts: Any) -> Offer:
    """Published, for the collaboration where there is one, else for the employer's own staff."""
    audience = "collaboration" if collaboration else "own"
    given = {"kind": "shadowing", "title": "En dag med rehab", "audience": audience, "state": "published", **facts}
    with as_owner():
        return Offer.objects.create(employer=employer, collaboration=collaboration, **given)


def an_occasion(offer: Offer, *, days: int = 30, seats: int = 2, starts: datetime | None = None) -> Occasion:
    """Eight hours, so many days from now, with one session."""
    begins = starts or timezone.now().replace(microsecond=0) + timedelta(days=days)
    hours = {"employer": offer.employer, "starts": begins, "ends": begins + EIGHT}
    last = timezone.localdate(begins) - timedelta(days=7)
    with as_owner():
        found = Occasion.objects.create(**hours, offer=offer, seats=seats, apply_by=last)
        Session.objects.create(**hours, occasion=found)
    return found


def an_application(occasion: Occasion, user: User, state: str = "held", **facts: Any) -> Application:
    """As the user's first employment."""
    with as_owner():
        employment = Employment.objects.select_related("unit").filter(person__user=user).earliest("pk")
        return Application.objects.create(
            offer=occasion.offer,
            occasion=occasion,
            host=occasion.employer,
            host_unit=occasion.offer.unit,
            person_id=employment.person_id,
            employer_id=employment.employer_id,
            unit=employment.unit,
            user=user,
            state=state,
            title=occasion.offer.title,
            name=user.name,
            workplace=employment.unit.name,
            profession_id=employment.profession_id,
            **facts,
        )


def furnish_places(world: Furnished) -> None:
    """To a furnished world: each employer's offer, an occasion that has begun, and the other's nurse with all that may
    be kept of her taking part."""
    cast = world.cast
    nurses = {"ale": cast.cecilia, "molndal": cast.anna}
    units = {"ale": cast.ale_north, "molndal": cast.molndal_care}
    for slug, unit in units.items():
        begun = timezone.now().replace(microsecond=0) - timedelta(hours=1)
        occasion = an_occasion(an_offer(unit.organisation, cast.gr, unit=unit), starts=begun)
        application = an_application(occasion, nurses[slug], "attended")
        with as_owner():
            theirs: dict[str, Any] = {"person": application.person, "employer": application.employer}
            session = occasion.sessions.get()
            Presence.objects.create(
                **theirs, application=application, occasion=occasion, session=session, came=True, noted_by=cast.bosse
            )
            Outcome.objects.create(**theirs, application=application)
            host = {"host": application.host, "host_unit": application.host_unit}
            Lesson.objects.create(**theirs, **host, application=application, text="Det lärde jag mig")
        for kind, row in (
            ("offer that has begun", occasion.offer),
            ("occasion that has begun", occasion),
            ("application that was attended", application),
        ):
            world.rows.setdefault(kind, {})[slug] = row
