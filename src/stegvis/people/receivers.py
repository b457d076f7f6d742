"""What this room does when others change what staff rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.dispatch import receiver
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.organisations.models import Unit
from stegvis.organisations.signals import unit_closing
from stegvis.people.models import Employment


@receiver(unit_closing)
def keep_open_with_staff(actor: Actor, unit: Unit, closed_on: date, **_kwargs: Any) -> None:
    """Nobody is left in a closed unit. Whom the actor may not know of does not count: a refusal would tell of them."""
    staff = visible(actor, Employment).filter(unit=unit).exclude(valid_to__lte=closed_on).count()
    if staff:
        text = ngettext(
            "%(count)d person is employed in the unit after that day. Place them in another unit first.",
            "%(count)d persons are employed in the unit after that day. Place them in other units first.",
            staff,
        )
        raise Refused(text % {"count": staff})
