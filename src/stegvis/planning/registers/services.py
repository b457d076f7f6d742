"""Writing the registers: a line for each thing and half-year; said again, it is changed."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.organisations.models import Organisation
from stegvis.planning.ground.services import override_assumption
from stegvis.planning.models import Override
from stegvis.planning.registers.feeding import feeds_of, ground_for
from stegvis.planning.registers.kinds import Register, Row
from stegvis.planning.registers.policies import may_keep

TERM = ("year", "half")


@transaction.atomic
def state_line(*, actor: Actor, register: Register, employer: int, told: dict[str, Any]) -> tuple[Row, bool]:
    """``told`` by field, with year and half. Whether the line is new comes with it. Raises Refused."""
    require(may_keep(actor, employer))
    if told["year"] > actor.today.year:
        raise Refused(_("The year has not come yet."))
    if told.get("filled", 0) > told.get("posts", 0):
        raise Refused(_("More posts cannot be filled than there are."))
    which = {name: told[name] for name in (*register.what, *TERM)}
    counts = {name: told[name] for name in register.counts}
    try:
        with transaction.atomic():
            rows: Any = register.model._default_manager
            return rows.update_or_create(employer_id=employer, **which, defaults=counts)
    except IntegrityError as wrong:
        raise Refused(_("It cannot be saved as it is. Look at the numbers.")) from wrong


@transaction.atomic
def use_in_forecast(*, actor: Actor, register: Register, employer: Organisation, key: str) -> Override:
    """Let the employer's forecasts assume what the register counts, signed by the actor with the register as source.
    Raises Refused, NotYours."""
    require(may_keep(actor, employer.pk))
    ground = ground_for(actor, employer)
    lines = list(visible(actor, register.model).filter(employer=employer))
    feed = next((one for one in feeds_of(actor, ground, register, employer, lines) if one.key == key), None)
    if ground is None or feed is None:
        raise NotYours
    if feed.wanted is None:
        raise Refused(_("The count gives a value that cannot be assumed."))
    return override_assumption(
        actor=actor,
        ground_id=ground.pk,
        changed=feed.wanted,
        why=feed.why,
        source=feed.source,
        dated=min(feed.dated, actor.today),
    )


@transaction.atomic
def remove_line(*, actor: Actor, register: Register, row_id: int) -> None:
    """What was counted by mistake; history keeps it. Raises NotYours."""
    row = writable(actor, register.model).filter(pk=row_id).first()
    if row is None:
        raise NotYours
    row.delete()
