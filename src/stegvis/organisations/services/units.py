"""Keeping the tree of units."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.organisations.models import Organisation, Unit
from stegvis.organisations.policies import may_change_unit, may_close_unit, may_place_unit
from stegvis.organisations.queries import keys_below
from stegvis.organisations.signals import unit_closing, unit_moved


@transaction.atomic
def add_unit(*, actor: Actor, organisation: Organisation, name: str, code: str, parent: Unit | None = None) -> Unit:
    """Raises Refused, also where the organisation already uses the code."""
    unit = Unit(organisation=organisation, parent=parent, name=name, code=code)
    require(may_place_unit(actor, unit, parent, ()))
    _save(unit)
    return unit


@transaction.atomic
def change_unit(*, actor: Actor, unit_id: int, name: str, code: str, parent: Unit | None, reason: str = "") -> Unit:
    """Rename or move a unit; those who manage a unit above it follow from where it lies. Raises NotYours or Refused."""
    unit = get_visible(actor, Unit, id=unit_id)
    require(may_change_unit(actor, unit))
    has_moved = parent != unit.parent
    if has_moved:
        require(may_place_unit(actor, unit, parent, keys_below(actor, unit)))
    give_reason(reason)
    unit.name, unit.code, unit.parent = name, code, parent
    _save(unit)
    if has_moved:
        unit_moved.send(sender=Unit, unit=unit)
    return unit


@transaction.atomic
def close_unit(*, actor: Actor, unit_id: int, closed_on: date, reason: str = "") -> Unit:
    """Close a unit: it stays with its history, and nothing new is placed in it. Raises NotYours or Refused."""
    unit = get_visible(actor, Unit, id=unit_id)
    is_above = visible(actor, Unit).filter(parent=unit, closed_on__isnull=True).exists()
    require(may_close_unit(actor, unit, is_above))
    unit_closing.send(sender=Unit, actor=actor, unit=unit, closed_on=closed_on)
    give_reason(reason)
    unit.closed_on = closed_on
    _save(unit)
    return unit


def _save(unit: Unit) -> None:
    """What the policies looked at may have changed meanwhile; the table's own constraints have the last word."""
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise Refused(_("The units have changed, or the code is taken. Look at the list and try again.")) from error
