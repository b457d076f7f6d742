"""Letting a unit use its own clarification, for as long as it likes."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import transaction

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, writable
from stegvis.foundation.access.verdict import require
from stegvis.frameworks.models import FrameworkVersion, UnitAdoption
from stegvis.frameworks.policies import may_adopt
from stegvis.frameworks.signals import adoption_changed
from stegvis.frameworks.units.policies import may_choose_in_unit, may_stop_in_unit
from stegvis.organisations.models import Unit
from stegvis.people.models import Profession


@transaction.atomic
def use_in_unit(*, actor: Actor, unit: Unit, profession: Profession, version: FrameworkVersion) -> UnitAdoption:
    """Place the staff of the unit, and of those below it, against the overlay from now on.

    Raises Refused, also where a change of version would move people without a rehearsal.
    """
    require(may_choose_in_unit(actor, unit, profession, version))
    return adopt_in_unit(actor=actor, unit=unit, profession=profession, version=version)


@transaction.atomic
def adopt_in_unit(
    *, actor: Actor, unit: Unit, profession: Profession, version: FrameworkVersion, since: date | None = None
) -> UnitAdoption:
    """``use_in_unit`` after a rehearsal, or back again: the version may rest on one that was used above before."""
    require(may_adopt(actor, unit.organisation, profession, version))
    give_reason(f"use {version.framework.code} {version.version} in a unit")
    adoption, _created = UnitAdoption.objects.update_or_create(
        employer=unit.organisation,
        unit=unit,
        profession=profession,
        defaults={"version": version, "since": since or actor.today},
    )
    _announce(adoption)
    return adoption


@transaction.atomic
def stop_in_unit(*, actor: Actor, adoption_id: int) -> UnitAdoption:
    """Place them by what is used above the unit again.

    Raises NotYours, and Refused where people would be moved without a rehearsal.
    """
    adoption = get_visible(actor, UnitAdoption, writable(actor, UnitAdoption).select_related("version"), pk=adoption_id)
    require(may_stop_in_unit(adoption))
    end_in_unit(actor=actor, adoption=adoption)
    return adoption


@transaction.atomic
def end_in_unit(*, actor: Actor, adoption: UnitAdoption) -> None:
    """``stop_in_unit`` after a rehearsal."""
    give_reason("stop using a framework in a unit")
    _announce(adoption)
    writable(actor, UnitAdoption).filter(pk=adoption.pk).delete()


def _announce(adoption: UnitAdoption) -> None:
    told = {"employer_id": adoption.employer_id, "profession_code": adoption.profession_id}
    transaction.on_commit(partial(adoption_changed.send, sender=UnitAdoption, **told))
