"""Making and closing the codes of one's card."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.careers.cards.codes import code_of, hash_code
from stegvis.careers.cards.queries import open_codes, workplaces
from stegvis.careers.credentials.policies import may_be_public
from stegvis.careers.models import CardCode
from stegvis.careers.models.showing import LONGEST
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn

MOST_OPEN = 5


@transaction.atomic
def open_card(*, actor: Actor, employer_id: int, lasts: timedelta, shows_level: bool = False) -> CardCode:
    """A new code to the actor's card with an employer where they work today. Raises Refused."""
    if actor.person is None or employer_id not in {one.employer_id for one in workplaces(actor)}:
        raise NotYours
    require(may_be_public(actor))
    if not timedelta(0) < lasts <= LONGEST:
        raise Refused(_("A code is open for 30 days at most."))
    wait_for_turn("careers.cardcode", actor.person)  # many presses at once are counted one after the other
    if open_codes(actor).count() >= MOST_OPEN:
        raise Refused(_("You have five open codes. Close one of them first."))
    key, now = uuid4(), timezone.now()
    return CardCode.objects.create(
        id=key,
        person_id=actor.person,
        employer_id=employer_id,
        code_hash=hash_code(code_of(key)),
        shows_level=shows_level,
        made_at=now,
        valid_until=now + lasts,
    )


@transaction.atomic
def close_card(*, actor: Actor, code_id: UUID) -> bool:
    """Close one's code before its time. False when it was closed already. Raises NotYours."""
    rows = writable(actor, CardCode).filter(pk=code_id)
    if not rows.exists():
        raise NotYours
    return bool(rows.filter(revoked_at__isnull=True).update(revoked_at=timezone.now()))
