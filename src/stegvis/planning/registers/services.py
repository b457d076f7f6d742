"""Writing the registers: a line for each thing and half-year; said again, it is changed."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
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
def remove_line(*, actor: Actor, register: Register, row_id: int) -> None:
    """What was counted by mistake; history keeps it. Raises NotYours."""
    row = writable(actor, register.model).filter(pk=row_id).first()
    if row is None:
        raise NotYours
    row.delete()
