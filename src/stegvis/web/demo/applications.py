"""Applications on their way: some to answer, some booked, a waiting list, and a place that somebody is offered.

Made by the services that users use. All invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from stegvis.exchange.applying.answering import approve
from stegvis.exchange.applying.services import apply, withdraw
from stegvis.exchange.models import Application, Occasion, Offer
from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.verdict import Refused
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
WHY = "Vi möter allt fler med hjärtsvikt hemma, och jag vill se hur ni följer upp dem."
OTHERS_WHY = "Jag vill se hur ni arbetar tillsammans runt patienten."


def apply_for_places() -> None:
    """Bosse has two to answer, Anna a place and one to say yes to, Ingrid and Gunilla somebody who comes and waits."""
    with acting_as_system(reason=REASON):
        if Application.objects.filter(line=WHY).exists():
            return
        at_molndal, at_ale, elsewhere = _days("molndal"), _days("ale"), _days("lerum")
    _applied("anna", at_molndal, WHY)
    _applied("mona", reversed(at_molndal), OTHERS_WHY)
    booked = _applied("anna", elsewhere, OTHERS_WHY)
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        approve(actor=actor, application_id=booked, substitute="Poolen tar passet")
    _wait_for(at_ale[0])
    _free_a_seat(elsewhere[-1])


def _days(slug: str) -> list[int]:
    """The employer's days beside a colleague that are given as they are asked for, the soonest first."""
    soon = timezone.now() + timedelta(days=7)
    rows = Occasion.objects.filter(offer__employer__slug=slug, offer__kind=Offer.Kind.SHADOWING, starts__gt=soon)
    rows = rows.filter(offer__state=Offer.State.PUBLISHED, offer__given=Offer.Given.FIRST_COME, taken=0)
    return list(rows.order_by("starts", "pk").values_list("pk", flat=True))


def _applied(who: str, days: Iterable[int], line: str = "") -> UUID:
    """To the first of the days that suits: somebody may have a place elsewhere on one of them."""
    with acting_as(user_key(who), reason=REASON) as actor:
        for day in days:
            try:
                with transaction.atomic():
                    return apply(actor=actor, occasion_id=day, line=line)[0].application
            except Refused:
                continue
    raise RuntimeError(f"no day suits {who}")


def _wait_for(day: int) -> None:
    """At Ale: one place, one who has it and one who waits."""
    _leave(day, 1)
    _applied("cecilia", [day], OTHERS_WHY)
    _applied("ingrid", [day])


def _free_a_seat(day: int) -> None:
    """Cecilia gives up her place, and Anna, who waits, is offered it."""
    _leave(day, 1)
    given_up = _applied("cecilia", [day])
    _applied("anna", [day])
    with acting_as(user_key("cecilia"), reason=REASON) as actor:
        withdraw(actor=actor, application_id=given_up)


def _leave(day: int, seats: int) -> None:
    with acting_as_system(reason=REASON):
        Occasion.objects.filter(pk=day).update(seats=seats)
