"""What a file of courses would change, and changing it: the same code does both, so that what is shown is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from stegvis.exchange.models import Occasion, Offer
from stegvis.exchange.offers.content import NewOffer, Planned
from stegvis.exchange.offers.importing.courses import Course
from stegvis.exchange.offers.occasions import add_occasions, change_occasion, hours_of
from stegvis.exchange.offers.policies import Publisher
from stegvis.exchange.offers.services import change_offer, create_offer
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.bringing import Done, Line, rehearsal

LACKS_SEATS = _("Saved as a draft. Say how many places there are, and then publish it.")


def rehearse(
    *, actor: Actor, publisher: Publisher, courses: Sequence[Course], publish: bool, code: str
) -> list[Line[Course]]:
    """What bringing them in would do, row by row. Nothing is kept."""
    with rehearsal():
        return bring_in(actor=actor, publisher=publisher, courses=courses, publish=publish, code=code)


@transaction.atomic
def bring_in(
    *, actor: Actor, publisher: Publisher, courses: Sequence[Course], publish: bool, code: str
) -> list[Line[Course]]:
    """Each row that can be; the others are passed over, with the reason. The same file again changes nothing.

    ``code`` is the municipality's, where occasions are found on the map.
    """
    give_reason("bring in courses")
    return [_row(actor, publisher, one, publish, code) for one in courses]


def _row(actor: Actor, publisher: Publisher, course: Course, publish: bool, code: str) -> Line[Course]:
    try:
        with transaction.atomic():
            done = _bring(actor, publisher, course, publish, code)
    except Refused as refused:
        return Line(course, Done.REFUSED, str(refused))
    lacks_seats = done is Done.ADDED and course.seats is None
    return Line(course, done, str(LACKS_SEATS) if lacks_seats else "")


def _bring(actor: Actor, publisher: Publisher, course: Course, publish: bool, code: str) -> Done:
    offer = writable(actor, Offer).filter(employer=publisher.employer, reference=course.reference).first()
    planned = course.planned(actor.today, code)
    if offer is None:
        new = NewOffer(course.facts | {"reference": course.reference}, [planned])
        create_offer(actor=actor, publisher=publisher, new=new, publish=publish and course.seats is not None)
        return Done.ADDED
    done = Done.SAME
    if any(getattr(offer, name) != value for name, value in course.facts.items()):
        change_offer(actor=actor, offer_id=offer.pk, facts=course.facts)
        done = Done.CHANGED
    occasion = offer.occasions.filter(reference=planned.reference).first()
    if occasion is None:
        add_occasions(actor=actor, offer_id=offer.pk, planned=[planned])
        return Done.CHANGED
    if planned.seats is None:
        planned = replace(planned, seats=occasion.seats or None)
    if not _is_same(occasion, planned):
        change_occasion(actor=actor, occasion_id=occasion.pk, planned=planned)
        return Done.CHANGED
    return done


def _is_same(occasion: Occasion, planned: Planned) -> bool:
    times = {(one.starts, one.ends) for one in hours_of(occasion)} == {
        (one.starts, one.ends) for one in planned.sessions
    }
    names = ("place", "link", "apply_by")
    return (
        times
        and occasion.seats == (planned.seats or 0)
        and all(getattr(occasion, name) == getattr(planned, name) for name in names)
    )
